import type { ObjectName } from '../operations/column.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const unloggedTable: Rule = {
  id: 'unlogged-table',
  category: 'data-loss',
  severity: 'warning',
  title: 'An unlogged table is empty after a crash, and on every replica.',
  why: 'PostgreSQL does not write its rows to the log: a crash empties it, and standby servers never have it.',
  instead: 'Leave UNLOGGED out, unless the rows can be made again at any time.',
  sources: ['PostgreSQL manual, CREATE TABLE, UNLOGGED'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      { title: 'a new table', up: 'CREATE UNLOGGED TABLE sessions (id int)' },
      {
        title: 'a table that has rows',
        given: 'CREATE TABLE logs (id int, line text)',
        up: 'ALTER TABLE logs SET UNLOGGED',
        instead: { noSql: 'the table stays as it is' },
      },
      {
        title: 'a table that refers to another one, which a logged table could not',
        given: 'CREATE UNLOGGED TABLE clients (id int PRIMARY KEY)',
        up: 'CREATE UNLOGGED TABLE queues (id int, client_id int REFERENCES clients (id))',
        instead: { noSql: 'the other table has to be logged first' },
      },
    ],
    allowed: [
      { title: 'an ordinary table', up: 'CREATE TABLE sessions (id int)' },
      {
        title: 'for the loading of its rows alone',
        up: `CREATE UNLOGGED TABLE prices (id int);
INSERT INTO prices SELECT generate_series(1, 1000);
ALTER TABLE prices SET LOGGED;`,
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, options, constraints }, { before, statement, atEnd }) => {
      if (options.unlogged === undefined || !staysUnlogged(table, atEnd)) return undefined
      const problem = { message: `${table} is empty after a crash.`, objects: [table] }
      const parents = constraints.flatMap(each =>
        each.type === 'foreign-key' &&
        findTable(before, each.references.table)?.options.unlogged !== undefined
          ? [each.references.table]
          : [],
      )
      if (parents.length > 0) {
        return {
          ...problem,
          instead: `Leave UNLOGGED out here and of ${listWords([...new Set(parents)])}, unless the rows can be made again at any time: a logged table cannot refer to one that is not.`,
        }
      }
      return {
        ...problem,
        suggestion: {
          title: 'Keep its rows in the log',
          sql: statement.text.replace(/(create\s+)unlogged\s+/i, '$1'),
        },
      }
    },
    'set-table-option': ({ table, option, value }, { effects, atEnd }) => {
      if (option !== 'logged' || !/^(?:false|off|no|unlogged)$/i.test(value)) return undefined
      if (!staysUnlogged(table, atEnd)) return undefined
      const now = effects.some(effect => effect.rewrite === true && effect.blocksReads === true)
        ? '; now, nobody can use it while its rows are written again'
        : ''
      return { message: `${table} is empty after a crash from now on${now}.`, objects: [table] }
    },
  },
}

/** Logged again, or dropped, by the end of the deploy: it was so for the loading of rows alone. */
function staysUnlogged(table: ObjectName, atEnd: SchemaState): boolean {
  return findTable(atEnd, table)?.options.unlogged !== undefined
}
