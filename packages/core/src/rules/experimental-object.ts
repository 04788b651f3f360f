import type { Migration } from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { Operation } from '../operations/operation.ts'
import { objectsNamed } from '../schema/find-objects.ts'
import { findTable } from '../schema/lookup.ts'
import { oncePer } from '../schema/once-per.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { nameAtEnd } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import { nameMatcher } from './names/name-patterns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const experimentalObject: Rule = {
  id: 'experimental-object',
  category: 'style',
  severity: 'warning',
  title: 'A name says that this is an experiment, and it is about to be in production.',
  why: `Experiments and copies get into a release with a branch that was merged too early, or together
with other migrations that were waiting. Once code writes to them they hold data, and dropping them loses it.`,
  instead: `Leave it out of this deploy. If it is meant to stay, give it the name that it will keep.`,
  defaultOptions: {
    patterns: ['experimental_*', '*_experimental', 'tmp_*', '*_tmp', 'temp_*', '*_temp', 'poc_*', 'wip_*'],
  },
  examples: {
    flagged: [
      {
        title: 'a column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN experimental_features JSON',
        instead: 'ALTER TABLE users ADD COLUMN features JSON',
      },
      { title: 'a table', up: 'CREATE TABLE tmp_import (id int)', instead: 'CREATE TABLE imports (id int)' },
      {
        title: 'an index',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: 'CREATE INDEX tmp_users_email ON users (email)',
        instead: 'CREATE INDEX users_email ON users (email)',
      },
      {
        title: 'a table with a key, which no script of the deploy fills: a note',
        up: 'CREATE TABLE temp_signups (id int PRIMARY KEY, email text)',
        instead: 'CREATE TABLE open_signups (id int PRIMARY KEY, email text)',
      },
      {
        title: 'patterns of your own',
        up: 'CREATE TABLE spike_sessions (id int)',
        options: { patterns: ['spike_*'] },
        instead: 'CREATE TABLE sessions (id int)',
      },
    ],
    allowed: [
      {
        title: 'an index that is called after its table',
        given: 'CREATE TABLE temp_objects (id int, expires bigint)',
        up: 'CREATE INDEX CONCURRENTLY temp_objects_expires ON temp_objects (expires)',
        transaction: 'none',
      },
      {
        title: 'a column like others that have been in use',
        given: 'CREATE TABLE moves (id int, tmp_bucket text, tmp_bucket_made timestamptz)',
        up: 'ALTER TABLE moves ADD COLUMN tmp_bucket_emptied timestamptz',
      },
      {
        title: 'a column that the same script drops again',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN temp_role text; ALTER TABLE users DROP COLUMN temp_role',
      },
      {
        title: 'a column that is called for what it holds',
        up: 'CREATE TABLE runs (id int, experiment_id int, temp_max int, wip_limit int, poc_email text)',
      },
      {
        title: 'tests are the business of many: of schools, laboratories and test runners',
        up: 'CREATE TABLE test_results (id int, test_run boolean); CREATE INDEX test_results_run ON test_results (test_run)',
      },
      { title: 'an ordinary name', up: 'CREATE TABLE contests (id int, temperature int)' },
      { title: 'a temporary table', up: 'CREATE TEMPORARY TABLE tmp_import (id int)' },
      {
        title: 'a column that takes over from one which it was renamed to make way for',
        given: 'CREATE TABLE users (id int, role int)',
        up: `ALTER TABLE users RENAME COLUMN role TO temp_role; ALTER TABLE users ADD COLUMN role bigint;
UPDATE users SET role = temp_role; ALTER TABLE users DROP COLUMN temp_role`,
      },
      {
        title: 'a table that is gone again at the end of the deploy',
        after: { up: 'CREATE TABLE tmp_import (id int); CREATE INDEX tmp_import_id ON tmp_import (id)' },
        up: 'DROP TABLE tmp_import',
      },
      {
        title: 'a table that is gone again at the end of the script',
        dialect: 'sqlite',
        up: 'CREATE TABLE tmp_import (id INTEGER PRIMARY KEY); DROP TABLE tmp_import',
      },
    ],
  },

  checkOperation: {
    'create-table'({ table, columns, temporary }, context) {
      if (temporary || !keepsName(table, context)) return undefined
      return [
        ...named('table', table, bareName(table), context),
        ...columns
          .filter(({ name }) => columnRemains(table, name, context))
          .flatMap(column => named('column', `${table}.${column.name}`, column.name, context)),
      ]
    },
    'rename-table': ({ to }, context) =>
      keepsName(to, context) ? named('table', to, bareName(to), context) : undefined,
    'add-column': ({ table, column }, context) =>
      columnRemains(table, column.name, context)
        ? named('column', `${table}.${column.name}`, column.name, context)
        : undefined,
    'rename-column': ({ table, to }, context) =>
      columnRemains(table, to, context) ? named('column', `${table}.${to}`, to, context) : undefined,
    'create-index': ({ index }, context) =>
      index.name !== undefined && remains(index.table, context) && !isCalledLikeTable(index.name, index.table)
        ? named('index', index.name, bareName(index.name), context)
        : undefined,
    'create-object': ({ objectType, name }, context) =>
      (objectType === 'view' || objectType === 'materialized-view') &&
      objectsNamed(context.atEnd, name).length > 0
        ? named('view', name, bareName(name), context)
        : undefined,
  },
}

