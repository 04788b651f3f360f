import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from '../schema/replay.ts'
import { withTableInName } from './table-in-index-name.ts'

async function tableOf(index: string): Promise<string | undefined> {
  const dialect = dialects.sqlite
  await dialect.load()
  const file = '1.sql'
  const sql = 'CREATE TABLE t (a int, a_a int, score int);'
  const up = readSqlScript({ file, transaction: 'script' }, sql, dialect)
  const migration = {
    layout: 'plain',
    dialect: 'sqlite',
    downExpected: false,
    name: '1',
    file,
    pending: false,
    up,
  } as const
  const [replayed] = replay([migration], dialect.semantics)
  const need = replayed && withTableInName({ what: 'index', name: index }, replayed.up.after)
  return need?.what === 'index' ? need.table : undefined
}

test.each([
  ['t_score_index', 't'],
  ['idx_t_a_score', 't'],
  ['idx_t_a_a_a', 't'],
  ['idx_t_other', undefined],
  ['t_score', undefined],
  // Columns that begin each other: every way to read it would be tried.
  [`idx_t_${'a_'.repeat(5000)}other`, undefined],
])('%s', async (index, table) => {
  expect(await tableOf(index)).toBe(table)
})
