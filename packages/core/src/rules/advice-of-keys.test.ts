import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { DialectName, RunnerTransaction } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import type { Finding } from './finding.ts'

beforeAll(() => dialects.postgres.load())

interface Deploy {
  readonly given: string
  /** The pending migrations. */
  readonly deploy: readonly string[]
  readonly dialect?: DialectName
  readonly transaction?: RunnerTransaction
}

function told(
  rule: string,
  { given, deploy, dialect = 'postgres', transaction = 'script' }: Deploy,
): readonly Finding[] {
  const report = lint(
    [given, ...deploy].map((text, place) => ({
      name: `${place}`,
      file: `${place}.sql`,
      layout: 'plain',
      dialect,
      pending: place > 0,
      downExpected: false,
      up: readSqlScript({ file: `${place}.sql`, transaction }, text, dialects[dialect]),
    })),
  )
  return report.migrations.flatMap(each => each.findings).filter(({ ruleId }) => ruleId === rule)
}

test('a primary key goes with the CASCADE that its author wrote, and what that drops is told', () => {
  const [found] = told('pk-change', {
    given: `CREATE TABLE users (id bigint CONSTRAINT users_pkey PRIMARY KEY, email text NOT NULL);
CREATE TABLE carts (user_id bigint CONSTRAINT carts_user REFERENCES users (id));`,
    deploy: [
      'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE; ALTER TABLE users ADD PRIMARY KEY (id, email)',
    ],
    transaction: 'none',
  })
  expect(found?.instead).toBe(
    'Write one statement: ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE, ADD PRIMARY KEY (id, email). CASCADE drops the foreign key carts_user of carts with it.',
  )
})

const jobs = `CREATE TABLE jobs (id int, kind text, CONSTRAINT kinds CHECK (kind IN ('dig', 'rake')));
ALTER TABLE jobs ADD CONSTRAINT kinds_now CHECK (kind IN ('dig', 'rake', 'weed', 'prune'));`
const narrow = (kinds: string) =>
  `ALTER TABLE jobs DROP CONSTRAINT kinds_now; ALTER TABLE jobs ADD CONSTRAINT kinds_last CHECK (kind IN (${kinds})) NOT VALID;`

test('a CHECK goes where the deploy ends with one that takes no more', () => {
  const drop = 'ALTER TABLE jobs DROP CONSTRAINT kinds'
  const of = (...later: readonly string[]) =>
    told('drop-check', { given: jobs, deploy: [drop, ...later] }).map(({ message }) => message)
  expect(of()[0]).toContain("rows with kind 'prune' or 'weed'")
  expect(of(narrow("'dig', 'rake', 'weed'"))[0]).toContain("rows with kind 'weed' from now on")
  expect(of(narrow("'dig', 'rake'"))).toEqual([])
  expect(of('ALTER TABLE jobs RENAME TO tasks')[0]).toContain("rows with kind 'prune' or 'weed'")
})
