import { isDdl } from '../operations/classes.ts'
import { bareName } from '../operations/names.ts'
import { thingMade, thingsUsed } from '../operations/things-of.ts'
import { tableOfIndex } from '../schema/lookup.ts'
import type { Rule } from './rule.ts'

export const sqliteInternalObject: Rule = {
  id: 'sqlite-internal-object',
  category: 'compatibility',
  severity: 'error',
  title: "A table or an index of SQLite's own is dropped or altered, or its kind of name is used.",
  why: `Names that begin with sqlite_ belong to SQLite: nothing new may have one, and its own tables are neither dropped, altered
nor indexed. sqlite_autoindex_… is the index of a UNIQUE or PRIMARY KEY and goes with it alone. The statement fails, and the deploy
with it.`,
  instead: `Take another name. To be rid of a UNIQUE or PRIMARY KEY, build the table anew without it. To set the count of AUTOINCREMENT
back, DELETE the table's row in sqlite_sequence, or UPDATE it.`,
  sources: [
    'SQLite manual, CREATE TABLE (names that start with "sqlite_")',
    'SQLite, Database File Format, 2.6.2 Internal Schema Objects',
    'measured: SQLite 3.40.1',
  ],
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'the index of a UNIQUE',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)',
        up: 'DROP INDEX sqlite_autoindex_users_1',
        instead: {
          noSql:
            'the table is built anew without the UNIQUE, and whether duplicates are meant, no SQL can say',
        },
      },
      {
        title: 'the table that counts',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT)',
        up: 'DROP TABLE sqlite_sequence',
        instead: "DELETE FROM sqlite_sequence WHERE name = 'users'",
      },
      {
        title: 'a name that is taken for one of its own',
        dialect: 'sqlite',
        up: 'CREATE TABLE sqlite_users (id INTEGER PRIMARY KEY)',
        instead: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
      },
    ],
    allowed: [
      {
        title: 'the count set back',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT)',
        up: "UPDATE sqlite_sequence SET seq = 100 WHERE name = 'users'",
      },
      {
        title: 'statistics thrown away',
        dialect: 'sqlite',
        up: 'DROP TABLE IF EXISTS sqlite_stat1',
      },
    ],
  },

  checkAnyOperation(operation, { traits: { internalPrefix }, before }) {
    if (internalPrefix === undefined || !isDdl(operation) || operation.kind === 'reindex') return undefined
    const isInternal = (name: string): boolean => {
      const key = before.semantics.columnKey(bareName(name))
      return key.startsWith(internalPrefix) && !key.startsWith(`${internalPrefix}stat`)
    }
    const made = thingMade(operation)
    if (made !== undefined && made.what !== 'column' && isInternal(made.name)) {
      return {
        message: `The statement fails: ${made.name} is a name for SQLite's own objects.`,
        objects: [made.name],
      }
    }
    const used = thingsUsed(operation).find(({ what, name }) => what !== 'column' && isInternal(name))
    if (used === undefined) return undefined
    const table = used.what === 'index' ? tableOfIndex(before, used.name)?.name : used.name
    if ('ifExists' in operation && operation.ifExists === true && table === undefined) return undefined
    const how = operation.kind.startsWith('drop-') ? 'dropped' : 'changed'
    return {
      message:
        used.what === 'index'
          ? `The statement fails: ${used.name} is the index of a UNIQUE or PRIMARY KEY, which is not dropped alone.`
          : `The statement fails: SQLite does not let its own table ${used.name} be ${how}.`,
      objects: [table ?? used.name],
    }
  },
}
