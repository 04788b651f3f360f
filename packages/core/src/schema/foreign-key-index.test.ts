import { randomBytes } from 'node:crypto'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { beforeAll, describe, expect, test } from 'vitest'
import { mariadb } from '../dialects/mysql/index.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'
import { findTable } from './lookup.ts'

const parent = 'CREATE TABLE p (id int PRIMARY KEY, a int, b int, KEY ab (a, b))'
const withKey = 'CREATE TABLE t (id int, x int, y int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id))'

/** Statements, and the indexes of `t` after them. */
const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['CREATE TABLE t (x int, FOREIGN KEY (x) REFERENCES p (id))'], ['x (x)']],
  [[withKey], ['fk (x)']],
  [['CREATE TABLE t (x int, CONSTRAINT fk FOREIGN KEY idx (x) REFERENCES p (id))'], ['fk (x)']],
  [['CREATE TABLE t (x int, FOREIGN KEY idx (x) REFERENCES p (id))'], ['idx (x)']],
  [['CREATE TABLE t (x int REFERENCES p (id))'], ['x (x)']],
  [['CREATE TABLE t (x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id), KEY kx (x))'], ['kx (x)']],
  [
    ['CREATE TABLE t (id int, x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id), PRIMARY KEY (x, id))'],
    [],
  ],
  [[withKey, 'ALTER TABLE t ADD PRIMARY KEY (x)'], []],
  [[withKey, 'ALTER TABLE t ADD UNIQUE (x)'], ['x (x)']],
  [[withKey, 'ALTER TABLE t ADD INDEX k (x, id)'], ['k (x, id)']],
  [
    [withKey, 'CREATE INDEX fk ON t (x)', 'ALTER TABLE t ADD UNIQUE (x, y)'],
    ['fk (x)', 'x (x, y)'],
  ],
  [
    [withKey, 'ALTER TABLE t ADD INDEX k (id, x)'],
    ['fk (x)', 'k (id, x)'],
  ],
  [[withKey, 'ALTER TABLE t DROP FOREIGN KEY fk'], ['fk (x)']],
  [[withKey, 'ALTER TABLE t DROP FOREIGN KEY fk', 'ALTER TABLE t ADD INDEX k (x)'], ['k (x)']],
  [
    [withKey, 'ALTER TABLE t DROP FOREIGN KEY fk, ADD CONSTRAINT fk2 FOREIGN KEY (x) REFERENCES p (id)'],
    ['fk2 (x)'],
  ],
  [
    [
      withKey,
      'ALTER TABLE t DROP FOREIGN KEY fk',
      'ALTER TABLE t ADD CONSTRAINT fk2 FOREIGN KEY (x) REFERENCES p (id)',
    ],
    ['fk2 (x)'],
  ],
  [[withKey, 'ALTER TABLE t ADD CONSTRAINT fk2 FOREIGN KEY (x) REFERENCES p (a)'], ['fk2 (x)']],
  [[withKey, 'ALTER TABLE t ADD CONSTRAINT fk2 FOREIGN KEY (x, y) REFERENCES p (a, b)'], ['fk2 (x, y)']],
  [
    [
      'CREATE TABLE t (x int, y int, CONSTRAINT fk2 FOREIGN KEY (x, y) REFERENCES p (a, b))',
      'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (a)',
    ],
    ['fk2 (x, y)'],
  ],
  [
    [
      'CREATE TABLE t (x int, KEY kx (x))',
      'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id)',
    ],
    ['kx (x)'],
  ],
  [
    [
      'CREATE TABLE t (id int, x int, KEY kx (id, x))',
      'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id)',
    ],
    ['fk (x)', 'kx (id, x)'],
  ],
  [[withKey, 'ALTER TABLE t RENAME COLUMN x TO z'], ['fk (z)']],
  [
    [withKey, 'ALTER TABLE t RENAME INDEX fk TO other', 'ALTER TABLE t ADD INDEX k (x)'],
    ['k (x)', 'other (x)'],
  ],
  [[withKey, 'ALTER TABLE t DROP FOREIGN KEY fk, DROP COLUMN x'], []],
  [[withKey.replace('TABLE t', 'TABLE m'), 'CREATE TABLE t LIKE m'], ['fk (x)']],
  [
    [withKey.replace('TABLE t', 'TABLE m'), 'CREATE TABLE t LIKE m', 'ALTER TABLE t ADD INDEX k (x)'],
    ['k (x)'],
  ],
]

const server = { host: '127.0.0.1', port: 3306, user: 'root', password: '' } as const
const isOpen = (process.env.MIGRATION_LINT_REQUIRE_SERVERS ?? '') !== '' || (await isThere())

beforeAll(() => mariadb.load())

describe('the index that a foreign key makes', () => {
  test.each(cases)('replay: %j', (statements, indexes) => {
    const schema = [parent, ...statements]
      .flatMap(statement => mariadb.parse(statement).operations)
      .reduce(apply, emptySchema(mariadb.semantics, { complete: true }))
    const found = [...(findTable(schema, 't')?.indexes ?? [])]
    expect(
      found.map(({ name, parts }) => `${name} (${parts.map(part => part.column).join(', ')})`).sort(),
    ).toEqual(indexes)
  })

  test.skipIf(!isOpen)('MariaDB at 127.0.0.1:3306 does the same', async () => {
    const connection = await createConnection(server)
    const database = `migration_lint_${randomBytes(6).toString('hex')}`
    try {
      for (const [statements, indexes] of cases) {
        await connection.query(`CREATE DATABASE ${database}`)
        await connection.query(`USE ${database}`)
        for (const statement of [parent, ...statements]) await connection.query(statement)
        const [rows] = await connection.query<RowDataPacket[]>(
          `SELECT CONCAT(index_name, ' (', GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', '), ')') AS line
           FROM information_schema.statistics
           WHERE table_schema = '${database}' AND table_name = 't' AND index_name <> 'PRIMARY'
           GROUP BY index_name ORDER BY line`,
        )
        expect(
          rows.map(row => row.line),
          statements.join('; '),
        ).toEqual(indexes)
        await connection.query(`DROP DATABASE ${database}`)
      }
    } finally {
      await connection.query(`DROP DATABASE IF EXISTS ${database}`)
      await connection.end()
    }
  })
})

async function isThere(): Promise<boolean> {
  try {
    await (await createConnection({ ...server, connectTimeout: 2000 })).end()
    return true
  } catch {
    return false
  }
}
