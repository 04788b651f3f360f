import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => Promise.all([dialects.postgres.load(), dialects.mysql.load()]))

const told = (up: string, dialect: 'postgres' | 'mysql' = 'postgres') =>
  exampleFindings({ title: '', dialect, up }, { settings: { 'missing-down': 'off' } })

test('a name is told as the script writes it, and so is the SQL in its place', () => {
  const [finding] = told('ALTER TABLE {$schema}.users DROP COLUMN email')
  expect(finding?.message).toBe('Dropping {$schema}.users.email deletes every value in it.')
  expect(finding?.suggestion?.sql).toContain('{$schema}.users')
})

test('in quotes and without it is one table', () => {
  const findings = told(
    'CREATE TABLE {{ index .Options "Namespace" }}.a (id int); DROP TABLE "{{ index .Options "Namespace" }}"."a"',
  )
  expect(findings).toEqual([])
})

test('white space inside makes no other name', () => {
  const findings = told(
    'CREATE TABLE {{ index .Options "Namespace" }}.a (id int); DROP TABLE {{index .Options  "Namespace"}}.a',
  )
  expect(findings).toEqual([])
})

test('in back quotes and without them is one table', () => {
  const findings = told('CREATE TABLE `{$schema}_a`.`b` (id int); DROP TABLE {$schema}_a.b', 'mysql')
  expect(findings.filter(({ ruleId }) => ruleId === 'drop-table')).toEqual([])
})

test('a prefix', () => {
  const [finding] = told('DROP TABLE %TABLE_PREFIX%ticket', 'mysql')
  expect(finding?.message).toBe('Dropping %TABLE_PREFIX%ticket deletes every row in it.')
})

test('what a string holds is no name', () => {
  const [finding] = told("DELETE FROM a_user_b WHERE 1 = 1 OR name LIKE '%user%'")
  expect(finding?.message).toContain('a_user_b')
})

test('of the deploy as a whole, too', () => {
  const rewrite = (type: string) => `ALTER TABLE {$schema}.users ALTER COLUMN id TYPE ${type}`
  const findings = exampleFindings({
    title: '',
    given: 'CREATE TABLE {$schema}.users (id int)',
    after: { up: rewrite('bigint') },
    up: rewrite('numeric'),
  })
  expect(findings.find(({ ruleId }) => ruleId === 'hot-table-multi-touch')?.message).toContain(
    'every row of {$schema}.users',
  )
})

test('in the down script of a migration that has none', () => {
  const up = 'ALTER TABLE {{ index .Options "Namespace" }}.users ADD COLUMN seen date'
  const findings = exampleFindings({ title: '', given: 'CREATE TABLE carts (id int)', up })
  const missing = findings.find(({ ruleId }) => ruleId === 'missing-down')
  expect(missing?.suggestion?.sql).toBe(
    'ALTER TABLE {{ index .Options "Namespace" }}.users DROP COLUMN seen;',
  )
})
