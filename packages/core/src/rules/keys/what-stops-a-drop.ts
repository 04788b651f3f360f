import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { bindsColumn } from '../../schema/binds-column.ts'
import { parsedBodiesNaming } from '../../schema/bodies.ts'
import { type Dependent, dependentsOf } from '../../schema/dependents.ts'
import { triggersCalling } from '../../schema/find-objects.ts'
import { constraintsWith } from '../../schema/find-parts.ts'
import { earlierSteps } from '../../schema/find-steps.ts'
import { indexOrKeyNamed } from '../../schema/index-parts.ts'
import { findConstraint, findTable } from '../../schema/lookup.ts'
import type { NamedObject, SchemaState, Table } from '../../schema/schema-state.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { columnsOfType, referencesTo } from './dependents.ts'

/** In words, what keeps the server from dropping the column: `the view v`. */
export function whatStopsColumn(
  { table, column, cascade }: OperationOf<'drop-column'>,
  { before, traits, statement }: OperationContext,
): readonly string[] {
  if (cascade) return []
  const isDropped = (name: string): boolean =>
    statement.operations.some(
      each =>
        (each.kind === 'drop-constraint' && each.name !== undefined && sameColumn(before, each.name, name)) ||
        (each.kind === 'drop-column' && sameColumn(before, each.column, name)),
    )
  const parts = dependentsOf(before, table, column)
    .filter(({ kind }) => traits.columnDropRefusedBy?.includes(kind) === true)
    .filter(dependent => bindsColumn(before, dependent, table, column))
    .filter(({ kind, name }) => kind === 'view' || kind === 'materialized-view' || !isDropped(name))
    .map(inWords)
  return [...parts, ...parsedRoutines(table, column, before)]
}

function parsedRoutines(
  table: ObjectName,
  column: string | undefined,
  schema: SchemaState,
): readonly string[] {
  return parsedBodiesNaming(schema, table, column).map(({ type, name }) => `the ${type} ${name}`)
}

/** What keeps the server from dropping a table, beside foreign keys. */
export function whatStopsTable(
  table: ObjectName,
  { before, traits, statement }: OperationContext,
): readonly string[] {
  if (traits.dropsAreRestricted !== true) return []
  const parts = dependentsOf(before, table)
    .filter(({ kind }) => kind === 'view' || kind === 'materialized-view' || kind === 'inheriting-table')
    .filter(({ name }) => !isDroppedHere(name, before, statement.operations))
    .map(inWords)
  return [...parts, ...parsedRoutines(table, undefined, before)]
}

/** The views that read this one, which is said in words: DROP VIEW is refused while they are there. */
export function viewsAbove(words: string, schema: SchemaState): readonly string[] {
  const [, view] = /^the (?:materialized )?view (.+)$/.exec(words) ?? []
  if (view === undefined) return []
  return dependentsOf(schema, view)
    .filter(({ kind }) => kind === 'view' || kind === 'materialized-view')
    .map(inWords)
}

export function whatStopsObject(
  operation: OperationOf<'drop-object'>,
  context: OperationContext,
): readonly string[] {
  const { before, traits, statement } = context
  if (traits.dropsAreRestricted !== true || operation.cascade) return []
  const { name, objectType } = operation
  switch (objectType) {
    case 'view':
    case 'materialized-view':
      return dependentsOf(before, name)
        .filter(({ kind }) => kind === 'view' || kind === 'materialized-view')
        .filter(dependent => !isDroppedHere(dependent.name, before, statement.operations))
        .map(inWords)
    case 'type':
    case 'domain':
    case 'composite-type':
      return columnsOfType(name, before)
    case 'sequence':
      return columnsWithDefaultFrom(name, before)
    case 'function':
      // One of several with the name may be meant, and a function of a trigger has no arguments.
      return /\(\s*[^)\s]/.test(statement.text) ? [] : triggersThatRun(name, context)
    case 'schema':
      return tablesIn(name, before)
    default:
      return []
  }
}

/** The index of the partitioned table that it is attached to (PostgreSQL, 2BP01, with CASCADE too). */
export function whatStopsIndex(
  table: Table | undefined,
  name: string,
  { semantics }: SchemaState,
): readonly string[] {
  const above = indexOrKeyNamed(table, name, semantics)?.attachedTo
  return above === undefined ? [] : [`the index ${above} of ${table?.options['partition of'] ?? ''}`]
}

