import { expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { memoryFiles } from '../../discovery/memory-files.ts'
import { flyway } from '../../layouts/flyway.ts'
import type { Layout } from '../../layouts/layout.ts'
import { plain } from '../../layouts/plain.ts'
import type { DialectName } from '../../migration/migration.ts'
import { readMigrations } from '../read-migrations.ts'

/** What the last of the migrations does. */
async function lastOf(dialect: DialectName, ...scripts: readonly string[]) {
  return lastIn(
    Object.fromEntries(scripts.map((text, index) => [`m/${index + 1}.sql`, text])),
    plain,
    dialect,
  )
}

async function lastIn(files: Readonly<Record<string, string>>, layout: Layout, dialect: DialectName) {
  const projectFiles = memoryFiles(files)
  const arranged = await layout.arrange(Object.keys(files), projectFiles)
  await dialects[dialect].load()
  const { migrations } = await readMigrations({
    migrations: arranged.migrations.map(file => ({ file, pending: true })),
    ...(arranged.ranBefore && { ranBefore: arranged.ranBefore }),
    projectFiles,
    layout: layout.name,
    dialect: dialects[dialect],
    root: '/',
    knex: {},
  })
  return migrations
    .at(-1)
    ?.up.statements.flatMap(({ operations }) => operations)
    .map(operation => [
      operation.kind,
      ...('table' in operation ? [operation.table] : []),
      ...(operation.kind === 'run-code' && operation.dynamic ? ['not seen'] : []),
    ])
}

const prune = 'CREATE FUNCTION prune() RETURNS void LANGUAGE sql AS $$ DELETE FROM carts WHERE old $$;'

test('a routine of an earlier migration does what its body does', async () => {
  expect(await lastOf('postgres', prune, 'SELECT prune();')).toEqual([['run-code'], ['delete-rows', 'carts']])
})

test('what builds its SQL at run time is not seen, wherever it was made', async () => {
  const body = "BEGIN EXECUTE format('DROP TABLE %I', name); END"
  const made = `CREATE PROCEDURE wipe(name text) LANGUAGE plpgsql AS $$ ${body} $$;`
  expect(await lastOf('postgres', made, "CALL wipe('carts');")).toEqual([
    ['run-code'],
    ['run-code', 'not seen'],
  ])
})

test('the body that was written last counts', async () => {
  const again = prune.replace('CREATE', 'CREATE OR REPLACE').replace('carts', 'orders')
  expect(await lastOf('postgres', prune, again, 'SELECT prune();')).toContainEqual(['delete-rows', 'orders'])
  expect(await lastOf('postgres', prune, `${again} SELECT prune();`)).not.toContainEqual([
    'delete-rows',
    'carts',
  ])
})

test('a routine that was dropped is not known', async () => {
  expect(await lastOf('postgres', prune, 'DROP FUNCTION prune;', 'SELECT prune();')).toContainEqual([
    'run-code',
    'not seen',
  ])
})

test('MySQL', async () => {
  const made = 'CREATE PROCEDURE prune() DELETE FROM carts WHERE old;'
  expect(await lastOf('mysql', made, 'CALL prune();')).toEqual([['run-code'], ['delete-rows', 'carts']])
})

test("Flyway's callbacks make code before the migrations, and not after them", async () => {
  const call = { 'm/V1__prune.sql': 'CALL prune();' }
  const made = 'CREATE PROCEDURE prune() DELETE FROM carts WHERE old;'
  const seen = [['run-code'], ['delete-rows', 'carts']]
  for (const name of ['beforeMigrate.sql', 'beforeMigrate__procedures.sql', 'beforeEachMigrate.sql']) {
    expect(await lastIn({ ...call, [`m/${name}`]: made }, flyway, 'mysql')).toEqual(seen)
  }
  expect(await lastIn({ ...call, 'm/afterMigrate.sql': made }, flyway, 'mysql')).toEqual([
    ['run-code', 'not seen'],
  ])
})
