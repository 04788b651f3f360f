import type { OperationOf } from '../operations/operation.ts'
import { changeTable } from './edit.ts'
import { findTable } from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'

/** Grants are kept with the table that they are on: they go with it and are not copied by LIKE. */
export function changePrivileges(
  schema: SchemaState,
  operation: OperationOf<'change-privileges'>,
): SchemaState {
  if (operation.action === 'default' || findTable(schema, operation.on) === undefined) return schema
  return changeTable(schema, operation.on, table =>
    operation.roles.reduce((each, role) => withPrivileges(each, role, operation), table),
  )
}

function withPrivileges(table: Table, role: string, operation: OperationOf<'change-privileges'>): Table {
  const option = `privileges of ${role}`
  const { [option]: before = '', ...options } = table.options
  const changed = operation.privileges.map(privilege => privilege.toLowerCase())
  const present = before === '' ? [] : before.split(', ')
  const after =
    operation.action === 'grant'
      ? [...new Set([...present, ...changed])]
      : present.filter(each => !changed.includes(each) && !changed.some(name => name.startsWith('all')))
  return {
    ...table,
    options: after.length === 0 ? options : { ...options, [option]: after.sort().join(', ') },
  }
}
