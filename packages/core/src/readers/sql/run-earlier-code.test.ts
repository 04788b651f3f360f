import { expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { memoryFiles } from '../../discovery/memory-files.ts'
import { plain } from '../../layouts/plain.ts'
import type { DialectName } from '../../migration/migration.ts'
import { readMigrations } from '../read-migrations.ts'

/** What the last of the migrations does. */
async function lastOf(dialect: DialectName, ...scripts: readonly string[]) {
  const files = Object.fromEntries(scripts.map((text, index) => [`m/${index + 1}.sql`, text]))
  const projectFiles = memoryFiles(files)
  const arranged = await plain.arrange(Object.keys(files), projectFiles)
  await dialects[dialect].load()
  const { migrations } = await readMigrations({
    migrations: arranged.migrations.map(file => ({ file, pending: true })),
    projectFiles,
    layout: 'plain',
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
