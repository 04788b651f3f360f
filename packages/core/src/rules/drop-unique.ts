import type { Statement } from '../migration/migration.ts'
import { bareName } from '../operations/names.ts'
import { isBefore, placeOf, stepsOf, stepsOn } from '../schema/find-steps.ts'
import {
  columnsOf,
  findConstraint,
  findIndex,
  findTable,
  primaryKeyOf,
  tableOfIndex,
} from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { leaveBothOut } from './advice/leave-both-out.ts'
import { heldLock } from './deploy/held-lock.ts'
import { uniqueMadeAgain } from './deploy/index-in-deploy.ts'
import { keyOfDeploy } from './deploy/key-of-deploy.ts'
import type { Problem } from './finding.ts'
import { plainKeys } from './keys/plain-keys.ts'
import { hasUniqueKey } from './keys/unique-keys.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { isUnknownToCode } from './names/unknown-to-code.ts'
import { droppedGuard, dropsColumn, isReplaced } from './objects/dropped-guard.ts'
import type { OperationContext, Rule } from './rule.ts'
import { isConditional } from './scripts/is-conditional.ts'
import { listWords } from './wording/list-words.ts'

export const dropUnique: Rule = {
  id: 'drop-unique',
  category: 'compatibility',
  severity: 'warning',
  title: 'Nothing keeps duplicates out of a column any more.',
  why: `Code that relies on the error for a duplicate, or on ON CONFLICT and ON DUPLICATE KEY, stops working: PostgreSQL and
SQLite refuse ON CONFLICT without such a key, MySQL inserts. Once there are duplicates, the key cannot come back.`,
  instead:
    'Create the key that takes its place first. Where none does, change the code that relies on it before.',
  noSql: 'the key that takes its place, or the code that does without one, comes first',
  directions: ['up'],
  examples: {
    flagged: [
      {
        title: 'the key that takes its place has a column more',
        given: 'CREATE TABLE users (id int, team int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: `ALTER TABLE users DROP CONSTRAINT users_email, ADD CONSTRAINT users_email UNIQUE (team, email)`,
      },
      {
        title: 'the key of a table that no migration makes, by its name',
        up: 'ALTER TABLE users DROP CONSTRAINT users_email_key',
        instead: { noSql: 'what takes its place, the database has to tell' },
      },
      {
        title: 'a unique constraint',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: 'ALTER TABLE users DROP CONSTRAINT users_email',
      },
      {
        title: 'a unique key of MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(50), UNIQUE KEY users_email (email))',
        up: 'ALTER TABLE users DROP INDEX users_email',
      },
      {
        title: 'a unique index',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE UNIQUE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email',
      },
      {
        title: 'the primary key',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey',
      },
      {
        title: 'the primary key moves to other columns',
        given: 'CREATE TABLE users (id int PRIMARY KEY, site int NOT NULL, number int NOT NULL)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD PRIMARY KEY (site, number)',
      },
      {
        title: 'an index of its name that is not unique',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(50), UNIQUE KEY users_email (email))',
        up: 'ALTER TABLE users DROP KEY users_email, ADD KEY users_email (email)',
      },
    ],
    allowed: [
      {
        title: 'a key that an earlier migration of the deploy has made',
        given: 'CREATE TABLE users (id int, email text)',
        after: { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' },
        up: 'DROP INDEX CONCURRENTLY users_email',
        transaction: 'none',
      },
      {
        title: 'a DO block that gives the index another name, and drops it where there is one of that name',
        given: 'CREATE TABLE users (id int, email text); CREATE UNIQUE INDEX by_mail ON users (email)',
        up: `DO $$ BEGIN
IF (SELECT count(*) = 2 FROM pg_indexes WHERE indexname IN ('by_mail', 'by_email')) THEN EXECUTE 'DROP INDEX by_mail'; END IF;
IF EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'by_mail') THEN EXECUTE 'ALTER INDEX by_mail RENAME TO by_email'; END IF;
END $$`,
      },
      {
        title: 'the table has got another name, so that no running code finds it',
        given: 'CREATE TABLE replies (id int, email text, CONSTRAINT replies_email UNIQUE (email))',
        up: 'ALTER TABLE replies RENAME TO notices; ALTER TABLE notices DROP CONSTRAINT replies_email',
      },
      {
        title: 'a foreign key, by its name',
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user_id_fkey',
      },
      {
        title: 'another key of the same columns stays',
        dialect: 'mysql',
        given:
          'CREATE TABLE chats (id int, owner int, room int, UNIQUE KEY a (owner, room), UNIQUE KEY b (room, owner))',
        up: 'DROP INDEX b ON chats',
      },
      {
        title: 'the primary key is on the same column',
        given: 'CREATE TABLE users (id uuid PRIMARY KEY); CREATE UNIQUE INDEX users_id_key ON users (id)',
        up: 'DROP INDEX users_id_key',
      },
      {
        title: 'another key takes its place',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: `ALTER TABLE users DROP CONSTRAINT users_email;
CREATE UNIQUE INDEX users_lower_email ON users (lower(email));`,
      },
      {
        title: 'a column that is computed from its columns gets a key',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int, path varchar(255), UNIQUE KEY files_path (path))',
        up: `ALTER TABLE files ADD COLUMN hash varchar(32);
UPDATE files SET hash = MD5(path);
ALTER TABLE files DROP KEY files_path, ADD UNIQUE KEY files_hash (hash);`,
      },
      {
        title: 'another one over the same expression takes its place',
        given:
          'CREATE TABLE files (id int, repo int, team int, name text); CREATE UNIQUE INDEX files_name ON files (repo, lower(name))',
        up: 'DROP INDEX files_name; CREATE UNIQUE INDEX files_name ON files (team, lower(name))',
      },
      {
        title: 'a stricter one has been there longer',
        given: `CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email));
CREATE UNIQUE INDEX users_lower_email ON users (lower(email));`,
        up: 'ALTER TABLE users DROP CONSTRAINT users_email',
      },
      {
        title: 'a new column becomes the primary key',
        dialect: 'mysql',
        given: 'CREATE TABLE files (object int, file int, PRIMARY KEY (object, file))',
        up: 'ALTER TABLE files DROP PRIMARY KEY, ADD id int NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST, ADD UNIQUE KEY pair (object, file)',
      },
      {
        title: 'its column goes too',
        given: 'CREATE TABLE users (id int, email text UNIQUE)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_email_key; ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'an index that is not unique',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX CONCURRENTLY users_email',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'drop-constraint'(operation, context) {
      if (isUnknownToCode(operation.table, context)) return undefined
      const name =
        droppedGuard(operation, 'unique', context) ?? droppedGuard(operation, 'primary-key', context)
      if (name === undefined) return widened(operation.table, operation.name, context)
      const { before } = context
      const table = findTable(before, operation.table)
      const key =
        table &&
        (operation.name === undefined ? primaryKeyOf(table) : findConstraint(table, name, before.semantics))
      if (key?.type === 'unique' && staysUnique(operation.table, key.columns, context)) return undefined
      const columns = key === undefined ? [] : columnsOf(key)
      if (isKeyOnDerived(operation.table, columns, context)) return undefined
      return dropped(name, operation.table, columns, context)
    },
    'drop-index'({ name, table: on, concurrently }, context) {
      const { before, traits, statement } = context
      const table = tableOfIndex(before, name, on)
      if (isRenamedElse(name, statement, before)) return undefined
      const columns = table && uniqueColumns(table, name, before)
      if (table === undefined || columns === undefined) return undefined
      if (isUnknownToCode(table.name, context)) return undefined
      if (staysUnique(table.name, columns, context)) return undefined
      const names = [...columns, ...expressionNames(table, name, before)]
      if (isKeyOnDerived(table.name, names, context)) return undefined
      if (dropsColumn(table.name, names, context)) return undefined
      const locks = traits.concurrentIndexes && !concurrently && heldLock(table.name, context) === undefined
      const index = findIndex(table, name, before.semantics)
      // Where it goes again, that is told there.
      if (!locks && index !== undefined && uniqueMadeAgain(index, context) !== undefined) return undefined
      if (isReplaced(table.name, 'unique', context, names)) return widened(table.name, name, context, locks)
      const made = keyOfDeploy(table.name, name, names, context)
      if (made !== undefined) return builtForNothing(made, table.name, name, context)
      return dropped(name, table.name, columns, context, locks)
    },
  },
}

/** Where indexes can go CONCURRENTLY, their own rules tell to leave both out; in one script it may have helped the rest. */
function builtForNothing(
  made: Step,
  table: string,
  name: string,
  context: OperationContext,
): Problem | undefined {
  const { traits, replayedScript } = context
  if (traits.concurrentIndexes || placeOf(replayedScript.steps, made) !== -1) return undefined
  return {
    message: `${name} is built for nothing: no release has had it, and this statement drops it again.`,
    instead: leaveBothOut(
      `this and the making of ${name}`,
      [made],
      'the deploy itself needs the key in between',
      context,
    ),
    severity: 'info',
    objects: [table],
  }
}

/** A DO block that asks for two names gives the index the other one where it has not got it yet, and drops what is left
 * over where it has. */
function isRenamedElse(name: string, statement: Statement, schema: SchemaState): boolean {
  return (
    isConditional(statement) &&
    statement.operations.some(
      each =>
        each.kind === 'rename-index' &&
        sameColumn(schema, bareName(each.name), bareName(name)) &&
        [each.name, each.to].every(one => statement.text.includes(`'${bareName(one)}'`)),
    )
  )
}

/** The key that takes its place has more columns: in those of the old one alone rows may repeat. */
function widened(
  table: string,
  name: string | undefined,
  context: OperationContext,
  locks = false,
): Problem | undefined {
  const { before, deployed, replayedScript, isMade } = context
  const { semantics } = before
  const [known, was] = [findTable(before, table), findTable(deployed, table)]
  const left = findTable(replayedScript.after, table)
  if (name === undefined || known === undefined || left === undefined || isMade(table)) return undefined
  const columns = keyColumns(known, name, before)
  if (columns === undefined || columns.length === 0 || was === undefined) return undefined
  if (!hasUniqueKey(was, { columns }, before) || hasUniqueKey(left, { columns }, before)) return undefined
  const isIn = (list: readonly string[], column: string) =>
    list.some(each => semantics.columnKey(each) === semantics.columnKey(column))
  const wider = [...left.constraints, ...left.indexes].flatMap(key => {
    const all =
      'parts' in key
        ? key.unique && key.where === undefined
          ? key.parts.flatMap(({ column }) => column ?? [])
          : []
        : key.type === 'unique'
          ? key.columns
          : []
    return all.length > columns.length && columns.every(column => isIn(all, column)) ? [all] : []
  })
  const [all] = wider
  if (all === undefined) return undefined
  const more = all.filter(column => !isIn(columns, column))
  return {
    message: `Rows of ${table} with the same ${listWords(columns)} are taken from now on where ${listWords(more)} differ${more.length === 1 ? 's' : ''}, which ${name} refused.${waitFor(table, locks)}`,
    instead: `${codeFirst(table, columns, all, context)}${locks ? ' Drop the index CONCURRENTLY, in a migration without a transaction.' : ''}`,
    ...(!locks && { severity: 'info' }),
    objects: [table],
  }
}

function waitFor(table: string, locks: boolean): string {
  return locks ? ` Without CONCURRENTLY, everybody who uses ${table} waits for the drop, too.` : ''
}

function keyColumns(table: Table, name: string, schema: SchemaState): readonly string[] | undefined {
  const key = findConstraint(table, name, schema.semantics)
  return key?.type === 'unique' ? key.columns : uniqueColumns(table, name, schema)
}

/** Of a unique index, or of a unique key that is dropped as one (MySQL). */
function uniqueColumns(
  table: Table,
  name: string,
  { semantics }: SchemaState,
): readonly string[] | undefined {
  const index = findIndex(table, name, semantics)
  if (index !== undefined) return index.unique ? index.parts.flatMap(({ column }) => column ?? []) : undefined
  const key = findConstraint(table, name, semantics)
  return key?.type === 'unique' && semantics.indexNamesPer === 'table' ? key.columns : undefined
}

/** The script makes a key on a column that it fills from all columns of the one that goes: `SET hash = MD5(path)`. */
function isKeyOnDerived(
  table: string,
  columns: readonly string[],
  { before, replayedScript: { steps } }: OperationContext,
): boolean {
  const keys = [
    ...stepsOf(steps, 'create-index').flatMap(({ operation: { index } }) =>
      index.unique && sameObject(before, index.table, table)
        ? [index.parts.map(({ column = '' }) => column)]
        : [],
    ),
    ...stepsOn(steps, table, 'add-constraint').flatMap(({ operation: { constraint } }) =>
      constraint.type === 'unique' || constraint.type === 'primary-key' ? [constraint.columns] : [],
    ),
  ]
  const isDerived = (key: string): boolean =>
    stepsOn(steps, table, 'update-rows').some(({ operation: { assignments = {} } }) =>
      Object.entries(assignments).some(
        ([column, text]) =>
          sameColumn(before, column, key) &&
          columns.every(each => namesIn(text).some(name => sameColumn(before, name, each))),
      ),
    )
  return columns.length > 0 && keys.some(([only = '', ...others]) => others.length === 0 && isDerived(only))
}

/** `lower(name)` is on name as well. */
function expressionNames(table: Table, name: string, schema: SchemaState): readonly string[] {
  const parts = findIndex(table, name, schema.semantics)?.parts ?? []
  return parts
    .flatMap(({ expression = '' }) => namesIn(expression))
    .filter(each => columnIn(schema, table.name, each) !== undefined)
}

/** Another key, often the primary one, keeps the same columns free of duplicates. */
function staysUnique(
  table: string,
  columns: readonly string[],
  { tableAfter, after }: OperationContext,
): boolean {
  const left = tableAfter(table)
  return left !== undefined && hasUniqueKey(left, { columns }, after)
}

/** What `droppedGuard` calls a primary key that the statement does not name. */
const unnamed = 'primary key'

function dropped(
  name: string,
  table: string,
  columns: readonly string[],
  context: OperationContext,
  locks = false,
): Problem {
  const duplicates = columns.length === 0 ? 'duplicates' : `rows with the same ${listWords(columns)}`
  const next = nextOfName(name, table, context)
  const instead = next === undefined ? dropUnique.instead : codeFirst(table, columns, next.keeps, context)
  return {
    message: `Without ${name === unnamed ? 'its primary key' : name}, ${table} takes ${duplicates}${next === undefined ? '' : `: ${next.words}`}.${waitFor(table, locks)}`,
    objects: [table],
    ...((locks || next !== undefined) && {
      instead: locks
        ? `${instead} Drop the index CONCURRENTLY, in a migration without a transaction.`
        : instead,
    }),
  }
}

/** Code that upserts by the new key needs it before, and code that does by the old one needs that one until then. */
function codeFirst(
  table: string,
  columns: readonly string[],
  next: readonly string[],
  { traits, deployed, isNewColumn }: OperationContext,
): string {
  const isUpsert = traits.updatesOnDuplicateKey === true
  const relying =
    columns.length === 0
      ? ''
      : `: what takes a row by ${listWords(columns)}, what expects the error for a duplicate, and ${
          isUpsert
            ? 'ON DUPLICATE KEY UPDATE, which inserts a second row from here on'
            : `ON CONFLICT (${columns.join(', ')}), which fails from here on`
        }`
  const was = findTable(deployed, table)
  if (next.length === 0 || (was !== undefined && isKeyOf(was, next, deployed)))
    return `Change the code that relies on the old key before${relying}.`
  const added = next.filter(column => isNewColumn(table, column))
  const make = added.length === 0 ? 'Make' : `Add ${listWords(added)}, and make`
  return `${make} a unique index on ${listWords(next)} in a deploy before, beside the old key; then change the code that relies on the old one${relying}; and drop that one in a later deploy.`
}

/** ON CONFLICT names all columns of a key, in any order. */
function isKeyOf(table: Table, wanted: readonly string[], schema: SchemaState): boolean {
  return plainKeys(table).some(
    ({ unique, columns }) =>
      unique &&
      columns.length === wanted.length &&
      wanted.every(each => columns.some(column => sameColumn(schema, column, each))),
  )
}

interface NextOfName {
  readonly words: string
  /** What it keeps apart; nothing if it is not unique. */
  readonly keeps: readonly string[]
}

/** What the script makes under the name, which keeps other rows apart or none. */
function nextOfName(
  name: string,
  table: string,
  { replayedScript: { steps, after }, step, before }: OperationContext,
): NextOfName | undefined {
  const isMadeLater = [
    ...stepsOn(steps, table, 'add-constraint'),
    ...stepsOf(steps, 'create-index').filter(({ operation: { index } }) =>
      sameObject(before, index.table, table),
    ),
  ].some(making => making === step || making.statement === step.statement || isBefore(steps, step, making))
  const left = findTable(after, table)
  if (!isMadeLater || left === undefined) return undefined
  const key = name === unnamed ? primaryKeyOf(left) : findConstraint(left, name, after.semantics)
  const index = findIndex(left, name, after.semantics)
  if (key?.type === 'primary-key' || key?.type === 'unique') {
    const words = `the new ${name === unnamed ? 'one' : name} is on ${listWords(key.columns)}`
    return { words, keeps: key.columns }
  }
  if (index === undefined) return undefined
  if (!index.unique) return { words: `the new ${name} is no unique index`, keeps: [] }
  const parts = index.parts.map(({ column, expression = '' }) => column ?? expression)
  return { words: `the new ${name} is on ${listWords(parts)}`, keeps: parts }
}
