import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { Migration } from '../../migration/migration.ts'
import { readSqlScript } from '../../readers/sql/read-sql-script.ts'
import { replay } from '../../schema/replay.ts'
import { runRules } from '../running/run-rules.ts'

const { postgres } = dialects
beforeAll(() => postgres.load())

/** As statements that code has sent. */
function migration(file: string, text: string, pending = true): Migration {
  const script = readSqlScript({ file, transaction: 'script' }, text, postgres)
  const statements = script.statements.map(each => ({ ...each, reading: 'recorded' as const }))
  const up = { ...script, statements }
  return { name: file, file, layout: 'knex', dialect: 'postgres', pending, downExpected: false, up }
}

function told(...pending: readonly string[]): readonly string[] {
  const given = migration('1.js', `${posts}; CREATE TABLE notes (id int)`, false)
  const migrations = [given, ...pending.map((text, place) => migration(`${place + 2}.js`, text))]
  const run = runRules(replay(migrations, postgres.semantics), { traitsOf: () => postgres.traits() })
  return [...run.byMigration.values()]
    .flat()
    .flatMap(({ ruleId, severity, message }) => (ruleId === 'truncate' ? [`${severity} ${message}`] : []))
}

const posts = 'CREATE TABLE posts (id int, state text)'
const make = 'CREATE TABLE feeds (post_id int)'
const fill = "SELECT id FROM posts WHERE state = 'new'; INSERT INTO feeds (post_id) VALUES (1)"
const empty = 'TRUNCATE feeds'

test('rows that code has made in the same deploy are no older than that', () => {
  const other = 'DELETE FROM notes WHERE id = 1'
  expect(told(make, fill, other, empty)).toEqual([
    'info TRUNCATE deletes every row of feeds. The deploy itself makes feeds, and line 1 of 3.js puts rows in: none is older than that.',
  ])
})

test.each([
  ['what they were made from is gone', [make, fill, "DELETE FROM posts WHERE state = 'new'", empty]],
  ['it was written over', [make, fill, "UPDATE posts SET state = 'old'", empty]],
  ['the table is from before', ['SELECT 1', fill, empty]],
])('but where %s', (_, pending) => {
  expect(told(...pending).at(-1)).toMatch(/^error/)
})
