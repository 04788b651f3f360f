import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'

beforeAll(() => dialects.postgres.load())

function copies(up: string) {
  const given = 'CREATE TABLE users (id int PRIMARY KEY, plan text)'
  return exampleFindings({ title: up, given, up })
    .filter(({ ruleId }) => ruleId === 'delete-rows' || ruleId === 'delete-without-where')
    .map(({ suggestion }) => suggestion?.sql.split(' SELECT')[0])
}

test('several DELETEs of a table fill one archive, which the first that is told makes', () => {
  expect(
    copies(`DELETE FROM users WHERE id = 4; DELETE FROM users WHERE plan = 'a';
DELETE FROM users WHERE plan = 'b'; DELETE FROM users`),
  ).toEqual(['CREATE TABLE users_archive AS', 'INSERT INTO users_archive', 'INSERT INTO users_archive'])
})

test('rows of another table make one of their own', () => {
  expect(copies("DELETE FROM users WHERE plan = 'a'; DELETE FROM teams WHERE plan = 'a'")).toEqual([
    'CREATE TABLE users_archive AS',
    'CREATE TABLE teams_archive AS',
  ])
})

test('each migration of a deploy that deletes rows keeps them in an archive of its own', () => {
  const given = 'CREATE TABLE users (id int PRIMARY KEY, plan text)'
  const findings = exampleFindings({
    title: '',
    given,
    after: { up: "DELETE FROM users WHERE plan = 'a'" },
    up: "DELETE FROM users WHERE plan = 'b'; DELETE FROM users",
  })
  expect(
    findings
      .filter(({ ruleId }) => ruleId === 'delete-rows' || ruleId === 'delete-without-where')
      .map(({ suggestion }) => suggestion?.sql.split(' SELECT')[0]),
  ).toEqual([
    'CREATE TABLE users_archive AS',
    'CREATE TABLE users_archive_2 AS',
    'INSERT INTO users_archive_2',
  ])
})
