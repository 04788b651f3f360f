import { expect, test } from 'vitest'
import { flyway } from '../layouts/flyway.ts'
import { plain } from '../layouts/plain.ts'
import type { DialectName } from '../migration/migration.ts'
import { memoryFiles } from './memory-files.ts'
import { runnerWithoutStrictMode } from './sql-mode-of-runner.ts'

function runner(
  code: Readonly<Record<string, string>>,
  dialect: DialectName = 'mysql',
  layout = plain,
): ReturnType<typeof runnerWithoutStrictMode> {
  const file = 'upgrader/streams/1.sql'
  const migrations = [
    { name: '1', file, format: 'sql', up: { file, transaction: 'none' }, downExpected: false } as const,
  ]
  return runnerWithoutStrictMode({ layout, dialect, migrations }, memoryFiles({ [file]: '', ...code }))
}

const reads = '$sql = file_get_contents($file);'

test.each([
  ['the empty mode', `${reads} db_query('SET SESSION SQL_MODE =""');`, "''"],
  ['in quotes that are escaped', `${reads} db_query('SET @@session.sql_mode = \\'\\'');`, "''"],
  ['a mode without STRICT', `${reads} db_query("SET sql_mode = 'ANSI_QUOTES'");`, "'ANSI_QUOTES'"],
  ['a strict mode', `${reads} db_query("SET sql_mode = 'STRICT_ALL_TABLES'");`, undefined],
  ['once so and once so', `${reads} q("SET sql_mode=''"); q("SET sql_mode='TRADITIONAL'");`, undefined],
  ['of a variable', `${reads} q("SET sql_mode=''"); q('SET SESSION sql_mode = %s', $mode);`, undefined],
  ['for every session', `${reads} db_query("SET GLOBAL sql_mode = ''");`, undefined],
  ['in a file that reads none', `db_query("SET SESSION sql_mode = ''");`, undefined],
])("the project's own runner sets sql_mode: %s", async (_, text, mode) => {
  expect((await runner({ 'include/class.setup.php': text }))?.mode).toBe(mode)
})

test('not where a tool runs the files, on another engine, or in a test', async () => {
  const text = `${reads} db_query("SET sql_mode = ''");`
  expect(await runner({ 'setup.php': text }, 'mysql', flyway)).toBeUndefined()
  expect(await runner({ 'setup.php': text }, 'postgres')).toBeUndefined()
  expect(await runner({ 'tests/setup.php': text })).toBeUndefined()
  expect((await runner({ 'setup.php': text }, 'mariadb'))?.file).toBe('setup.php')
})
