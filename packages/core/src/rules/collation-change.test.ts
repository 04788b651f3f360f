import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import type { Example } from './rule.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

function queries(example: Omit<Example, 'title'>): readonly string[] {
  return exampleFindings({ title: example.up, ...example })
    .filter(({ ruleId }) => ruleId === 'collation-change')
    .map(({ instead }) => instead.replace('Look for the pairs first: ', ''))
}

test('the query groups by all columns of the key, and by those that change as they will be', () => {
  const text = 'CONVERT(name USING utf8mb4) COLLATE utf8mb4_unicode_ci'
  expect(
    queries({
      dialect: 'mysql',
      given: `CREATE TABLE notes (user_id int NOT NULL, name varchar(50), body varchar(99), UNIQUE (user_id, name))
CHARSET latin1 COLLATE latin1_bin`,
      up: 'ALTER TABLE notes CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
    }),
  ).toEqual([
    `SELECT user_id, ${text}, COUNT(*) FROM notes WHERE name IS NOT NULL GROUP BY user_id, ${text} HAVING COUNT(*) > 1.`,
  ])
})

test('a type that ignores case is compared as that type', () => {
  expect(
    queries({
      given: 'CREATE EXTENSION citext; CREATE TABLE notes (user_id int, name text, UNIQUE (user_id, name))',
      up: 'ALTER TABLE notes ALTER COLUMN name TYPE citext',
    }),
  ).toEqual([
    'SELECT user_id, lower(name), COUNT(*) FROM notes WHERE user_id IS NOT NULL AND name IS NOT NULL GROUP BY user_id, lower(name) HAVING COUNT(*) > 1.',
  ])
})

test('NULL of a column that is not nullable, or where NULLs are equal, is not left out', () => {
  expect(
    queries({
      given:
        'CREATE EXTENSION citext; CREATE TABLE notes (name text NOT NULL UNIQUE, team int, UNIQUE NULLS NOT DISTINCT (team, name))',
      up: 'ALTER TABLE notes ALTER COLUMN name TYPE citext',
    }).join(),
  ).not.toContain('WHERE')
})

test('between two collations that ignore case and accents, what is equal only now is named', () => {
  const [finding] = exampleFindings({
    title: 'general to unicode',
    dialect: 'mysql',
    given: 'CREATE TABLE users (name varchar(50) NOT NULL UNIQUE) CHARSET utf8mb3 COLLATE utf8mb3_general_ci',
    up: 'ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
  }).filter(({ ruleId }) => ruleId === 'collation-change')
  expect(finding?.message).toContain(
    "equal under utf8mb4_unicode_ci and not under utf8mb3_general_ci, such as 'ss' and 'ß': the first such pair",
  )
})

test('a column that the deploy makes binary again need not be converted with the table', () => {
  const given = `CREATE TABLE notes (id int, name varchar(50) NOT NULL COLLATE utf8mb4_bin, UNIQUE (name)) CHARSET utf8mb4`
  const convert = 'ALTER TABLE notes CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;'
  const advice = ' The deploy makes name binary again'
  const [again] = queries({
    dialect: 'mysql',
    given,
    up: `${convert} ALTER TABLE notes MODIFY name varchar(50) BINARY NOT NULL;`,
  })
  expect(again).toContain(advice)
  const [never] = queries({ dialect: 'mysql', given, up: convert })
  expect(never).toMatch(/HAVING COUNT\(\*\) > 1\.$/)
})

test('between collations that both know no case, few pairs are equal', () => {
  const given =
    'CREATE TABLE notes (id int, name varchar(50) NOT NULL, UNIQUE (name)) CHARSET utf8mb4 COLLATE'
  const convert = 'ALTER TABLE notes CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci'
  const severities = (collation: string) =>
    exampleFindings({ title: collation, dialect: 'mysql', given: `${given} ${collation}`, up: convert })
      .filter(({ ruleId }) => ruleId === 'collation-change')
      .map(({ severity }) => severity)
  expect(severities('utf8mb4_general_ci')).toEqual(['info'])
  expect(severities('utf8mb4_bin')).toEqual(['warning'])
})
