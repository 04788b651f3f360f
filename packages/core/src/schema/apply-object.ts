import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { changeConstraint } from './apply-constraint.ts'
import { changePrivileges } from './change-privileges.ts'
import { withAttribute } from './composite-type.ts'
import { withDatabaseCharset } from './database-charset.ts'
import { dropObject } from './drop-object.ts'
import { changeColumns, changeTable, putObject } from './edit.ts'
import { indexesNamed } from './find-parts.ts'
import { findObject } from './lookup.ts'
import { identitiesWith, ownerIn } from './owned-sequence.ts'
import { partList } from './part-list.ts'
import { renameObject } from './rename-object.ts'
import { overloadName } from './routine.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'
import { selectedColumns } from './selected-columns.ts'
import { setComment } from './set-comment.ts'
import { asUnkept, withUnkeptIndex } from './unkept.ts'
import { columnsReadNow, isView } from './view-reads.ts'

type ObjectOperation = OperationOf<
  'create-object' | 'drop-object' | 'rename-object' | 'alter-object' | 'set-comment' | 'change-privileges'
>

export function applyToObject(schema: SchemaState, operation: ObjectOperation): SchemaState {
  switch (operation.kind) {
    case 'create-object':
      return withDatabaseCharset(create(schema, operation), operation)
    case 'drop-object':
      return withDatabaseCharset(dropObject(schema, operation), operation)
    case 'rename-object':
      return renameObject(schema, operation)
    case 'alter-object':
      return withDatabaseCharset(alter(schema, operation), operation)
    case 'set-comment':
      return setComment(schema, operation)
    case 'change-privileges':
      return changePrivileges(schema, operation)
    default:
      operation satisfies never
      return schema
  }
}

function create(schema: SchemaState, operation: OperationOf<'create-object'>): SchemaState {
  const { objectType: type, table, definition, reads, selection, settings, arguments: types } = operation
  const readsColumns = operation.readsColumns && columnsReadNow(schema, operation.readsColumns, reads ?? [])
  const name = overloadName(schema, operation)
  if (operation.ifNotExists && findObject(schema, type, name, table) !== undefined) return schema
  // What replaces it keeps its comment, its owner and the rights on it (PostgreSQL 15 manual, CREATE VIEW, CREATE FUNCTION).
  const replaced = operation.orReplace ? findObject(schema, type, name, table) : undefined
  const ownedBy = type === 'sequence' ? ownerIn(definition) : undefined
  const columns = selection && selectedColumns(schema, selection)
  return putObject(schema, {
    type,
    name,
    definition,
    ...(table === undefined ? {} : { table }),
    ...(ownedBy === undefined ? {} : { ownedBy }),
    ...(reads === undefined ? {} : { reads }),
    ...(columns === undefined ? {} : { columns }),
    ...(readsColumns === undefined ? {} : { readsColumns }),
    ...(settings === undefined ? {} : { settings }),
    ...(types === undefined ? {} : { arguments: types }),
    ...(replaced?.owner === undefined ? {} : { owner: replaced.owner }),
    ...(replaced?.unkept && { unkept: true as const }),
    ...(replaced?.isGranted && { isGranted: true as const }),
  })
}

/** Of what is altered, settings are kept where they are known, a sequence's owner, for the sequence goes with its
 * column, and a composite type's attributes. */
function alter(schema: SchemaState, operation: OperationOf<'alter-object'>): SchemaState {
  const { objectType, name, change, table } = operation
  if (objectType === 'other' && table !== undefined && (change === 'visible' || change === 'invisible')) {
    return showIndex(schema, table, name, change === 'visible')
  }
  if (objectType === 'other' && table !== undefined && (change === 'enforced' || change === 'not enforced')) {
    return enforceCheck(schema, table, name, change === 'enforced')
  }
  const object = findObject(schema, objectType, name, table)
  if (object === undefined) return alterPartOfTable(schema, operation)
  if (objectType === 'composite-type') {
    return putObject(schema, { ...object, definition: withAttribute(object.definition, change) })
  }
  if (isView(object)) return putObject(schema, withColumnRenamed(object, change, schema))
  if (objectType === 'sequence' && /\bowned by none\b/.test(change)) {
    const { ownedBy: _owner, ...free } = withSettings(object, operation)
    return putObject(schema, free)
  }
  const ownedBy = objectType === 'sequence' ? ownerIn(change) : undefined
  return putObject(schema, {
    ...withSettings(object, operation),
    ...(ownedBy === undefined ? {} : { ownedBy }),
  })
}

