import type { ObjectName } from '../operations/column.ts'
import { joinName, nameParts } from '../operations/names.ts'
import { putObject, removeObjects } from './edit.ts'
import { renameTable } from './rename-table.ts'
import { renameType } from './rename-type.ts'
import type { SchemaState } from './schema-state.ts'

/** ALTER SCHEMA … RENAME: everything in it is found under the new name (PostgreSQL). */
export function renameSchema(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const moved = (name: ObjectName): ObjectName | undefined => {
    const [first, ...rest] = nameParts(name)
    return first === from && rest.length > 0 ? joinName([to, ...rest]) : undefined
  }
  const tables = [...schema.tables.values()].reduce((state, { name }) => {
    const target = moved(name)
    return target === undefined ? state : renameTable(state, name, target)
  }, schema)
  const types = [...tables.enums.values()].reduce((state, { name }) => {
    const target = moved(name)
    return target === undefined ? state : renameType(state, name, target)
  }, tables)
  return [...types.objects.values()].reduce((state, object) => {
    const isIt = object.type === 'schema' && object.name === from
    const name = isIt ? to : moved(object.name)
    return name === undefined ? state : putObject(removeObjects(state, [object]), { ...object, name })
  }, types)
}
