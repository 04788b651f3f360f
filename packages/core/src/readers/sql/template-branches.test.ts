import { expect, test } from 'vitest'
import type { DialectName } from '../../migration/migration.ts'
import { branchesFor } from './template-branches.ts'

const left = (dialect: DialectName, text: string): string => {
  const read = branchesFor(dialect, text)
  expect(read).toHaveLength(text.length)
  return read.replace(/\{\{.*?\}\}/g, '').replace(/\s+/g, '')
}

test.each([
  ['{{if .mysql}}A{{end}}{{if .postgres}}B{{end}}{{if .sqlite}}C{{end}}', 'A', 'B', 'C'],
  ['{{ if .mysql -}} A {{- else }}B{{ end }}', 'A', 'B', 'B'],
  ['{{if .mysql}}A{{else if .sqlite}}C{{else}}B{{end}}', 'A', 'B', 'C'],
  ['{{if or .postgres .sqlite}}B{{end}}', '', 'B', 'B'],
  ['{{if not .sqlite}}B{{end}}', 'B', 'B', ''],
  ['{{if and (not .mysql) (not .sqlite)}}B{{else}}A{{end}}', 'A', 'B', 'A'],
  ['{{if eq .DriverName "mysql"}}A{{else}}B{{end}}', 'A', 'B', 'B'],
  ['{{if .Options.IsPostgres}}B{{end}}', '', 'B', ''],
  ['{{if .plugin}}{{if .mysql}}A{{end}}P{{else}}Q{{end}}', 'APQ', 'PQ', 'PQ'],
  ['{{if and .mysql .plugin}}A{{else}}B{{end}}', 'AB', 'B', 'B'],
  ['{{if .plugin}}P{{else if .mysql}}A{{else}}B{{end}}', 'PAB', 'PB', 'PB'],
  ['{{range .tables}}{{if .mysql}}A{{end}}B{{end}}', 'AB', 'B', 'B'],
  ['{{if .mysql}}A{{if .plugin}}P{{end}}{{end}}', 'AP', '', ''],
  ['{{if .mysql}}A{{end}}{{end}}', 'A', 'A', 'A'],
  ['{{if .mysql}}A', 'A', 'A', 'A'],
])('the branches of another engine are left out: %s', (text, mysql, postgres, sqlite) => {
  expect(['mysql', 'postgres', 'sqlite'].map(each => left(each as DialectName, text))).toEqual([
    mysql,
    postgres,
    sqlite,
  ])
})

test('what is for mysql is for MariaDB too, unless the template tells them apart', () => {
  expect(left('mariadb', '{{if .mysql}}A{{else}}B{{end}}')).toBe('A')
  expect(left('mariadb', '{{if .mysql}}A{{else if .mariadb}}M{{end}}')).toBe('AM')
})

test('lines stay where they are', () => {
  expect(branchesFor('postgres', '{{if .mysql}}\r\nA\r\n{{end}}B')).toBe('             \r\n \r\n{{end}}B')
})
