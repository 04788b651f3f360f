import type { Script, Statement } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import { objectsNamed, objectsOfType } from '../../schema/find-objects.ts'
import {
  findColumn,
  findConstraint,
  findIndex,
  findObject,
  findTable,
  tablesNaming,
} from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import type { Problem } from '../finding.ts'
import { checkNames, type NameCheck, type SeenName } from '../names/batch-names.ts'
import { nameKeys } from '../names/name-changes.ts'
import { oneOfAName, type TakenName } from '../names/taken-name.ts'
import type { DeployContext } from '../rule.ts'
import { mentionedTables, neededColumns, neededTables } from './needed-objects.ts'

/** What a statement of the deploy names, although an earlier one has dropped or renamed it. */
export function missingNames(
  deploy: Pick<DeployContext, 'applied' | 'migrations' | 'traits'>,
): readonly Problem[] {
  const looks = deploy.traits.altersByRebuild !== true
  return checkNames(
    deploy,
    context => missingTable(context, looks) ?? missingColumn(context) ?? missingPart(context),
  )
}

function missingTable(check: NameCheck, looks: boolean): Problem | undefined {
  const { step, seen } = check
  const { operation, before } = step
  if (operation.ifTableExists === true) return undefined
  const keys = nameKeys(before.semantics)
  // MySQL and MariaDB take a foreign key to no table while they do not check.
  const isChecked = before.sessionVariables?.get('foreign_key_checks') !== '0'
  for (const table of mentionedTables(operation, looks && isChecked)) {
    const end = isGone(before, table) ? seen(keys.table(table)) : undefined
    if (end === undefined || end.change === 'made') continue
    return tableGone(table, end, check)
  }
  for (const table of neededTables(operation)) {
    if (!isGone(before, table)) continue
    const end = seen(keys.table(table))
    if (end === undefined && isTold(step, table)) {
      return { message: `There is no table ${table}: the schema dump does not have it.`, objects: [table] }
    }
    if (end === undefined || end.change === 'made') continue
    return tableGone(table, end, check)
  }
  return undefined
}

function tableGone(table: ObjectName, end: SeenName, check: NameCheck): Problem {
  return {
    message: `The table ${table} is gone at this point: ${ended(end, check)}${newNameOf(table, end, check)}.`,
    ...inThisScript(end, check),
    objects: [table],
  }
}

/** ` to fieldWorkLog`, where the statement says it. */
function newNameOf(table: ObjectName, { change, statement }: SeenName, { step }: NameCheck): string {
  if (change !== 'renamed') return ''
  const renamed = statement.operations.find(
    each =>
      each.kind === 'rename-table' &&
      step.before.semantics.objectKey(each.table) === step.before.semantics.objectKey(table),
  )
  return renamed?.kind === 'rename-table' ? ` to ${renamed.to}` : ''
}

/** The order of the migrations has no part in it. */
function inThisScript(
  { change, statement, migration: by }: SeenName,
  { step, migration }: NameCheck,
): Pick<Problem, 'instead'> {
  const scripts = [migration.up, ...(migration.down === undefined ? [] : [migration.down])]
  const isOwn = by === migration && scripts.some(each => isOf(each, statement) && isOf(each, step.statement))
  if (!isOwn) return {}
  return {
    instead: `Put this statement before the one in line ${statement.location.line}, or ${change === 'renamed' ? 'use the name that it has by then' : 'leave out one of the two'}.`,
  }
}

function missingColumn(check: NameCheck): Problem | undefined {
  const { step, seen } = check
  const { operation, before } = step
  const use = neededColumns(operation)
  const table = use && findTable(before, use.table)
  if (use === undefined || table === undefined) return undefined
  const keys = nameKeys(before.semantics)
  for (const column of [...use.columns, ...(use.words ?? [])]) {
    if (findColumn(table, column, before.semantics) !== undefined) continue
    const end = seen(keys.column(use.table, column))
    if (end === undefined && use.words === undefined && table.complete && isTold(step, table.name)) {
      return {
        message: `${table.name} has no column ${column}: the schema dump does not have it.`,
        objects: [`${table.name}.${column}`],
      }
    }
    if (end === undefined || end.change === 'made') continue
    return {
      message: `${table.name} has no column ${column} at this point: ${ended(end, check)}.`,
      ...inThisScript(end, check),
      objects: [use.words === undefined ? `${table.name}.${column}` : table.name],
    }
  }
  return undefined
}

