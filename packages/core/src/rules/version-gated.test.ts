import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { Migration } from '../migration/migration.ts'

beforeAll(() => dialects.mysql.load())

/** Of a server that may be MariaDB as well. */
function told(sql: string): readonly (readonly string[])[] {
  const location = { line: 1, column: 1, endLine: 1, endColumn: 10 }
  const { operations } = dialects.mysql.parse(sql)
  const migration: Migration = {
    name: '1',
    file: '1.sql',
    layout: 'plain',
    dialect: 'mysql',
    pending: true,
    downExpected: false,
    up: {
      file: '1.sql',
      source: sql,
      transaction: 'none',
      statements: [{ text: sql, location, operations, reading: 'own-parser' }],
      notes: [],
    },
  }
  return lint([migration], { dialect: 'mysql', mayBeSibling: true })
    .migrations.flatMap(({ findings }) => findings)
    .filter(({ ruleId }) => ruleId === 'version-gated')
    .map(({ severity, instead }) => [severity, instead])
}

test('what MySQL refuses in strict mode alone is a note', () => {
  const [[severity, instead] = []] = told("ALTER TABLE users ADD note text NOT NULL DEFAULT ''")
  expect(severity).toBe('info')
  expect(instead).toContain('MySQL stops here with an error in strict mode, its default')
})

test('what MySQL always refuses is a warning', () => {
  const [[severity, instead] = []] = told('ALTER TABLE users ADD COLUMN IF NOT EXISTS age int')
  expect(severity).toBe('warning')
  expect(instead).toContain('If it is not MariaDB, the statement stops with an error.')
})
