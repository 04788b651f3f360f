import type { Operation, OperationOf } from '../operations/operation.ts'
import { findColumn, findConstraint, findObject, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { storageParameterPrefix, storageParametersIn } from '../schema/storage-parameters.ts'
import { needsOf } from './need.ts'
import { needInWords } from './need-in-words.ts'
import { mayExist } from './plant.ts'
import { withTableInName } from './table-in-index-name.ts'

/** Why it cannot be taken back, whatever one writes. */
export function whyNotTakenBack(operation: Operation, before: SchemaState): string | undefined {
  switch (operation.kind) {
    case 'drop-table':
      return operation.temporary || findTable(before, operation.table)?.complete || before.complete
        ? undefined
        : `the definition of table ${operation.table} was never seen whole`
    case 'drop-column':
    case 'change-column':
    case 'change-column-type':
    case 'set-default':
    case 'drop-default':
    case 'set-column-option':
      return unseenColumn(operation, before) ?? unkeptOption(operation)
    case 'drop-constraint':
    case 'drop-index':
    case 'validate-constraint':
    case 'drop-object':
      return unseen(operation, before)
    case 'set-table-option':
      return setOption(operation, before)
    case 'convert-charset':
      return findTable(before, operation.table)?.options.charset === undefined
        ? `the character set of table ${operation.table} before is not known`
        : undefined
    case 'change-partitions':
      return partitions(operation, before)
    case 'create-table':
      return operation.orReplace && findTable(before, operation.table)?.complete !== true && !before.complete
        ? `whether a table ${operation.table} was there before is not known`
        : undefined
    case 'create-object':
      return operation.orReplace && !before.complete && needsReplaced(operation, before)
        ? `whether it replaces an earlier definition of ${operation.name} is not known`
        : undefined
    case 'add-enum-value':
      return unseen(operation, before) ?? 'a value cannot be taken out of an enum again'
    case 'insert-rows':
      return 'the rows that it inserts cannot be told from others'
    case 'alter-object':
      if (keepsTrack(operation, before)) return undefined
      return /^owner\b/.test(operation.change)
        ? `who owned ${operation.objectType.replaceAll('-', ' ')} ${operation.name} before is not known`
        : `what ${operation.objectType.replaceAll('-', ' ')} ${operation.name} was before is not known`
    case 'set-comment':
      return operation.objectType === 'table' || operation.objectType === 'column'
        ? undefined
        : 'the comment before is not known'
    case 'change-privileges':
      return findTable(before, operation.on) === undefined
        ? `the privileges on ${operation.on} before are not known`
        : undefined
    case 'run-code':
      return 'what the code does cannot be seen'
    case 'unreadable':
      return `it could not be read: ${operation.reason}`
    case 'set-variable':
      return operation.scope === 'global' ? 'the value before is not known' : undefined
    case 'rename-table':
    case 'truncate-table':
    case 'add-column':
    case 'rename-column':
    case 'set-not-null':
    case 'drop-not-null':
    case 'add-constraint':
    case 'rename-constraint':
    case 'create-index':
    case 'rename-index':
    case 'attach-index':
    case 'reindex':
    case 'create-enum':
    case 'rename-enum-value':
    case 'rename-object':
    case 'update-rows':
    case 'delete-rows':
    case 'read-rows':
    case 'control-transaction':
    case 'lock-table':
    case 'maintain':
    case 'no-effect':
      return undefined
    default:
      operation satisfies never
      return undefined
  }
}

function unseen(operation: Operation, before: SchemaState): string | undefined {
  const needs = needsOf(operation, before)
  const isDoubtful = 'ifExists' in operation && operation.ifExists
  const located = isDoubtful ? needs.map(each => withTableInName(each, before)) : needs
  const need = located.find(each => mayExist(before, each))
  return need === undefined ? undefined : `the definition of ${needInWords(need)} was never seen`
}

function unseenColumn(
  operation: Operation & { readonly table: string; readonly column: string },
  before: SchemaState,
): string | undefined {
  const table = findTable(before, operation.table)
  const column = table === undefined ? undefined : findColumn(table, operation.column, before.semantics)
  return column?.partial === true
    ? `the definition of column ${operation.table}.${operation.column} was never seen whole`
    : unseen(operation, before)
}

function unkeptOption(operation: Operation): string | undefined {
  if (operation.kind !== 'set-column-option') return undefined
  return ['identity', 'expression', 'visibility', 'visible'].includes(operation.option)
    ? undefined
    : `${operation.option} of column ${operation.table}.${operation.column} before is not known`
}

/** PostgreSQL manual, 5.9 Row Security Policies: off until a statement turns it on. */
const offAtFirst: readonly string[] = ['row-level-security', 'force-row-level-security']

function setOption(
  { table: name, option, value }: OperationOf<'set-table-option'>,
  before: SchemaState,
): string | undefined {
  const table = findTable(before, name)
  if (option.startsWith('constraint ')) {
    const constraint = option.slice('constraint '.length)
    const isSeen = table !== undefined && findConstraint(table, constraint, before.semantics) !== undefined
    return isSeen ? undefined : `constraint ${constraint} of table ${name} before is not known`
  }
  const known =
    (option === 'storage-parameter' && areParametersKnown(table, value)) ||
    (option === 'owner' && table?.owner !== undefined) ||
    option === 'schema' ||
    option === 'comment' ||
    table?.options[option] !== undefined ||
    (table?.complete === true && offAtFirst.includes(option))
  return known ? undefined : `${option} of table ${name} before is not known`
}

function areParametersKnown(table: Table | undefined, value: string): boolean {
  return (
    table?.complete === true ||
    [...storageParametersIn(value).keys()].every(
      name => table?.options[`${storageParameterPrefix}${name}`] !== undefined,
    )
  )
}

function partitions(
  { action, partitions: names }: OperationOf<'change-partitions'>,
  before: SchemaState,
): string | undefined {
  if (action === 'add' || action === 'attach') return undefined
  if (action !== 'detach') return `${action} of partitions is not taken back by a statement`
  const areKnown = names.every(name => findTable(before, name)?.options['partition bound'] !== undefined)
  return areKnown ? undefined : 'the bounds of the partition are not known'
}

function needsReplaced(operation: OperationOf<'create-object'>, before: SchemaState): boolean {
  const { objectType, name, table } = operation
  const drop: Operation = {
    kind: 'drop-object',
    objectType,
    name,
    ifExists: false,
    cascade: false,
    ...(table === undefined ? {} : { table }),
  }
  return needsOf(drop, before).length > 0
}

/** Replay knows what the settings were before, and compares them after. */
function keepsTrack(operation: OperationOf<'alter-object'>, before: SchemaState): boolean {
  const { objectType, name, table, settings } = operation
  return settings !== undefined && findObject(before, objectType, name, table)?.settings !== undefined
}