/** Foreign keys that need the primary key or unique constraint. */
export function whatStopsKey(
  { table, name, cascade }: OperationOf<'drop-constraint'>,
  { before, traits }: OperationContext,
): readonly string[] {
  const known = findTable(before, table)
  if (traits.dropsAreRestricted !== true || cascade || known === undefined || name === undefined) return []
  const key = findConstraint(known, name, before.semantics)
  if (key?.type !== 'primary-key' && key?.type !== 'unique') return []
  const isOn = (columns: readonly string[]): boolean => isSame(columns, key.columns, before)
  const others = constraintsWith(known, key.columns[0] ?? '', before.semantics).filter(
    other =>
      other !== key && (other.type === 'primary-key' || other.type === 'unique') && isOn(other.columns),
  )
  if (others.length > 0) return []
  return referencesTo(table, before)
    .filter(({ foreignKey: { references } }) =>
      references.columns.length === 0 ? key.type === 'primary-key' : isOn(references.columns),
    )
    .map(reference => `the foreign key ${reference.foreignKey.name ?? ''} of ${reference.table}`)
}

function isSame(one: readonly string[], other: readonly string[], { semantics }: SchemaState): boolean {
  const keys = new Set(other.map(semantics.columnKey))
  return one.length === other.length && one.every(column => keys.has(semantics.columnKey(column)))
}

/** A name that is text, `'ids'::text`, is looked up at each INSERT and holds nothing (measured: PostgreSQL 15). */
function columnsWithDefaultFrom(sequence: ObjectName, schema: SchemaState): readonly string[] {
  return [...schema.tables.values()].flatMap(table =>
    [...table.columns.values()]
      .filter(({ default: text = '' }) => {
        const [, named] = /nextval\(\s*'([^']+)'(?!\s*::\s*(?:text|varchar|character))/i.exec(text) ?? []
        return named !== undefined && sameObject(schema, named.replaceAll('"', ''), sequence)
      })
      .map(column => `the default of ${table.name}.${column.name}`),
  )
}

function triggersThatRun(
  routine: ObjectName,
  { before: schema, replayedScript: { steps }, step }: OperationContext,
): readonly string[] {
  // One branch drops them both: whether it runs is not known, and then of neither.
  const isDroppedFirst = ({ name, table = '' }: NamedObject): boolean =>
    earlierSteps(steps, step, table, 'drop-object').some(
      ({ operation, statement }) =>
        operation.objectType === 'trigger' &&
        sameObject(schema, operation.name, name) &&
        statement.conditions?.join() === step.statement.conditions?.join(),
    )
  return triggersCalling(schema, routine)
    .filter(trigger => !isDroppedFirst(trigger))
    .filter(({ definition }) => {
      const [, named] = /\bexecute\s+(?:function|procedure)\s+([\w."]+)/i.exec(definition) ?? []
      return named !== undefined && sameObject(schema, named.replaceAll('"', ''), routine)
    })
    .map(({ name, table }) => `the trigger ${name} of ${table ?? 'a table'}`)
}

function tablesIn(schemaName: ObjectName, schema: SchemaState): readonly string[] {
  const prefix = `${schema.semantics.objectKey(schemaName)}.`
  return [...schema.tables.values()]
    .filter(({ name }) => schema.semantics.objectKey(name).startsWith(prefix))
    .map(({ name }) => name)
}

function isDroppedHere(
  name: ObjectName,
  schema: SchemaState,
  operations: OperationContext['statement']['operations'],
): boolean {
  return operations.some(
    each =>
      (each.kind === 'drop-table' && sameObject(schema, each.table, name)) ||
      (each.kind === 'drop-object' && sameObject(schema, each.name, name)),
  )
}

function inWords({ kind, name, table }: Dependent): string {
  const what = kind.replaceAll('-', ' ')
  switch (kind) {
    case 'foreign-key':
    case 'trigger':
    case 'policy':
    case 'rule':
      return `the ${what} ${name}${table === undefined ? '' : ` of ${table}`}`
    case 'check':
      return `the CHECK ${name}`.trimEnd()
    case 'inheriting-table':
      return `the table ${name}`
    default:
      return `the ${what} ${name}`
  }
}
