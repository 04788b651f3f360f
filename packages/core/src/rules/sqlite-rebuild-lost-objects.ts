import type { Constraint, Index } from '../operations/column.ts'
import { objectsNamed, objectsOn } from '../schema/find-objects.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { columnsOf, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { hasUniqueKey } from './keys/unique-keys.ts'
import { isWrittenFromModel } from './names/written-from-model.ts'
import { placeOfColumn } from './objects/place-of-column.ts'
import { nameInUse, type Rebuild, rebuildAt } from './rebuilds/rebuild.ts'
import { attributesLostInRebuild, type LostInRebuild } from './rebuilds/rebuild-lost-attributes.ts'
import type { OperationContext, Problems, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { shortened } from './wording/shortened.ts'

export const sqliteRebuildLostObjects: Rule = {
  id: 'sqlite-rebuild-lost-objects',
  category: 'compatibility',
  severity: 'warning',
  title: 'A table is built anew without all that the old one had.',
  why: `DROP TABLE takes the indexes and triggers of the old table along. If the script does not make them again,
queries get slow, and what a trigger or a UNIQUE kept in order is kept no more. What the new CREATE TABLE does not repeat
(NOT NULL, DEFAULT, COLLATE, ON DELETE, STRICT) is gone as well. The count of AUTOINCREMENT is kept by the name of the table:
the new one goes on after the highest id that was copied, and gives ids out again that deleted rows had.`,
  instead: `Create every index and trigger again after the rename, and repeat every constraint in the new table. Compare
with SELECT sql FROM sqlite_master WHERE tbl_name = ….`,
  sources: [
    'SQLite, ALTER TABLE, Making Other Kinds Of Table Schema Changes',
    'SQLite, Autoincrement',
    'measured: SQLite 3.40.1',
  ],
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
      {
        title: 'what a column had besides its type',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code TEXT DEFAULT 'none' COLLATE NOCASE);`,
        up: `CREATE TABLE carts_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), code TEXT, total REAL);
INSERT INTO carts_new (id, user_id, code) SELECT id, user_id, code FROM carts;
DROP TABLE carts;
ALTER TABLE carts_new RENAME TO carts;`,
        instead: `CREATE TABLE carts_new (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code TEXT DEFAULT 'none' COLLATE NOCASE, total REAL);
INSERT INTO carts_new (id, user_id, code) SELECT id, user_id, code FROM carts;
DROP TABLE carts;
ALTER TABLE carts_new RENAME TO carts;`,
      },
      {
        title: 'a UNIQUE of more columns, which lets in what the old one kept out',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER, email TEXT UNIQUE)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team INTEGER, email TEXT, UNIQUE (team, email));
INSERT INTO users_new SELECT id, team, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team INTEGER, email TEXT UNIQUE, UNIQUE (team, email));
INSERT INTO users_new SELECT id, team, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a UNIQUE whose column is one of the key now',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (name TEXT PRIMARY KEY UNIQUE NOT NULL, plan TEXT)',
        up: `CREATE TABLE users_new (name TEXT NOT NULL, plan TEXT, team TEXT NOT NULL DEFAULT 'first', PRIMARY KEY (team, name));
INSERT INTO users_new (name, plan) SELECT name, plan FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (name TEXT UNIQUE NOT NULL, plan TEXT, team TEXT NOT NULL DEFAULT 'first', PRIMARY KEY (team, name));
INSERT INTO users_new (name, plan) SELECT name, plan FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a unique index that takes another column in',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER, email TEXT);
CREATE UNIQUE INDEX users_email ON users (email);`,
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team INTEGER, email TEXT);
INSERT INTO users_new SELECT id, team, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE UNIQUE INDEX users_email ON users (team, email);`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team INTEGER, email TEXT);
INSERT INTO users_new SELECT id, team, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE UNIQUE INDEX users_email ON users (email);
CREATE UNIQUE INDEX users_team_email ON users (team, email);`,
      },
      {
        title: 'the count of AUTOINCREMENT',
        dialect: 'sqlite',
        given: 'CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, total REAL)',
        up: `CREATE TABLE orders_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total REAL NOT NULL);
