import { expect, test } from 'vitest'
import { goose } from '../layouts/goose.ts'
import { postgrator } from '../layouts/postgrator.ts'
import { sqlx } from '../layouts/sqlx.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const create = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);'

test.each([
  [sqlx, 'm/1_a.sql', `-- no-transaction\n${create}`],
  [postgrator, 'm/001.do.a.sql', create],
])('where a file is one query, two migrations are advised: $name', async (layout, file, sql) => {
  const told = await findingsInLayout(layout, { [file]: sql }, 'postgres')
  const suggestion = told.find(({ ruleId }) => ruleId === 'concurrent-index-invalid-retry')?.suggestion
  expect(suggestion).toMatchObject({
    sql: 'DROP INDEX CONCURRENTLY IF EXISTS users_email;',
    outsideTransaction: true,
    later: [{ sql: 'CREATE INDEX CONCURRENTLY users_email ON users (email);', outsideTransaction: true }],
  })
})

test('where one word is for up and down, CONCURRENTLY is left out of both', async () => {
  const of = async (down: string) => {
    const table = '-- +goose Up\nCREATE TABLE users (id int, email text);'
    const sql = `-- +goose NO TRANSACTION\n-- +goose Up\n${create}\n-- +goose Down\n${down};`
    const told = await findingsInLayout(goose, { 'm/1_a.sql': table, 'm/2_b.sql': sql }, 'postgres')
    return told.find(({ ruleId }) => ruleId === 'concurrent-index-invalid-retry')?.instead
  }
  expect(await of('DROP INDEX CONCURRENTLY users_email')).toMatch(
    /nothing is left of what fails\. Leave it out of the down script too, in line 5: it has the same transaction then\.$/,
  )
  expect(await of('DROP INDEX users_email')).toMatch(/nothing is left of what fails\.$/)
})

test('each index that a failed run leaves is dropped before its build', async () => {
  const build = (column: string) => `CREATE INDEX CONCURRENTLY users_${column} ON users (${column});`
  const drop = (column: string) => `DROP INDEX CONCURRENTLY IF EXISTS users_${column};`
  const told = await findingsInLayout(
    goose,
    {
      'm/1_a.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n${build('a')}\n${build('b')}\n${drop('c')}\n${build('c')}`,
    },
    'postgres',
  )
  const suggestion = told.find(({ ruleId }) => ruleId === 'concurrent-index-invalid-retry')?.suggestion
  expect(suggestion).toMatchObject({
    sql: `${drop('a')}\n${build('a')}`,
    later: [{ sql: `${drop('b')}\n${build('b')}`, outsideTransaction: true }],
  })
})
