import { expect, test } from 'vitest'
import { scanKnexfile } from './scan-knexfile.ts'

test.each([
  [
    "module.exports = { client: 'mysql2', migrations: { directory: './db/migrations' } }",
    'mysql',
    ['./db/migrations'],
  ],
  [
    "export default { client: 'pg', migrations: { directory: join(__dirname, '/src/db') }, seeds: { directory: './s' } }",
    'postgres',
    ['/src/db'],
  ],
  [
    "const dir = '../migrations'\nmodule.exports = { migrations: {\n directory: dir,\n } }",
    undefined,
    ['../migrations'],
  ],
  [
    "module.exports = { development: { client: 'sqlite3' }, production: { client: 'pg', migrations: { directory: ['./a', './b'] } } }",
    'postgres',
    ['./a', './b'],
  ],
  [
    "module.exports = { client: process.env.DB, migrations: { tableName: 'x' }, seeds: { directory: './s' } }",
    undefined,
    [],
  ],
])('%s', (text, dialect, folders) => {
  const scanned = scanKnexfile(text)
  expect(scanned.client?.dialect).toBe(dialect)
  expect(scanned.folders).toEqual(folders)
})