INSERT INTO orders_new (id, total) SELECT id, coalesce(total, 0) FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;`,
        instead: `CREATE TABLE orders_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total REAL NOT NULL);
INSERT INTO orders_new (id, total) SELECT id, coalesce(total, 0) FROM orders;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'orders') WHERE name = 'orders_new';
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;`,
      },
    ],
    allowed: [
      {
        title: 'a UNIQUE of more columns comes to one of fewer',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER, email TEXT, UNIQUE (team, email))',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, team INTEGER, email TEXT, UNIQUE (email));
INSERT INTO users_new SELECT id, team, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'the one thing that the rebuild is for',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'another default takes the place of NOT NULL with one',
        dialect: 'sqlite',
        given: "CREATE TABLE users (id INTEGER PRIMARY KEY, settings TEXT NOT NULL DEFAULT '')",
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, settings TEXT DEFAULT NULL, seen INTEGER);
INSERT INTO users_new (id, settings) SELECT id, settings FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
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
        title: 'a UNIQUE becomes a unique index',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE UNIQUE INDEX users_email ON users (email);`,
      },
      {
        title: 'a UNIQUE of the new table serves as the index did',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE); CREATE INDEX users_name ON users (name)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
INSERT INTO users_new SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
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
      const all = attributesLostInRebuild(rebuild.old, result, context.before.semantics)
      const attributes = isWrittenFromModel(context.migration) ? all.filter(notOfModel) : all
      const indexes = lostIndexes(rebuild.old, result)
      const objects = [
        ...indexes.map(({ name }) => `the index ${name}`),
        ...lostConstraints(rebuild.old, result, context.before),
        ...lostTriggers(operation.table, context.before, context.replayedScript.after),
      ]
      const lost = [...objects, ...attributes.map(({ text }) => text)]
      if (lost.length === 0)
        return givenUp(rebuild.old, result, context) ?? countLost(operation.table, rebuild, context)
      // NOT NULL alone is often dropped on purpose, which SQLite can only do by a rebuild.
      const isMeantPerhaps = objects.length === 0 && attributes.every(({ name }) => name === 'NOT NULL')
      return {
        message: `The rebuild of ${nameInUse(operation.table, context)} does not bring back ${listWords(lost)}.`,
        objects: [operation.table],
        ...(objects.length === 0 && writtenAt(attributes, rebuild, context)),
        ...(lost.length === indexes.length && madeAgain(indexes, context)),
        ...(isMeantPerhaps && {
          severity: 'info',
          instead: 'Repeat NOT NULL in the new table, unless NULL is wanted from now on.',
        }),
      }
    },
  },
}

/** As many keys as before, of other columns or of more. */
function givenUp(old: Table, result: Table, context: OperationContext): Problems {
  const { before: schema } = context
  const had = [
    ...old.constraints.filter(({ type }) => type === 'unique').map(columnsOf),
    ...old.indexes
      .filter(({ unique, where }) => unique && where === undefined)
      .map(({ parts }) => parts.flatMap(({ column }) => column ?? [])),
  ]
  const isLost = (columns: readonly string[]): boolean =>
    columns.length > 0 &&
    columns.every(column => result.columns.has(column.toLowerCase())) &&
    !hasUniqueKey(result, { columns }, schema)
  const [first, ...others] = had.filter(isLost)
  if (first === undefined) return undefined
  const wider = others.length === 0 ? widerKey(first, old, result) : undefined
  if (wider !== undefined) {
    const added = listWords(wider.filter(column => !holds(first, column)))
    return {
      message: `Two rows of ${nameInUse(old.name, context)} may have the same ${listWords(first)} where ${added} differs: UNIQUE (${first.join(', ')}) becomes a key of (${wider.join(', ')}).`,
      instead: `Let the code that reads one row by ${listWords(first)} name ${added} as well: it may find two from now on.`,
      severity: 'info',
      objects: [old.name],
    }
  }
  const lost = [first, ...others].map(columns => `UNIQUE (${columns.join(', ')})`)
  return {
    message: `The rebuild of ${nameInUse(old.name, context)} gives up ${listWords(lost)}: rows that it kept out are let in.`,
    instead: `Keep ${listWords(lost)}, unless such rows are wanted from now on: the code that reads one row by it may find two.`,
    severity: 'info',
    objects: [old.name],
  }
}