/** PostgreSQL's ALTER INDEX, and ALTER SEQUENCE of an identity column: of what they change it is kept that it did. */
function alterPartOfTable(
  schema: SchemaState,
  { objectType, name, change }: OperationOf<'alter-object'>,
): SchemaState {
  if (objectType === 'other' && schema.semantics.indexNamesPer === 'schema') {
    return withUnkeptIndex(schema, name)
  }
  return objectType === 'sequence' && !isPassing(change)
    ? changeColumns(schema, identitiesWith(schema, name), asUnkept)
    : schema
}

/** ALTER VIEW … RENAME COLUMN a TO b. */
function withColumnRenamed(view: NamedObject, change: string, { semantics }: SchemaState): NamedObject {
  const [, from, to] = /^rename column (.+) to (.+)$/.exec(change) ?? []
  if (view.columns === undefined || from === undefined || to === undefined) return altered(view, change)
  const key = semantics.columnKey(from)
  return {
    ...view,
    unkept: true,
    columns: view.columns.map(column =>
      semantics.columnKey(column.name) === key ? { ...column, name: to } : column,
    ),
  }
}

/** Who owns it is no part of what it does, and the number that a sequence gives next no part of its definition. */
function altered(object: NamedObject, change: string): NamedObject {
  const [, owner] = /^owner (?:to )?(.+)$/.exec(change) ?? []
  if (owner !== undefined) return { ...object, owner }
  return isPassing(change) ? object : asUnkept(object)
}

function isPassing(change: string): boolean {
  return /^(?:owner|owned by) |^restart\b[^,]*$/.test(change)
}

function withSettings(
  object: NamedObject,
  { settings, change }: Pick<OperationOf<'alter-object'>, 'settings' | 'change'>,
): NamedObject {
  if (object.settings === undefined) return altered(object, change)
  if (settings !== undefined) {
    const resetsAll = settings['set all'] === ''
    const kept = Object.entries(object.settings).filter(([name]) => !(resetsAll && name.startsWith('set ')))
    const changed = Object.entries({ ...Object.fromEntries(kept), ...settings }).filter(
      ([, value]) => value !== '',
    )
    return { ...object, settings: Object.fromEntries(changed) }
  }
  if (isPassing(change)) return altered(object, change)
  const { settings: _unknown, ...rest } = object
  return rest
}

/** MySQL's ALTER INDEX … INVISIBLE, MariaDB's IGNORED. */
function showIndex(schema: SchemaState, table: ObjectName, name: string, isVisible: boolean): SchemaState {
  return changeTable(schema, table, each => ({
    ...each,
    indexes: partList(each.indexes).replaced(indexesNamed(each, name, schema.semantics), index => {
      const { invisible: _previous, ...rest } = index
      return isVisible ? rest : { ...rest, invisible: true }
    }),
  }))
}

/** MySQL's ALTER CHECK … [NOT] ENFORCED. */
function enforceCheck(
  schema: SchemaState,
  table: ObjectName,
  name: string,
  isEnforced: boolean,
): SchemaState {
  return changeTable(schema, table, each =>
    changeConstraint(schema.semantics, each, name, constraint => {
      if (constraint.type !== 'check') return constraint
      const { notEnforced: _previous, ...rest } = constraint
      return isEnforced ? rest : { ...rest, notEnforced: true }
    }),
  )
}
