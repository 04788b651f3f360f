import { expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { memoryFiles } from '../../discovery/memory-files.ts'
import { findLayout } from '../../layouts/index.ts'
import { readMigrations } from '../read-migrations.ts'

async function told(layout: string, text: string): Promise<readonly string[]> {
  const projectFiles = memoryFiles({ 'm/20240101000000_a.sql': text })
  const { migrations: files } = await findLayout(layout).arrange(['m/20240101000000_a.sql'], projectFiles)
  const { migrations } = await readMigrations({
    migrations: files.map(file => ({ file, pending: true })),
    projectFiles,
    layout,
    dialect: dialects.sqlite,
    root: '/',
    knex: {},
  })
  return migrations.flatMap(({ up, down }) =>
    [...up.notes, ...(down?.notes ?? [])]
      .filter(({ kind }) => kind === 'directive')
      .map(({ message, location }) => `${location?.line ?? 'file'}: ${message}`),
  )
}

const comment = (marker: string, layout: string) =>
  `"${marker}" is a comment to ${layout}: what stands below it runs with what stands above.`

test.each([
  [
    'goose',
    '-- +migrate Up\nCREATE TABLE a (b int);\n-- +migrate Down\nDROP TABLE a;',
    'file: goose stops here: no line of the file is "-- +goose Up".',
  ],
  [
    'goose',
    '  -- +goose Up\nCREATE TABLE a (b int);',
    'file: goose stops here: no line of the file is "-- +goose Up".',
  ],
  [
    'goose',
    '-- +goose Down\nDROP TABLE a;\n-- +goose Up\nCREATE TABLE a (b int);',
    'file: goose stops here: "-- +goose Up" has to be the first marker.',
  ],
  ['dbmate', 'CREATE TABLE a (b int);', 'file: dbmate stops here: no line of the file is "-- migrate:up".'],
  [
    'dbmate',
    '-- migrate:up\nCREATE TABLE a (b int);\n-- migrate: down\nDROP TABLE a;',
    `3: ${comment('-- migrate: down', 'dbmate')}`,
  ],
  [
    'sql-migrate',
    '-- +migrate Up\nCREATE TABLE a (b int);\n-- +migrate down\nDROP TABLE a;',
    `3: ${comment('-- +migrate down', 'sql-migrate')}`,
  ],
  [
    'supabase',
    'CREATE TABLE a (b int);\n-- migrate: down\nDROP TABLE a;',
    `2: ${comment('-- migrate: down', 'supabase')} If dbmate runs this file, give --layout dbmate.`,
  ],
  [
    'plain',
    'CREATE TABLE a (b int);\n-- //@UNDO\nDROP TABLE a;',
    `2: ${comment('-- //@UNDO', 'plain')} If mybatis runs this file, give --layout mybatis.`,
  ],
  [
    'plain',
    '-- +goose Up\nCREATE TABLE a (b int);\n-- +goose Down\nDROP TABLE a;',
    `3: ${comment('-- +goose Down', 'plain')} If goose runs this file, give --layout goose.`,
  ],
  [
    'supabase',
    'CREATE TABLE a (b int);\n-- +micrate Down\nDROP TABLE a;',
    `2: ${comment('-- +micrate Down', 'supabase')}`,
  ],
  ['flyway', 'CREATE TABLE a (b int);', undefined],
  ['prisma', '-- Migrate: rows move to a\nCREATE TABLE a (b int);', undefined],
  ['supabase', 'CREATE TABLE a (b int);\n-- migrate: down\n-- DROP TABLE a;', undefined],
  [
    'goose',
    '-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE a (b int);\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE a;',
    undefined,
  ],
  [
    'sql-migrate',
    '-- +migrate Up notransaction\n-- +migrate StatementBegin\nCREATE TABLE a (b int);\n-- +migrate StatementEnd\n-- +migrate Down\nDROP TABLE a;',
    undefined,
  ],
  [
    'node-pg-migrate',
    'CREATE TABLE a (b int);\n-- Down Migration\nDROP TABLE a;',
    `2: ${comment('-- Down Migration', 'node-pg-migrate')}`,
  ],
  [
    'node-pg-migrate',
    '-- Up Migration\nCREATE TABLE a (b int);\n-- Down Migration\nDROP TABLE a;',
    undefined,
  ],
])('markers of %s: %j', async (layout, text, expected) => {
  expect(await told(layout, text)).toEqual(expected === undefined ? [] : [expected])
})
