import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../discovery/memory-files.ts'
import { findLayout } from './index.ts'
import type { ScriptSource } from './layout.ts'

async function scripts(
  layout: string,
  text: string,
): Promise<readonly (readonly [string | undefined, string | undefined, string])[]> {
  const { migrations } = await findLayout(layout).arrange(['m/1_a.sql'], memoryFiles({ 'm/1_a.sql': text }))
  const cut = (source: ScriptSource | undefined): string | undefined =>
    source &&
    (source.sections ?? [[0, text.length] as const])
      .map(([start, end]) =>
        (source.holes ?? []).reduceRight(
          (code, [from, to]) =>
            from < start || to > end ? code : `${code.slice(0, from - start)}~${code.slice(to - start)}`,
          text.slice(start, end),
        ),
      )
      .join('|')
  return migrations.map(({ up, down }) => [cut(up), cut(down), up.transaction])
}

describe('sections of one file', () => {
  test.each([
    ['dbmate', '-- migrate:up\nA;\n-- migrate:down\nB;\n', 'A;\n', 'B;\n', 'script'],
    ['dbmate', '\uFEFF-- migrate:up transaction:false\r\nA;\r\n', 'A;\r\n', undefined, 'none'],
    [
      'dbmate',
      '-- migrate:up\nA;\n-- migrate:down\nB;\n-- migrate:up\nC;\n-- migrate:down\nD;',
      'A;\n|C;\n',
      'B;\n|D;',
      'script',
    ],
    [
      'dbmate',
      " -- migrate:up\n-- migrate:upper\n-- migrate:up\nSELECT '\n-- migrate:down\n';",
      "SELECT '\n",
      "';",
      'script',
    ],
    ['goose', '-- +goose NO TRANSACTION\n-- +GOOSE up\nA;\n-- +goose Down\nB;', 'A;\n', 'B;', 'none'],
    ['goose', '-- +goose Down\nB;', '', 'B;', 'script'],
    ['sql-migrate', '-- +migrate Up notransaction\nA;\n-- +migrate Down\nB;', 'A;\n', 'B;', 'none'],
    [
      'sql-migrate',
      '-- +migrate Up\nA;\n-- +migrate down\nB;',
      'A;\n-- +migrate down\nB;',
      undefined,
      'script',
    ],
    ['sql-migrate', '-- +migrate Up NoTransaction\nA;', 'A;', undefined, 'script'],
    ['node-pg-migrate', 'A;\n-- Down Migration\nB;', 'A;\n-- Down Migration\nB;', 'B;', 'batch'],
    ['node-pg-migrate', '-- Down Migration\nB;\n-- Up Migration\nA;', 'A;', 'B;\n', 'batch'],
    ['node-pg-migrate', '-- Up Migration\nA;\n  --- Down Migration\nB;', 'A;\n', 'B;', 'batch'],
    ['node-pg-migrate', 'A;', 'A;', undefined, 'batch'],
    [
      'mybatis',
      '-- // a\nA;\n -- //@UNDO\nB;\n-- //@UNDO\n',
      '-- // a\nA;\n',
      ' -- //@UNDO\nB;\n-- //@UNDO\n',
      'script',
    ],
    [
      'mybatis',
      '-- @DELIMITER //\nA;\nB; //\n-- @DELIMITER ;\nC;\n',
      '-- @DELIMITER //\nA;\nB; |-- @DELIMITER ;\nC;\n',
      undefined,
      'script',
    ],
    ['dbmate', 'CREATE TABLE a (id int);', 'CREATE TABLE a (id int);', undefined, 'script'],
  ])('%s %j', async (layout, text, up, down, transaction) => {
    expect(await scripts(layout, text)).toEqual([[up, down, transaction]])
  })

  test('liquibase: a rollback is SQL after its comment marker', async () => {
    const text = `--liquibase formatted sql
--changeset ann:1 runInTransaction:false
A;
--rollback B;
--rollback C;
--changeset ann:2
D;
/* liquibase rollback
E;
*/
--changeset ann:3
F;
--rollback empty
`
    expect(await scripts('liquibase', text)).toEqual([
      ['A;\n', 'B;\n~C;\n', 'none'],
      ['D;\n', 'E;\n', 'script'],
      ['F;\n', '', 'script'],
    ])
  })
})

