import type { Index } from '../operations/column.ts'
import type { Table } from '../schema/schema-state.ts'
import { isBeginning, plainColumns, plainKeys } from './keys/plain-keys.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const redundantIndex: Rule = {
  id: 'redundant-index',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'Another index serves as well.',
  why: `An index on (a, b) also finds rows by a alone. The second index costs every write and as much memory, and no query
is faster for it.`,
  instead: 'Leave the shorter index out, or drop it.',
  sources: [
    'PostgreSQL manual, 11.3 Multicolumn Indexes',
    'MySQL 8.4 manual, Multiple-Column Indexes',
    'SQLite, Query Planning, Multi-Column Indices',
  ],
  examples: {
    flagged: [
      {
        title: 'the beginning of an index that is there',
        given:
          'CREATE TABLE users (id bigint PRIMARY KEY, team int, name text); CREATE INDEX a ON users (team, name)',
        up: 'CREATE INDEX CONCURRENTLY b ON users (team)',
        transaction: 'none',
        instead: { noSql: 'the index is left out' },
      },
      {
        title: 'a longer one makes the old one redundant',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, team int, n int, KEY a (team))',
        up: 'CREATE INDEX b ON users (team, n)',
        instead: ['ALTER TABLE users DROP INDEX a, ADD INDEX b (team, n)'],
      },
      {
        title: 'the same as a unique constraint',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)',
        up: 'CREATE INDEX b ON users (email)',
        instead: { noSql: 'the index is left out' },
      },
    ],
    allowed: [
      {
        title: 'another order of columns',
        given:
          'CREATE TABLE users (id bigint PRIMARY KEY, team int, name text); CREATE INDEX a ON users (team, name)',
        up: 'CREATE INDEX CONCURRENTLY b ON users (name)',
        transaction: 'none',
      },
      {
        title: 'an index of some rows only',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, team int); CREATE INDEX a ON users (team)',
        up: 'CREATE INDEX CONCURRENTLY b ON users (team) WHERE team > 7',
        transaction: 'none',
      },
      {
        title: 'a unique index keeps rows apart',
        given:
          'CREATE TABLE users (id bigint PRIMARY KEY, team int, n int); CREATE INDEX a ON users (team, n)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY b ON users (team)',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'create-index'({ index }, { before, tableBefore }) {
      const table = tableBefore(index.table)
      const columns = table && plainColumns(index)
      if (table === undefined || columns === undefined) return undefined
      // IF NOT EXISTS: the index of that name is the one that is there.
      const others = plainKeys(table).filter(({ name }) => name !== index.name)
      const serving = index.unique
        ? undefined
        : others.find(other => isBeginning(columns, other.columns, before))
      if (serving !== undefined) return said(index, columns, serving.name, table)
      const served = others.find(other => !other.unique && isBeginning(other.columns, columns, before))
      return (
        served && {
          message: `${served.name} on (${listWords(served.columns)}) is served by the new index of ${table.name} as well.`,
          objects: [table.name],
          instead: `Drop ${served.name} when no query plan names it any more.`,
        }
      )
    },
  },
}

function said({ name = 'The index' }: Index, columns: readonly string[], serving: string, table: Table) {
  return {
    message: `${name} on (${listWords(columns)}) finds nothing that ${serving} of ${table.name} does not.`,
    objects: [table.name],
  }
}
