import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { findMigrations } from '../discovery/find-migrations.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { readMigrations } from './read-migrations.ts'

test('a file of many changesets is read once', async () => {
  const changesets = Array.from({ length: 300 }, (_, id) => `--changeset ann:${id}\nDROP TABLE t${id};\n`)
  const contents = { 'changelog/a.sql': `--liquibase formatted sql\n${changesets.join('')}` }
  const { migrations: files } = await findMigrations({ paths: [], dialect: 'sqlite' }, memoryFiles(contents))
  let reads = 0
  const projectFiles = {
    ...memoryFiles(contents),
    async read() {
      reads += 1
      return contents['changelog/a.sql']
    },
  }
  const { migrations } = await readMigrations({
    migrations: files.map(file => ({ file, pending: true })),
    projectFiles,
    layout: 'liquibase',
    dialect: dialects.sqlite,
    root: '/',
    knex: {},
  })
  expect(migrations.map(({ up }) => up.statements.length)).toEqual(changesets.map(() => 1))
  expect(reads).toBe(1)
})