test('liquibase: an end delimiter cuts the script and is not read', async () => {
  const text = `--liquibase formatted sql
--changeset ann:1 endDelimiter:// dbms:mysql
A//
B;
END
//
C;
`
  expect(await scripts('liquibase', text)).toEqual([['A|B;\nEND\n|C;\n', undefined, 'script']])
})

test('liquibase: ignored lines, a reason for no rollback, a rollback that ends on a line of SQL', async () => {
  const text = `--liquibase formatted sql
--ignoreLines:1
--changeset ann:0
--changeset ann:1
A;
--ignoreLines:start
B;
--ignoreLines:end
C;
--rollback not required: the rows stay
--changeset ann:2
D;
/* liquibase rollback
E; */
`
  expect(await scripts('liquibase', text)).toEqual([
    ['A;\n|C;\n', '', 'script'],
    ['D;\n', 'E; ', 'script'],
  ])
})

test('liquibase: the lines of a rollback are one script, up to its delimiter', async () => {
  const text = `--liquibase formatted sql
--changeset ann:1 endDelimiter:"\\n/" dbms:mysql
A
/
--rollback CREATE TABLE b (
--rollback   c int);
--rollback D
--rollback /
--rollback E
--changeset ann:2
F;
--rollback changesetId:1 changesetAuthor:ann
--changeset ann:3
G;
--rollback changesetId:9 changesetAuthor:bob
`
  expect(await scripts('liquibase', text)).toEqual([
    ['A\n', 'CREATE TABLE b (\n~  c int);\n~D\n~|E\n', 'script'],
    ['F;\n', 'A\n', 'script'],
    ['G;\n', 'changesetId:9 changesetAuthor:bob\n', 'script'],
  ])
})

test.each([
  ['--! Previous: sha1:a\n--! Hash: sha1:b\n\n--! no-transaction\nA;', 'none'],
  ['--! no-transaction\nA;', 'none'],
  ['A;\n--! no-transaction\nB;', 'script'],
])('graphile-migrate %j', async (text, transaction) => {
  const path = 'm/committed/000001.sql'
  const { migrations } = await findLayout('graphile-migrate').arrange([path], memoryFiles({ [path]: text }))
  expect(migrations.map(({ up }) => up.transaction)).toEqual([transaction])
})

test.each([
  [undefined, 'script'],
  ['[a]\n', 'none'],
  ['run_in_transaction = false', 'none'],
  ['run_in_transaction = true', 'script'],
])('diesel, metadata.toml %j', async (settings, transaction) => {
  const files = memoryFiles({
    'm/1_a/up.sql': '',
    ...(settings !== undefined && { 'm/1_a/metadata.toml': settings }),
  })
  const { migrations } = await findLayout('diesel').arrange(['m/1_a/up.sql'], files)
  expect(migrations.map(({ up }) => up.transaction)).toEqual([transaction])
})

test.each([
  ['auto_commit=false', 'script'],
  ['auto_commit = true', 'none'],
  ['# auto_commit=true', 'script'],
])('mybatis, development.properties %j', async (settings, transaction) => {
  const path = 'db/scripts/1_a.sql'
  const files = memoryFiles({ [path]: '-- //@UNDO\n', 'db/environments/development.properties': settings })
  const { migrations } = await findLayout('mybatis').arrange([path], files)
  expect(migrations.map(({ up }) => up.transaction)).toEqual([transaction])
})

test('a Knex file outside transactions says so; a file that cannot be read is still listed', async () => {
  const files = memoryFiles({
    'm/1_a.js': 'exports.up = 1\nexports.config = { transaction: false }',
    'm/2_b.js': 'exports.up = 2',
  })
  const { migrations } = await findLayout('knex').arrange(
    ['m/1_a.js', 'm/2_b.js', 'm/3_unreadable.js'],
    files,
  )
  expect(migrations.map(({ name, up }) => `${name} ${up.transaction}`)).toEqual([
    '1_a.js none',
    '2_b.js batch',
    '3_unreadable.js batch',
  ])
})