/** An index, constraint, view, trigger, sequence or type that was dropped before. */
function missingPart(check: NameCheck): Problem | undefined {
  const { step, seen } = check
  const part = droppedPart(step)
  const end = part && seen(part.key)
  if (part === undefined || end === undefined || end.change === 'made') return undefined
  return {
    message: `${part.what} is gone at this point: ${ended(end, check)}.`,
    ...inThisScript(end, check),
    objects: [part.object],
  }
}

function droppedPart({ operation, before }: NameCheck['step']): TakenName | undefined {
  const keys = nameKeys(before.semantics)
  switch (operation.kind) {
    case 'drop-index': {
      const { name, table = '', ifExists } = operation
      const places = table === '' ? tablesNaming(before, name) : [findTable(before, table)]
      const isThere = places.some(
        place =>
          place !== undefined &&
          (findIndex(place, name, before.semantics) ?? findConstraint(place, name, before.semantics)) !==
            undefined,
      )
      if (ifExists || isThere) return undefined
      return { key: keys.index(table, name), what: `The index ${name}`, object: table === '' ? name : table }
    }
    case 'drop-constraint': {
      const { table, name, ifExists } = operation
      const known = findTable(before, table)
      if (ifExists || name === undefined || known === undefined) return undefined
      if (findConstraint(known, name, before.semantics) !== undefined) return undefined
      return { key: keys.constraint(table, name), what: `The constraint ${name} of ${table}`, object: table }
    }
    case 'drop-object': {
      const { objectType, name, table, ifExists } = operation
      if (ifExists || !oneOfAName.includes(objectType)) return undefined
      // MySQL and SQLite name no table when they drop a trigger.
      const isThere =
        table === undefined
          ? objectsNamed(before, name).some(({ type }) => type === objectType)
          : findObject(before, objectType, name, table) !== undefined
      if (isThere) return undefined
      const what = `The ${objectType.replace('-', ' ')} ${name}`
      return { key: keys.object(objectType, name, table), what, object: name }
    }
    default:
      return undefined
  }
}

function ended({ change, statement, migration: by }: SeenName, { step, migration }: NameCheck): string {
  if (by !== migration && by.down !== undefined && isOf(by.down, statement))
    return `the down script of ${by.name} has ${change} it`
  if (by !== migration)
    return `the ${by.pending ? 'pending' : 'applied'} migration ${by.name} has ${change} it`
  const isByUp = isOf(migration.up, statement) && !isOf(migration.up, step.statement)
  return `it was ${change} in line ${statement.location.line}${isByUp ? ' of the up script' : ''}`
}

function isOf(script: Script, statement: Statement): boolean {
  return script.statements.includes(statement)
}

function isGone(schema: SchemaState, table: ObjectName): boolean {
  return findTable(schema, table) === undefined && objectsNamed(schema, table).length === 0
}

/** Extensions that make no tables. What another one makes, a dump does not list. */
const withoutTables: ReadonlySet<string> = new Set(
  `btree_gin btree_gist citext cube dict_int earthdistance fuzzystrmatch hstore intarray ltree moddatetime pg_stat_statements
  pg_trgm pgcrypto plpgsql tablefunc unaccent uuid-ossp vector`.split(/\s+/),
)

/** A dump of the database lists everything: what is not in it is not there. The names that a tool records may be spelt
 * by a mapping that is not known, and a dump may be of some schemas only. */
function isTold({ statement, before }: NameCheck['step'], table: ObjectName): boolean {
  if (!before.complete || statement.reading === 'recorded' || statement.approximate === true) return false
  if (objectsOfType(before, 'extension').some(({ name }) => !withoutTables.has(name))) return false
  const schema = table.slice(0, Math.max(table.lastIndexOf('.'), 0))
  return schema === ''
    ? before.tables.size > 0
    : [...before.tables.keys()].some(key => key.startsWith(`${before.semantics.objectKey(schema)}.`))
}
