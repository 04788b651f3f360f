import { bareName, nameParts } from '../../../operations/names.ts'
import type { ObjectType } from '../../../operations/object-type.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { quotedName } from '../../writing/sql-writer.ts'
import { engine } from './engine-words.ts'

const droppedByName: readonly ObjectType[] = [
  'view',
  'materialized-view',
  'sequence',
  'type',
  'domain',
  'extension',
  'schema',
]

const ofTable: readonly ObjectType[] = ['trigger', 'policy', 'rule']

export function dropObject(operation: OperationOf<'drop-object'>): readonly string[] | undefined {
  const { objectType, table, arguments: types } = operation
  const name = quotedName(operation.name, engine)
  if (droppedByName.includes(objectType)) return [`DROP ${words(objectType)} ${name}`]
  if (ofTable.includes(objectType) && table !== undefined) {
    return [`DROP ${words(objectType)} ${name} ON ${quotedName(table, engine)}`]
  }
  if (objectType !== 'function' && objectType !== 'procedure') return undefined
  // Replay names one of several of a name by its types too.
  const bare = quotedName(operation.name.replace(/\(.*\)$/, ''), engine)
  return [`DROP ${words(objectType)} ${bare}${types === undefined ? '' : `(${types})`}`]
}

export function renameObject({
  objectType,
  name,
  to,
}: OperationOf<'rename-object'>): readonly string[] | undefined {
  if (!droppedByName.includes(objectType) || objectType === 'extension') return undefined
  const altered = `ALTER ${words(objectType)} ${quotedName(name, engine)}`
  if (schemaOf(name) === schemaOf(to)) return [`${altered} RENAME TO ${engine.quote(bareName(to))}`]
  return bareName(name) === bareName(to) ? [`${altered} SET SCHEMA ${engine.quote(schemaOf(to))}`] : undefined
}

function schemaOf(name: string): string {
  return nameParts(name).slice(0, -1).join('.') || 'public'
}

function words(objectType: ObjectType): string {
  return objectType.replaceAll('-', ' ').toUpperCase()
}
