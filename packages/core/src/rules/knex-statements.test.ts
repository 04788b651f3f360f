import { beforeAll, describe, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import type {
  DialectName,
  Migration,
  ReadingNote,
  RunnerTransaction,
  Script,
  Statement,
} from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from '../schema/replay.ts'
import type { Finding } from './finding.ts'
import { runRules } from './running/run-rules.ts'

// What only a reader of code can say of a statement, so that SQL alone cannot show it.

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

interface Read {
  readonly name?: string
  readonly dialect?: DialectName
  readonly pending?: boolean
  readonly up?: string
  readonly down?: string
  readonly transaction?: RunnerTransaction
  readonly separated?: true
  readonly marks?: Pick<Statement, 'rebuildsTable' | 'conditions' | 'inlined'> &
    Partial<Pick<Statement, 'operations'>>
  /** Of its statements, in order: under what the code runs each. */
  readonly under?: readonly (readonly string[])[]
  readonly reason?: string
  readonly notes?: readonly ReadingNote[]
}

function knexMigration({
  name = '2.js',
  dialect = 'sqlite',
  pending = true,
  up = '',
  down,
  ...rest
}: Read): Migration {
  const script = (text: string, marks: Read): Script => {
    const { transaction = 'script', separated, notes = [] } = rest
    const read = readSqlScript({ file: name, transaction }, text, dialects[dialect])
    const statements = read.statements.map((statement, at) => {
      const conditions = rest.under?.[at] ?? []
      const runs: Partial<Statement> = conditions.length === 0 ? {} : { conditions, runs: 'perhaps' }
      return { ...marked(statement, marks), ...runs }
    })
    return { ...read, notes, statements, ...(separated === undefined ? {} : { separated }) }
  }
  return {
    name,
    file: name,
    layout: 'knex',
    dialect,
    pending,
    downExpected: false,
    up: script(up, rest),
    ...(down === undefined ? {} : { down: script(down, {}) }),
  }
}

function marked(statement: Statement, { marks = {}, reason }: Read): Statement {
  const operations = statement.operations.map(operation =>
    operation.kind === 'unreadable' && reason !== undefined ? { ...operation, reason } : operation,
  )
  return { ...statement, operations, ...marks, reading: 'recorded' }
}

function told(...reads: readonly Read[]): readonly Finding[] {
  const migrations = reads.map(knexMigration)
  const dialect = dialects[migrations[0]?.dialect ?? 'sqlite']
  const run = runRules(replay(migrations, dialect.semantics), { traitsOf: name => dialects[name].traits() })
  return [...[...run.byMigration.values()].flat(), ...run.deploy]
}

const messages = (id: string, ...reads: readonly Read[]): readonly string[] =>
  told(...reads).flatMap(({ ruleId, message }) => (ruleId === id ? [message] : []))
const ids = (...reads: readonly Read[]): readonly string[] => told(...reads).map(({ ruleId }) => ruleId)

const given = (onDelete: string): Read => ({
  name: '1.js',
  pending: false,
  up: `CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER, plan TEXT);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ${onDelete});`,
})

describe('a table that Knex builds anew on SQLite', () => {
  const marks = { rebuildsTable: 'users' }
  const dropColumn: Read = { up: 'ALTER TABLE users DROP COLUMN age', marks }

  test.each([
    ['ON DELETE CASCADE', ['deletes the rows of carts']],
    ['ON DELETE SET NULL', ['empties carts.user_id']],
    ['ON DELETE SET DEFAULT', ['sets to their defaults carts.user_id']],
    ['ON DELETE RESTRICT', []],
    ['', []],
  ])('inside a transaction, %s', (onDelete, effects) => {
    expect(messages('knex-sqlite-alter-cascade', given(onDelete), dropColumn)).toEqual(
      effects.map(
        effect =>
          `Knex builds users anew here: dropping the old one ${effect}, if foreign keys are enforced.`,
      ),
    )
  })

  test.each<readonly [string, readonly Read[]]>([
    ['without a transaction', [given('ON DELETE CASCADE'), { ...dropColumn, transaction: 'none' }]],
    ['in place', [given('ON DELETE CASCADE'), { ...dropColumn, marks: {} }]],
    ['of a table that the deploy has made', [{ ...given('ON DELETE CASCADE'), pending: true }, dropColumn]],
  ])('%s nothing cascades', (_case, reads) => {
    expect(messages('knex-sqlite-alter-cascade', ...reads)).toEqual([])
  })

  test('without a foreign key, which Knex finds by its column, has lost what that one did', () => {
    const dropped = (column: string): Read => ({
      up: 'ALTER TABLE carts DROP COLUMN id',
      marks: {
        rebuildsTable: 'carts',
        operations: [
          {
            kind: 'drop-constraint',
            table: 'carts',
            type: 'foreign-key',
            columns: [column],
            ifExists: false,
            cascade: false,
          },
        ],
      },
    })
    expect(messages('drop-fk', given('ON DELETE CASCADE'), dropped('user_id'))).toEqual([
      'Without its foreign key on user_id, carts takes rows without a parent in users, and ON DELETE CASCADE is done by nobody.',
    ])
    const made = { ...given('ON DELETE CASCADE'), pending: true }
    expect(messages('drop-fk', made, dropped('user_id'))).toEqual([])
  })

  test('for a foreign key is not told as a lock: one writes at a time anyway', () => {
    const references = { table: 'users', columns: ['id'] }
    const constraint = { type: 'foreign-key', columns: ['user_id'], references } as const
    const operations = [{ kind: 'add-constraint', table: 'carts', constraint } as const]
    const addKey: Read = { up: 'SELECT 1', marks: { rebuildsTable: 'carts', operations } }
    expect(ids(given(''), addKey)).not.toContain('add-foreign-key')
    const others = { ...given(''), dialect: 'postgres' } as const
    expect(ids(others, { ...addKey, dialect: 'postgres' })).toContain('add-foreign-key')
  })

  test('needs no version that has the ALTER TABLE', () => {
    const setNotNull = 'ALTER TABLE users ALTER COLUMN age SET NOT NULL'
    expect(ids(given(''), { up: setNotNull })).toContain('version-gated')
    expect(ids(given(''), { up: setNotNull, marks })).not.toContain('version-gated')
  })

  test('needs no ALTER TABLE that SQLite has not', () => {
    const modify = 'ALTER TABLE users MODIFY age TEXT'
    expect(ids(given(''), { up: modify })).toContain('sqlite-unsupported-alter')
    expect(ids(given(''), { up: modify, marks })).not.toContain('sqlite-unsupported-alter')
  })
})

test('SQL that Knex makes wrong is an error, and not read in part', () => {
  const reason = 'Knex makes a wrong name for a CHECK that has none, which PostgreSQL refuses'
  const check = 'alter table "users" add constraint "users"_1 check (age > 0)'
  const findings = told({ dialect: 'postgres', up: check, reason })
  expect(findings.map(({ ruleId, severity, message }) => [ruleId, severity, message])).toEqual([
    ['knex-invalid-sql', 'error', `The database refuses this statement: ${reason}.`],
  ])
})

describe('what is noted of up and of down', () => {
  const note: ReadingNote = { kind: 'failed', message: 'Cannot find module "./columns".' }

  test('is told once for one file', () => {
    expect(messages('unreadable-file', { down: '', notes: [note] })).toEqual([note.message])
  })

  test('is told of each place', () => {
    const at = (line: number): ReadingNote => ({
      ...note,
      location: { line, column: 1, endLine: line, endColumn: 2 },
    })
    expect(messages('unreadable-file', { down: '', notes: [at(1), at(2)] })).toHaveLength(2)
  })
})

describe('a migration without a transaction', () => {
  const create = (name: string, transaction: RunnerTransaction, separated?: true): Read => ({
    name,
    dialect: 'postgres',
    up: `CREATE TABLE t${name.slice(0, 1)} (id int PRIMARY KEY)`,
    transaction,
    ...(separated === undefined ? {} : { separated }),
  })

  test('splits what Knex would run together', () => {
    expect(
      messages(
        'transaction-splits-batch',
        create('1.js', 'script', true),
        create('2.js', 'none'),
        create('3.js', 'script', true),
      ),
    ).toEqual([
      '2.js runs without a transaction, so that 2 other migrations of this deploy get one each instead of one together: after a failure the earlier ones stay done, and are recorded.',
    ])
  })

  test('splits nothing where each has its own anyway', () => {
    expect(messages('transaction-splits-batch', create('1.js', 'none'), create('2.js', 'script'))).toEqual([])
  })

  test('splits nothing where none has one', () => {
    expect(messages('transaction-splits-batch', create('1.js', 'none'), create('2.js', 'none'))).toEqual([])
  })
})

describe('a down that drops a table which was there before', () => {
  const users: Read = { name: '1.js', pending: false, up: 'CREATE TABLE users (id INTEGER PRIMARY KEY)' }

  test.each<readonly [string, Read, readonly string[]]>([
    [
      'speaks alone',
      { up: 'CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY)', down: 'DROP TABLE users' },
      ['down-touches-foreign-objects'],
    ],
    [
      'speaks alone of rows that up has changed',
      { up: 'INSERT INTO users (id) VALUES (1)', down: 'DROP TABLE IF EXISTS users' },
      ['down-touches-foreign-objects'],
    ],
    [
      'speaks where the code makes it only if it is missing',
      {
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        marks: { conditions: ["hasTable('users') is false"] },
        down: 'DROP TABLE IF EXISTS users',
      },
      ['down-touches-foreign-objects'],
    ],
    [
      'leaves it to the comparison of schemas where that has more to say',
      { up: 'CREATE TABLE carts (id INTEGER PRIMARY KEY)', down: 'DROP TABLE users' },
      ['down-does-not-restore-schema', 'down-loses-data'],
    ],
  ])('%s', (_case, read, expected) => {
    const own = ids(users, read).filter(id => id.startsWith('down-'))
    expect(own).toEqual(expected)
  })
})

test('what is suggested has the values that the code binds', () => {
  const up = 'UPDATE users SET plan = $1'
  const marks = { inlined: "UPDATE users SET plan = 'free'" }
  const reads = [
    { ...given(''), dialect: 'postgres' as const },
    { dialect: 'postgres' as const, up, marks },
  ]
  const [found] = told(...reads).filter(({ ruleId }) => ruleId === 'update-without-where')
  expect(found?.suggestion?.sql).toMatch(/^CREATE TABLE .*;\nUPDATE users SET plan = 'free';$/)
})

test.each([
  ['a constant', "'a'", []],
  ['what rows have, which the code has read', "'unknown_value_of_code'", ['ddl-plus-backfill-same-txn']],
])('the key of one row, bound to a placeholder: %s', (_case, value, expected) => {
  const dialect = 'postgres'
  const made = 'CREATE TABLE plans (code text PRIMARY KEY, name text)'
  const altered = { up: 'ALTER TABLE plans ADD COLUMN extra text', name: '2.js' }
  const up = 'UPDATE plans SET extra = $1 WHERE code = $2'
  const marks = { inlined: `UPDATE plans SET extra = 'x' WHERE code = ${value}` }
  const found = ids(
    { dialect, up: made, name: '1.js', pending: false },
    { dialect, transaction: 'batch', ...altered },
    { dialect, transaction: 'batch', up, marks, name: '3.js' },
  )
  expect(found.filter(id => id === 'ddl-plus-backfill-same-txn')).toEqual(expected)
})

test.each<readonly [string, readonly string[], readonly string[], number]>([
  ['both under the same', ['rows is some'], ['rows is some'], 1],
  ['the UPDATE under another one too', ['rows is some'], ['rows is some', 'search is hit'], 1],
  ['the ALTER under another one', ['rows is some', 'search is hit'], ['rows is some'], 0],
  ['the ALTER alone', ['rows is some'], [], 0],
])('a lock that code takes on a condition is held where that holds: %s', (_case, one, other, count) => {
  const dialect = 'postgres'
  const found = ids(
    { dialect, name: '1.js', pending: false, up: 'CREATE TABLE users (id int PRIMARY KEY, plan text)' },
    {
      dialect,
      transaction: 'batch',
      up: 'ALTER TABLE users ADD COLUMN tariff text; UPDATE users SET tariff = plan WHERE plan IS NOT NULL',
      under: [one, other],
    },
  )
  expect(found.filter(id => id === 'ddl-plus-backfill-same-txn')).toHaveLength(count)
})