/** A column temp_max or wip_limit (work in progress) says what it holds. */
const ofColumns: ReadonlySet<string> = new Set(['temp_*', '*_temp', 'poc_*', 'wip_*'])

/** Where several columns in use are called so, it is a word of the domain: what is to be migrated has a tmp_bucket. */
const columnNames = oncePer(({ tables }: SchemaState): readonly string[] =>
  [...tables.values()].flatMap(({ columns }) => [...columns.values()].map(({ name }) => name)),
)

function named(what: string, object: string, name: string, context: OperationContext): readonly Problem[] {
  const { options, deployed, migration } = context
  const match = nameMatcher(options.patterns)
  const pattern = match(name)
  if (pattern === undefined || (what === 'column' && ofColumns.has(pattern))) return []
  if (what === 'column' && columnNames(deployed).filter(each => match(each) === pattern).length > 1) return []
  if (!/te?mp/.test(pattern))
    return [{ message: `The ${what} ${object} is named like an experiment (${pattern}).`, objects: [object] }]
  if (what === 'table' && !isMeant(migration) && isForCode(object, context))
    return [
      {
        message: `The table ${object} is named like a temporary one (${pattern}). No script of the deploy fills or reads it, so that it seems to be for the code, and to stay.`,
        instead: `A name that says what it holds keeps others from taking it for a leftover. If it is to go again with the code that uses it, say so in a comment.`,
        severity: 'info',
        objects: [object],
      },
    ]
  return [
    {
      message: `The ${what} ${object} is named like a temporary one (${pattern}), and is still there when the deploy is done.`,
      instead:
        what === 'table'
          ? `If the deploy alone needs it, drop it in the last script that does. If the code works with it from now on, a name that says what it holds keeps others from taking it for a leftover.`
          : `If the deploy alone needs it, drop it in the last script that does. If it is meant to stay, give it the name that it will keep.`,
      ...(isMeant(migration) && { severity: 'info' as const }),
      objects: [object],
    },
  ]
}

/** A migration that says `temp` in its file's name makes such a thing on purpose: rows that the code works through. */
function isMeant({ up }: Migration): boolean {
  return /(?:^|[^a-z])te?mp(?:[^a-z]|$)/i.test(up.file.slice(up.file.lastIndexOf('/') + 1))
}

/** A table that a migration works with has rows from it, and hardly a key. */
function isForCode(table: ObjectName, { atEnd, deployScripts }: OperationContext): boolean {
  const constraints = [...(findTable(atEnd, table)?.constraints ?? [])]
  if (!constraints.some(({ type }) => type === 'primary-key')) return false
  const name = bareName(table).toLowerCase()
  return !deployScripts.some(({ script: { statements } }) =>
    statements.some(
      ({ operations, text }) =>
        operations.some(({ kind }) => !ofStructure.has(kind)) && text.toLowerCase().includes(name),
    ),
  )
}

const ofStructure: ReadonlySet<Operation['kind']> = new Set([
  'create-table',
  'create-index',
  'add-column',
  'add-constraint',
  'set-comment',
  'alter-object',
])

/** Working tables, and those that a rebuild renames, are not there after the deploy. */
function remains(table: ObjectName, { atEnd }: OperationContext): boolean {
  return findTable(atEnd, table) !== undefined
}

/** Another table may have the name by then: it is told where that one is made. */
function keepsName(table: ObjectName, context: OperationContext): boolean {
  const last = nameAtEnd(table, context)
  return remains(table, context) && last !== undefined && sameObject(context.atEnd, last, table)
}

function columnRemains(table: ObjectName, column: string, { atEnd }: OperationContext): boolean {
  return columnIn(atEnd, table, column) !== undefined
}

/** temp_objects_expiry_idx of a table temp_objects: the table has been told, or has been there. */
function isCalledLikeTable(index: ObjectName, table: ObjectName): boolean {
  return bareName(index).toLowerCase().startsWith(bareName(table).toLowerCase())
}
