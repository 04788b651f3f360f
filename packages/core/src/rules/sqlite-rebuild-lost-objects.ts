import type { Index } from '../operations/column.ts'
import { objectsNamed, objectsOn } from '../schema/find-objects.ts'
import { columnsOf, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { listWords } from './list-words.ts'
import { rebuildAt } from './rebuild.ts'
import type { Rule } from './rule.ts'

export const sqliteRebuildLostObjects: Rule = {
  id: 'sqlite-rebuild-lost-objects',
  category: 'compatibility',
  severity: 'warning',
  title: 'A table is built anew and its indexes, triggers or constraints are not.',
  why: `DROP TABLE takes the indexes and triggers of the old table along. If the script does not make them again,
queries get slow, and what a trigger or a UNIQUE kept in order is kept no more.`,
  instead: `Create every index and trigger again after the rename, and repeat every constraint in the new table. Compare
with SELECT sql FROM sqlite_master WHERE tbl_name = ….`,
  sources: ['SQLite, ALTER TABLE, Making Other Kinds Of Table Schema Changes'],
  examples: {
    flagged: [
      {
        title: 'an index that is not made again',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE INDEX users_email ON users (email)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '');
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '');
INSERT INTO users_new (id, email) SELECT id, coalesce(email, '') FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_email ON users (email);`,
      },
    ],
    allowed: [
      {
        title: 'the index is made again',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE INDEX users_email ON users (email)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '');
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_email ON users (email);`,
      },
      {
        title: 'the index is made again under another name',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE INDEX members_email ON users (email DESC)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '');
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_email ON users (email DESC);`,
      },
    ],
  },

  checkOperation: {
    'drop-table'(operation, context) {
      const rebuild = rebuildAt(operation, context)
      const result = findTable(context.replayedScript.after, operation.table)
      if (rebuild === undefined || result === undefined) return undefined
      const lost = [
        ...lostIndexes(rebuild.old, result),
        ...lostConstraints(rebuild.old, result),
        ...lostTriggers(operation.table, context.before, context.replayedScript.after),
      ]
      if (lost.length === 0) return undefined
      return {
        message: `The rebuild of ${operation.table} does not bring back ${listWords(lost)}.`,
        objects: [operation.table],
      }
    },
  },
}

function lostIndexes(old: Table, result: Table): readonly string[] {
  return old.indexes
    .filter(index => index.name !== undefined && !result.indexes.some(kept => isSameIndex(kept, index)))
    .filter(index =>
      index.parts.every(part => part.column === undefined || result.columns.has(part.column.toLowerCase())),
    )
    .map(index => `the index ${index.name}`)
}

/** By its name, or under another one over the same columns. */
function isSameIndex(a: Index, b: Index): boolean {
  return a.name === b.name || definition(a) === definition(b)
}

function definition({ unique, parts, where }: Index): string {
  return JSON.stringify({ unique, parts, where }).toLowerCase()
}

/** Counted by kind: SQLite's constraints seldom have names of their own. */
function lostConstraints(old: Table, result: Table): readonly string[] {
  const kinds = [
    ['check', 'a CHECK'],
    ['foreign-key', 'a foreign key'],
    ['unique', 'a UNIQUE constraint'],
    ['primary-key', 'the primary key'],
  ] as const
  return kinds.flatMap(([type, text]) => (applicable(old, type, result) > count(result, type) ? [text] : []))
}

/** Those whose columns are all still there; a constraint goes with its column. */
function applicable(old: Table, type: string, result: Table): number {
  const gone = [...old.columns.keys()].filter(key => !result.columns.has(key))
  return old.constraints.filter(constraint => {
    if (constraint.type !== type) return false
    const names = constraint.type === 'check' ? namesIn(constraint.expression) : columnsOf(constraint)
    return !names.some(name => gone.includes(name.toLowerCase()))
  }).length
}

function count(table: Table, type: string): number {
  return table.constraints.filter(constraint => constraint.type === type).length
}

function lostTriggers(table: string, before: SchemaState, after: SchemaState): readonly string[] {
  return objectsOn(before, table)
    .filter(isTrigger)
    .filter(({ name }) => !objectsNamed(after, name).some(isTrigger))
    .map(trigger => `the trigger ${trigger.name}`)
}

function isTrigger({ type }: { readonly type: string }): boolean {
  return type === 'trigger'
}