function holds(columns: readonly string[], column: string): boolean {
  return columns.some(each => each.toLowerCase() === column.toLowerCase())
}

/** A new key of the same columns and others that the rebuild brings: which rows are one has changed on purpose. */
function widerKey(
  lost: readonly string[],
  old: Table,
  { constraints }: Table,
): readonly string[] | undefined {
  return constraints
    .flatMap(key => (key.type === 'unique' || key.type === 'primary-key' ? [key.columns] : []))
    .find(
      columns =>
        lost.every(column => holds(columns, column)) &&
        columns.some(column => !old.columns.has(column.toLowerCase())),
    )
}

/** What the new table does not repeat is seen where it is written. */
function writtenAt(
  [first]: readonly LostInRebuild[],
  { new: made }: Rebuild,
  { replayedScript: { steps }, step, direction }: OperationContext,
): Pick<Problem, 'at'> {
  const making = stepsOn(steps, made.name, 'create-table').findLast(each => isBefore(steps, each, step))
  if (first === undefined || making === undefined) return {}
  const { statement } = making
  const location = first.column === undefined ? statement.location : placeOfColumn(statement, first.column)
  return { at: { direction, location, statement: statement.text } }
}

/** Kept in the table sqlite_sequence, under the name of the table that is dropped. */
function countLost(table: string, { old, new: made, copies }: Rebuild, context: OperationContext): Problems {
  const counts = ({ columns }: Table): boolean =>
    [...columns.values()].some(column => column.autoIncrement !== undefined)
  const setsCount = context.replayedScript.steps.some(
    ({ operation }) => 'table' in operation && operation.table === 'sqlite_sequence',
  )
  // Rows that are numbered anew have lost more than the count.
  const keepsIds = [...made.columns.values()].some(
    ({ name, autoIncrement }) =>
      autoIncrement !== undefined && copies.some(copy => copy.some(({ column }) => column === name)),
  )
  if (!counts(old) || !counts(made) || setsCount || !keepsIds) return undefined
  return {
    message: `Where the newest rows of ${nameInUse(table, context)} were deleted, their ids are given out again: the count of AUTOINCREMENT goes on after the highest id that is copied.`,
    ...(made.name !== table && {
      instead: /^_knex_temp_alter\d+$/.test(made.name)
        ? `Read the count before, SELECT seq FROM sqlite_sequence WHERE name = '${table}', and write it back with an UPDATE afterwards: the table that Knex builds has another name in each run.`
        : `Before DROP TABLE, put the old count into sqlite_sequence: UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = '${table}') WHERE name = '${made.name}'.`,
    }),
    severity: 'info',
    objects: [table],
  }
}

function lostIndexes(old: Table, result: Table): readonly Index[] {
  return old.indexes
    .filter(index => index.name !== undefined && !result.indexes.some(kept => isSameIndex(kept, index)))
    .filter(index =>
      index.parts.every(part => part.column === undefined || result.columns.has(part.column.toLowerCase())),
    )
    .filter(
      index =>
        !result.indexes.some(other => beginsWith(other, index)) &&
        !result.constraints.some(key => isServedBy(key, index)),
    )
}

function madeAgain(indexes: readonly Index[], { traits }: OperationContext): Pick<Problem, 'instead'> {
  const written = indexes.flatMap(
    index =>
      traits.write({
        kind: 'create-index',
        index,
        concurrently: false,
        ifNotExists: false,
        orReplace: false,
        only: false,
      }) ?? [],
  )
  if (written.length !== indexes.length || written.length > 3) return {}
  return {
    instead: `Make ${written.length === 1 ? 'it' : 'them'} again after the rename, unless another index does ${written.length === 1 ? 'its' : 'their'} work now: ${written.join('; ')};`,
  }
}

