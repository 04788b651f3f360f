import type { DialectTraits } from '../dialects/dialect.ts'
import type { Column, DataType, ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { differencesOf } from '../schema/compare.ts'
import { dependentsOf } from '../schema/dependents.ts'
import { objectsOn, sequencesOwnedBy } from '../schema/find-objects.ts'
import { findColumn, findEnum, findObject, findTable } from '../schema/lookup.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'
import { isUnknownConstraint, isUnknownIndex } from '../schema/unknown-parts.ts'
import { hasOtherColumnsNow } from '../schema/view-reads.ts'
import { isRefused } from './is-refused.ts'
import { oneLine } from './one-line.ts'
import { changedTable, type Rebuilt, rebuildTable, tablesToRebuild } from './rebuild-table.ts'
import { recreateTable } from './recreate-table.ts'
import { fillRebuilt, requiredAgain } from './required-again.ts'

/** Undefined unless every operation has a statement on this server and all of them together lead to the schema. A table
 * that is not in `withRows` has lost those that it had. */
export function writeOperations(
  operations: readonly Operation[],
  from: SchemaState,
  to: SchemaState,
  traits: DialectTraits,
  withRows: SchemaState = from,
): readonly string[] | undefined {
  const lines: string[] = []
  let schema = from
  const rebuilt = new Set<string>()
  const mustBeRebuilt =
    traits.writeRebuild === undefined
      ? new Set<string>()
      : tablesToRebuild(operations, to, each => writtenAll([each], traits) !== undefined)
  let previous: Operation | undefined
  for (const operation of operations) {
    const changed = changedTable(operation)
    const key = changed === undefined ? undefined : to.semantics.objectKey(changed)
    if (changed !== undefined && key !== undefined && mustBeRebuilt.has(key)) {
      if (rebuilt.has(key)) continue
      const table = rebuiltTable(changed, schema, to, traits)
      if (table === undefined) return undefined
      rebuilt.add(key)
      if (table.isUnfilled) lines.push(fillRebuilt)
      lines.push(...table.statements.map(text => `${text};`))
      schema = table.schema
      continue
    }
    const casting = withCast(operation, schema, to, traits)
    const statements = writtenAll(casting, traits)
    if (statements === undefined || isRefused(operation, schema, traits)) return undefined
    if (isKnownByName(operation)) return undefined
    if (hasUnknownType(operation, traits) || hasUnkept(operation, to, traits)) return undefined
    if (statements.some(text => traits.missingFeature([operation], text, schema) !== undefined))
      return undefined
    const filled = requiredAgain(operation, traits)
    if (refersToLostRows(operation, withRows))
      lines.push('-- Stops where a row refers to one that is gone: those come first.')
    const written = filled ?? statements.map(text => `${text};`)
    const replaced = isReplacedBy(operation, previous) ? inOneStatement(lines.at(-1), written) : undefined
    if (replaced === undefined) lines.push(...valuesNeeded(operation, schema))
    if (replaced !== undefined) lines.splice(-1, 1, replaced)
    // A cast may have said the default already.
    else if (written.length > 1 || written[0] !== lines.at(-1)) lines.push(...written)
    previous = operation
    schema = apply(schema, operation)
  }
  return operations.length === 0 || differencesOf(to, schema).length > 0 ? undefined : lines
}

/** Rows of the new release may have no value, where the old one required one. */
function valuesNeeded(operation: Operation, schema: SchemaState): readonly string[] {
  if (operation.kind !== 'set-not-null' && operation.kind !== 'change-column') return []
  const { table, column } = operation
  const isRequired = operation.kind === 'set-not-null' || !operation.to.nullable
  const isNullable = columnOf(schema, table, column)?.nullable === true
  return isRequired && isNullable
    ? [`-- Stops where ${oneLine(`${table}.${column}`)} is NULL, as rows of the new release may have it.`]
    : []
}

/** Made anew whole, where all that it has is known. */
function rebuiltTable(
  name: ObjectName,
  schema: SchemaState,
  to: SchemaState,
  traits: DialectTraits,
): Rebuilt | undefined {
  const target = findTable(to, name)
  const [created] = target === undefined ? [] : recreateTable(target)
  return created === undefined || hasUnkept(created, to, traits) || objectsOn(schema, name).some(isUnkept)
    ? undefined
    : rebuildTable(name, schema, to, traits)
}

/** What it adds was dropped before anybody has read what it is. */
function isKnownByName(operation: Operation): boolean {
  if (operation.kind === 'create-index') return isUnknownIndex(operation.index)
  return operation.kind === 'add-constraint' && isUnknownConstraint(operation.constraint)
}

function isUnkept({ unkept }: NamedObject): boolean {
  return unkept === true
}

/** What it makes had more than replay has kept of it. */
function hasUnkept(operation: Operation, to: SchemaState, { altersByRebuild }: DialectTraits): boolean {
  switch (operation.kind) {
    case 'create-table':
      return (
        [operation.columns, operation.constraints, operation.indexes].some(parts =>
          parts.some(({ unkept }) => unkept === true),
        ) || operation.columns.some(({ name }) => hasUnkeptSequence(operation.table, name, to))
      )
    case 'add-column':
      return (
        operation.column.unkept === true ||
        operation.constraints.some(({ unkept }) => unkept === true) ||
        hasUnkeptSequence(operation.table, operation.column.name, to)
      )
    case 'change-column':
      return operation.to.unkept === true
    case 'change-column-type':
      return columnOf(to, operation.table, operation.column)?.unkept === true
    case 'set-column-option':
      return columnOf(to, operation.table, operation.column)?.unkept === true
    case 'add-constraint':
      return operation.constraint.unkept === true
    case 'create-index':
      return operation.index.unkept === true
    case 'create-enum':
      return findEnum(to, operation.type)?.unkept === true
    case 'create-object': {
      const object = findObject(to, operation.objectType, operation.name, operation.table)
      if (object === undefined) return false
      // SQLite reads * whenever the view is read.
      const isOther = altersByRebuild !== true && hasOtherColumnsNow(object, to)
      return (
        object.unkept === true ||
        object.definitionIsOld === true ||
        isOther ||
        mayHaveRows(object) ||
        isSwitched(object, to)
      )
    }
    default:
      return false
  }
}

/** A serial column makes its own, which was altered. */
function hasUnkeptSequence(table: string, column: string, to: SchemaState): boolean {
  return sequencesOwnedBy(to, table, column).some(({ unkept }) => unkept === true)
}

/** DISABLE TRIGGER, ENABLE ALWAYS RULE: the table says so, and before the trigger is there it cannot be said. */
function isSwitched({ type, name, table }: NamedObject, to: SchemaState): boolean {
  if ((type !== 'trigger' && type !== 'rule') || table === undefined) return false
  const options = findTable(to, table)?.options ?? {}
  return [name, 'all', 'user'].some(each => options[`${type} ${each}`] !== undefined)
}

/** A materialized view made WITH NO DATA: whether it was refreshed since is not kept. */
function mayHaveRows({ type, definition }: NamedObject): boolean {
  return type === 'materialized-view' && /\bwith\s+no\s+data[\s;]*$/i.test(definition)
}

/** Of AS SELECT, an expression's type is not known; SQLite alone takes a column without one. */
function hasUnknownType(operation: Operation, { altersByRebuild }: DialectTraits): boolean {
  if (altersByRebuild === true) return false
  if (operation.kind === 'create-table') return operation.columns.some(({ type }) => type === undefined)
  return operation.kind === 'add-column' && operation.column.type === undefined
}

function writtenAll(
  operations: readonly Operation[] | undefined,
  traits: DialectTraits,
): readonly string[] | undefined {
  const statements = operations?.map(traits.write)
  return statements?.every(each => each !== undefined) === true ? statements.flat() : undefined
}

/** A type that no value, and no default, is turned into by itself needs a cast; undefined where there is none. */
function withCast(
  operation: Operation,
  schema: SchemaState,
  to: SchemaState,
  traits: DialectTraits,
): readonly Operation[] | undefined {
  if (operation.kind !== 'change-column-type') return [operation]
  const { table, column, type } = operation
  const from = columnOf(schema, table, column)
  if (from?.type === undefined) return [operation]
  const isOfEnum = isEnum(from.type, schema) || isEnum(type, schema)
  if (!isOfEnum && traits.typeChange(from.type, type).refused !== true) return [operation]
  if ((!isOfEnum && !isText(from.type) && !isText(type)) || isInForeignKey(schema, table, column))
    return undefined
  const value = columnOf(to, table, column)?.default
  return [
    ...(from.default === undefined ? [] : [{ kind: 'drop-default' as const, table, column }]),
    { ...operation, using: `${traits.quote(column)}::${isOfEnum ? 'text::' : ''}${type.text}` },
    ...(value === undefined ? [] : [{ kind: 'set-default' as const, table, column, default: value }]),
  ]
}

/** Both ends would have to change at once. */
function isInForeignKey(schema: SchemaState, table: string, column: string): boolean {
  return dependentsOf(schema, table, column).some(({ kind }) => kind === 'foreign-key')
}

function columnOf(schema: SchemaState, name: string, column: string): Column | undefined {
  const table = findTable(schema, name)
  return table && findColumn(table, column, schema.semantics)
}

/** PostgreSQL 15 manual, CREATE CAST: every type has casts to text and from it. */
function isText({ name, arrayDimensions }: DataType): boolean {
  return arrayDimensions === undefined && /^(?:text|varchar|char)$/.test(name)
}

function isEnum({ name }: DataType, schema: SchemaState): boolean {
  return schema.enums.has(schema.semantics.objectKey(name))
}

/** A foreign key to a table that is made again, on one that was there all along. */
function refersToLostRows(operation: Operation, withRows: SchemaState): boolean {
  if (operation.kind !== 'add-constraint' || operation.constraint.type !== 'foreign-key') return false
  const { table } = operation.constraint.references
  return findTable(withRows, operation.table) !== undefined && findTable(withRows, table) === undefined
}

/** The index that was just dropped comes back as another. */
function isReplacedBy(operation: Operation, previous: Operation | undefined): boolean {
  return (
    operation.kind === 'create-index' &&
    previous?.kind === 'drop-index' &&
    previous.name === operation.index.name &&
    previous.table === operation.index.table
  )
}

/** `ALTER TABLE users DROP INDEX i, ADD KEY i (email);` of two; undefined where they are no two clauses of one. */
function inOneStatement(
  first: string | undefined,
  [second = '', ...more]: readonly string[],
): string | undefined {
  const [head] = /^ALTER TABLE .+? (?=DROP INDEX )/.exec(first ?? '') ?? []
  if (first === undefined || head === undefined || more.length > 0 || !second.startsWith(head))
    return undefined
  return `${first.slice(0, -1)}, ${second.slice(head.length)}`
}
