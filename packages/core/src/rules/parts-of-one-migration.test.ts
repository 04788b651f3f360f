import { describe, expect, test } from 'vitest'
import { pop } from '../layouts/pop.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

/** One migration as popx's tool cuts it: one statement a file, each down script in the file of its number. */
function parts(
  title: string,
  pairs: readonly (readonly [up: string, down: string])[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.flatMap(([up, down], counter) => {
      const name = `m/20210410175418${String(counter).padStart(6, '0')}_${title}.sqlite3`
      return [
        [`${name}.up.sql`, up],
        [`${name}.down.sql`, down],
      ]
    }),
  )
}

const users = {
  'm/20200101000000000000_users.up.sql': `CREATE TABLE users (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE INDEX users_at ON users (at);`,
  'm/20200101000000000000_users.down.sql': 'DROP TABLE users;',
}

/** SQLite's rebuild on the way back, whose statements stand in the files from the last to the first. */
const rebuiltBack = (defaultOfAt: string): readonly (readonly [string, string])[] => [
  ['ALTER TABLE users ADD COLUMN nid TEXT;', 'ALTER TABLE _users_tmp RENAME TO users;'],
  ['CREATE INDEX users_nid ON users (nid);', 'DROP TABLE users;'],
  ['', 'INSERT INTO _users_tmp (id, at) SELECT id, at FROM users;'],
  ['', 'CREATE INDEX users_at ON _users_tmp (at);'],
  ['', `CREATE TABLE _users_tmp (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT ${defaultOfAt});`],
  ['', 'DROP INDEX users_nid;'],
  ['', 'DROP INDEX users_at;'],
]

async function told(files: Readonly<Record<string, string>>, applied = 1): Promise<readonly string[]> {
  const found = await findingsInLayout(pop, files, 'sqlite', applied)
  return found
    .filter(({ direction }) => direction === 'down')
    .map(({ ruleId, file, message }) => `${file.slice(16, 22)} ${ruleId}: ${message}`)
}

describe('the down scripts of parts are a chain from the last part to the first', () => {
  test('that restores the schema', async () => {
    expect(await told({ ...users, ...parts('network', rebuiltBack('CURRENT_TIMESTAMP')) })).toEqual([])
  })

  test('that leaves a difference: it is told once, where the table is made', async () => {
    expect(await told({ ...users, ...parts('network', rebuiltBack("'CURRENT_TIMESTAMP'")) })).toEqual([
      "000004 down-does-not-restore-schema: After up and down of 20210410175418_network (7 parts) the schema differs: column users.at: default is 'CURRENT_TIMESTAMP', was CURRENT_TIMESTAMP.",
    ])
  })

  test('that leaves out an index', async () => {
    const files = parts('network', [
      ['ALTER TABLE users ADD COLUMN nid TEXT;', ''],
      ['CREATE INDEX users_nid ON users (nid);', 'ALTER TABLE users DROP COLUMN nid;'],
      ['CREATE INDEX users_nids ON users (id, at);', 'DROP INDEX users_nid;'],
    ])
    expect(await told({ ...users, ...files })).toEqual([
      '000002 down-does-not-restore-schema: After up and down of 20210410175418_network (3 parts) the schema differs: index users_nids is left over.',
    ])
  })

  test('that does nothing', async () => {
    const files = parts('network', [
      ['ALTER TABLE users ADD COLUMN nid TEXT;', ''],
      ['CREATE INDEX users_nid ON users (nid);', '-- nothing'],
    ])
    expect(await told({ ...users, ...files })).toEqual([
      '000000 empty-down: The down script of 20210410175418_network (2 parts) does nothing: a rollback succeeds and undoes nothing.',
    ])
  })

  test('that has nothing to do, as up builds the table anew as it was', async () => {
    const files = parts('again', [
      ['CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);', ''],
      ['INSERT INTO t (id, at) SELECT id, at FROM users;', ''],
      ['DROP TABLE users;', ''],
      ['ALTER TABLE t RENAME TO users;', ''],
      ['CREATE INDEX users_at ON users (at);', ''],
    ])
    expect(await told({ ...users, ...files })).toEqual([])
  })

  test('whose second script has corrected the rows for the first', async () => {
    const files = parts('wider', [
      ['ALTER TABLE users ADD COLUMN nid TEXT;', 'CREATE UNIQUE INDEX users_at_uq ON users (at);'],
      ['DROP INDEX users_at_uq;', 'DELETE FROM users WHERE id > 9;'],
      ['', 'ALTER TABLE users DROP COLUMN nid;'],
    ])
    const before = {
      ...users,
      'm/20200102000000000000_users_uq.up.sql': 'CREATE UNIQUE INDEX users_at_uq ON users (at);',
      'm/20200102000000000000_users_uq.down.sql': 'DROP INDEX users_at_uq;',
    }
    expect(await told({ ...before, ...files }, 2)).toEqual([])
  })

  test('that loses rows: it is told once', async () => {
    const files = parts('dropped', [
      ['ALTER TABLE users ADD COLUMN nid TEXT;', 'ALTER TABLE users DROP COLUMN nid;'],
      ['DROP TABLE users;', 'CREATE INDEX users_at ON users (at);'],
      [
        '',
        'CREATE TABLE users (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, nid TEXT);',
      ],
    ])
    expect(await told({ ...users, ...files })).toEqual([
      '000002 down-loses-data: The down script does not bring back the rows of users.',
    ])
  })

  test('rows that go after the parts have built their table anew', async () => {
    const rebuild = (at: string): readonly string[] => [
      `CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT ${at});`,
      'INSERT INTO t (id, at) SELECT id, at FROM users;',
      'DROP TABLE users;',
      'ALTER TABLE t RENAME TO users;',
      'CREATE INDEX users_at ON users (at);',
    ]
    const ups = [...rebuild('1'), 'DELETE FROM users WHERE id = 5;']
    const downs = ['', ...rebuild('CURRENT_TIMESTAMP').toReversed()]
    const files = parts(
      'again',
      ups.map((up, at) => [up, downs[at] ?? ''] as const),
    )
    expect(await told({ ...users, ...files })).toEqual([
      expect.stringContaining(
        'down-loses-data: The down script does not bring back the deleted rows of users.',
      ),
    ])
  })
})

test('of parts that are applied in part, the pending ones are taken back', async () => {
  const files = parts('network', [
    ['ALTER TABLE users ADD COLUMN a TEXT;', 'ALTER TABLE users DROP COLUMN a;'],
    ['ALTER TABLE users ADD COLUMN b TEXT;', 'ALTER TABLE users DROP COLUMN c;'],
    ['ALTER TABLE users ADD COLUMN c TEXT;', 'ALTER TABLE users DROP COLUMN b;'],
  ])
  expect(await told({ ...users, ...files }, 2)).toEqual([])
})

test.each([
  ['another title', 'm/20210410175418000001_other.sqlite3'],
  ['another time', 'm/20210410175419000001_network.sqlite3'],
])('no parts of one: %s', async (_, second) => {
  const [first] = Object.keys(parts('network', [['', '']])).map(file => file.replace(/\.up\.sql$/, ''))
  const files = {
    [`${first}.up.sql`]: 'ALTER TABLE users ADD COLUMN a TEXT;',
    [`${first}.down.sql`]: 'ALTER TABLE users DROP COLUMN b;',
    [`${second}.up.sql`]: 'ALTER TABLE users ADD COLUMN b TEXT;',
    [`${second}.down.sql`]: 'ALTER TABLE users DROP COLUMN a;',
  }
  expect((await told({ ...users, ...files })).length).toBeGreaterThan(1)
})
