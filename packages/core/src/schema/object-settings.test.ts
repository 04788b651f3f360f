import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../dialects/postgres/index.ts'
import { exampleFindings } from '../example-findings.ts'
import { apply } from './apply.ts'
import { compareObjects } from './compare-objects.ts'
import { emptySchema } from './empty-schema.ts'
import type { SchemaState } from './schema-state.ts'

beforeAll(() => postgres.load())

const after = (text: string, start: SchemaState = emptySchema(postgres.semantics, { complete: true })) =>
  text
    .split(';')
    .flatMap(statement => postgres.parse(statement).operations)
    .reduce(apply, start)

const table = 'CREATE TABLE notes (id bigint PRIMARY KEY, team int)'

/** Measured: PostgreSQL 15, pg_sequences, pg_proc, pg_policies and pg_constraint are the same before and after. */
test.each([
  ['CREATE SEQUENCE s', 'ALTER SEQUENCE s INCREMENT BY 5', 'ALTER SEQUENCE s INCREMENT 1'],
  ['CREATE SEQUENCE s AS int CACHE 3', 'ALTER SEQUENCE s CACHE 7 CYCLE', 'ALTER SEQUENCE s NO CYCLE CACHE 3'],
  [
    `${table}; CREATE POLICY own ON notes USING (team = 1)`,
    'ALTER POLICY own ON notes TO anna USING (true)',
    'ALTER POLICY own ON notes TO public USING (team = 1)',
  ],
  [
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER FUNCTION one() SECURITY DEFINER IMMUTABLE SET search_path = ''",
    'ALTER FUNCTION one() SECURITY INVOKER VOLATILE RESET search_path',
  ],
  [
    'CREATE DOMAIN age AS int CHECK (VALUE > 0)',
    'ALTER DOMAIN age DROP CONSTRAINT age_check; ALTER DOMAIN age SET NOT NULL; ALTER DOMAIN age SET DEFAULT 1',
    'ALTER DOMAIN age ADD CHECK (VALUE > 0); ALTER DOMAIN age DROP NOT NULL; ALTER DOMAIN age DROP DEFAULT',
  ],
])('%s: %s is taken back by %s', (given, up, down) => {
  const start = after(given)
  expect(compareObjects(start, after(up, start))).not.toEqual([])
  expect(compareObjects(start, after(down, after(up, start)))).toEqual([])
})

test('a setting that down leaves is named', () => {
  const findings = exampleFindings({
    title: '',
    given: 'CREATE SEQUENCE s',
    up: 'ALTER SEQUENCE s INCREMENT BY 5 CACHE 9',
    down: 'ALTER SEQUENCE s INCREMENT BY 1',
  })
  const [finding] = findings.filter(({ ruleId }) => ruleId === 'down-does-not-restore-schema')
  expect(finding?.message).toContain('its cache is 9, was 1')
})

test('a domain that ALTER DOMAIN has constrained makes ADD COLUMN look at the rows', () => {
  const says = (given: string) =>
    exampleFindings({
      title: '',
      given: `${table}; ${given}`,
      up: 'ALTER TABLE notes ADD COLUMN age years',
    }).map(({ ruleId }) => ruleId)
  expect(says('CREATE DOMAIN years AS int; ALTER DOMAIN years ADD CHECK (VALUE > 0)')).toContain(
    'add-column-constrained-domain',
  )
  expect(
    says('CREATE DOMAIN years AS int CHECK (VALUE > 0); ALTER DOMAIN years DROP CONSTRAINT years_check'),
  ).not.toContain('add-column-constrained-domain')
})
