import type { ObjectName } from '../operations/column.ts'
import { changeColumns } from './edit.ts'
import { columnsOfType } from './find-columns.ts'
import { indexed } from './indexed-map.ts'
import { findEnum } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'

/** An enum's new name, and that of the columns that have it. */
export function renameType(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const { objectKey } = schema.semantics
  const type = findEnum(schema, from)
  const enums =
    type === undefined
      ? schema.enums
      : indexed(schema.enums).renamed(objectKey(from), objectKey(to), { ...type, name: to })
  return renameColumnsType({ ...schema, enums }, from, to)
}

/** Of an enum, a domain or a composite type. */
export function renameColumnsType(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  return changeColumns(schema, columnsOfType(schema, from), column => {
    if (column.type === undefined) return column
    const text = `${to}${'[]'.repeat(column.type.arrayDimensions ?? 0)}`
    return { ...column, type: { ...column.type, name: to, text } }
  })
}
