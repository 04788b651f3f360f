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
  return changeColumns({ ...schema, enums }, columnsOfType(schema, from), column =>
    column.type === undefined ? column : { ...column, type: { ...column.type, name: to, text: to } },
  )
}