/** A longer index serves the queries of one that is not unique. */
function beginsWith(longer: Index, { unique, parts, where }: Index): boolean {
  if (unique || where !== undefined || longer.where !== undefined) return false
  return parts.every((part, at) => JSON.stringify(part) === JSON.stringify(longer.parts[at]))
}

/** The server makes an index for a key. */
function isServedBy(key: Constraint, { unique, parts, where }: Index): boolean {
  if (unique || where !== undefined || (key.type !== 'unique' && key.type !== 'primary-key')) return false
  return parts.every(({ column }, at) => column?.toLowerCase() === key.columns[at]?.toLowerCase())
}

/** A model that lets a column be NULL gives up its default with NOT NULL. */
function notOfModel(lost: LostInRebuild, _at: number, all: readonly LostInRebuild[]): boolean {
  const losesNotNull = all.some(({ name, column }) => name === 'NOT NULL' && column === lost.column)
  return !(losesNotNull && (lost.name === 'NOT NULL' || lost.name === 'DEFAULT'))
}

/** By its name, or under another one over the same columns. */
function isSameIndex(a: Index, b: Index): boolean {
  return a.name === b.name || definition(a) === definition(b)
}

function definition({ unique, parts, where }: Index): string {
  return JSON.stringify({ unique, parts, where }).toLowerCase()
}

/** Counted by kind: SQLite's constraints seldom have names of their own. They are told by their columns where those
 * that have no like are as many as are lost. */
function lostConstraints(old: Table, result: Table, schema: SchemaState): readonly string[] {
  const kinds = [
    ['check', 'a CHECK'],
    ['foreign-key', 'a foreign key'],
    ['unique', 'a UNIQUE constraint'],
    ['primary-key', 'the primary key'],
  ] as const
  return kinds.flatMap(([type, text]) => {
    const had = applicable(old, type, result, schema)
    const lost = had.length - count(result, type)
    if (lost <= 0) return []
    const without = had.filter(
      each =>
        !result.constraints.some(other => partsOf(other) === partsOf(each)) &&
        !isInWiderKey(each, old, result),
    )
    if (without.length === 0) return []
    return without.length <= lost && type !== 'primary-key' ? without.map(told) : [text]
  })
}

/** A UNIQUE whose columns are all in a new key is given up, not forgotten. */
function isInWiderKey(lost: Constraint, old: Table, { constraints }: Table): boolean {
  const parts = new Set(old.constraints.map(partsOf))
  return (
    lost.type === 'unique' &&
    constraints.some(
      key =>
        (key.type === 'unique' || key.type === 'primary-key') &&
        !parts.has(partsOf(key)) &&
        lost.columns.every(column => key.columns.some(name => name.toLowerCase() === column.toLowerCase())),
    )
  )
}

function partsOf(constraint: Constraint): string {
  const { type } = constraint
  const parts =
    type === 'check'
      ? [constraint.expression.replace(/[\s"`]/g, '')]
      : [columnsOf(constraint), type === 'foreign-key' ? constraint.references.table : '']
  return JSON.stringify([type, ...parts]).toLowerCase()
}

function told(constraint: Constraint): string {
  if (constraint.type === 'check') return `CHECK (${shortened(constraint.expression)})`
  const columns = columnsOf(constraint).join(', ')
  return constraint.type === 'foreign-key' ? `the foreign key of ${columns}` : `UNIQUE (${columns})`
}

/** Those whose columns are all still there; a constraint goes with its column. */
function applicable(old: Table, type: string, result: Table, schema: SchemaState): readonly Constraint[] {
  const gone = [...old.columns.keys()].filter(key => !result.columns.has(key))
  return old.constraints.filter(constraint => {
    if (constraint.type !== type) return false
    // A unique index over the same columns does the work of UNIQUE.
    if (constraint.type === 'unique' && isIndexedUniquely(result, constraint.columns, schema)) return false
    const names = constraint.type === 'check' ? namesIn(constraint.expression) : columnsOf(constraint)
    return !names.some(name => gone.includes(name.toLowerCase()))
  })
}

function isIndexedUniquely(result: Table, columns: readonly string[], schema: SchemaState): boolean {
  return hasUniqueKey({ ...result, constraints: [] }, { columns }, schema)
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
