import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

function told(given: string, up: string): readonly string[] {
  return exampleFindings({ title: '', dialect: 'mysql', given, up, down: '' }).map(({ ruleId }) => ruleId)
}

const up = 'ALTER TABLE users ADD COLUMN verified boolean; UPDATE USERS SET verified = true;'

test('a table that is spoken of in another case alone is that table', () => {
  expect(told('CREATE TABLE users (id int PRIMARY KEY)', up)).not.toContain('update-without-where')
})

test('two tables whose names differ in case are two', () => {
  const two = 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE USERS (id int, verified boolean)'
  expect(told(two, up)).toContain('update-without-where')
})

test('IF EXISTS of a name in another case says nothing', () => {
  const made = 'CREATE TABLE users (id int PRIMARY KEY, plan text)'
  expect(told(made, 'DROP TABLE IF EXISTS USERS')).toContain('drop-table')
  expect(told(made, 'DROP TABLE IF EXISTS USERS; UPDATE users SET plan = 1')).toContain(
    'update-without-where',
  )
})
