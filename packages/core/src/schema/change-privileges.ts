import { nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { changeTable, changeTables, putObject } from './edit.ts'
import { overloadsOf } from './find-objects.ts'
import { findTable } from './lookup.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'

/** Grants are kept with the table that they are on: they go with it and are not copied by LIKE. */
export function changePrivileges(
  schema: SchemaState,
  operation: OperationOf<'change-privileges'>,
): SchemaState {
  if (operation.action === 'default') return schema
  const changed = (table: Table): Table =>
    operation.roles.reduce((each, role) => {
      const ofColumns = `column privileges of ${role}`
      if (operation.ofColumns === true) return withPrivileges(each, ofColumns, operation)
      const option = `grant option of ${role}`
      const optional =
        operation.grantOption === true || operation.action === 'revoke'
          ? withPrivileges(each, option, operation)
          : each
      // GRANT OPTION FOR leaves the right itself (PostgreSQL 15 manual, REVOKE).
      if (operation.grantOption === true && operation.action === 'revoke') return optional
      const whole = withPrivileges(optional, `privileges of ${role}`, operation)
      // Measured: PostgreSQL 15: what is revoked from the table is revoked from its columns too.
      return operation.action === 'revoke' ? withPrivileges(whole, ofColumns, operation) : whole
    }, table)
  const everywhere = /^all tables in schema (.+)$/.exec(operation.on)?.[1]
  if (everywhere !== undefined) {
    const tables = [...schema.tables.values()].filter(table => schemaOf(table) === everywhere)
    return changeTables(schema, tables, changed)
  }
  return findTable(schema, operation.on) === undefined
    ? objectsMeant(schema, operation.on).reduce(
        (state, object) => putObject(state, { ...object, isGranted: true }),
        schema,
      )
    : changeTable(schema, operation.on, changed)
}

/** `schema audit`, `sequence users_id_seq`, `function touch` (all of its name), `all sequences in schema audit`. */
function objectsMeant(schema: SchemaState, on: string): readonly NamedObject[] {
  const [, type, of] = /^all (\w+?)s in schema (.+)$/.exec(on) ?? []
  if (of !== undefined) {
    return [...schema.objects.values()].filter(
      object => (object.type === type || type === 'routine') && schemaOf(object) === of,
    )
  }
  return overloadsOf(schema, on.replace(/^(?:schema|sequence|function|procedure|routine|type|domain) /, ''))
}

/** What has no schema in its name is in `public`. */
function schemaOf({ name }: Pick<Table, 'name'>): string {
  const parts = nameParts(name)
  return parts.length > 1 ? (parts[0] ?? '') : 'public'
}

function withPrivileges(table: Table, option: string, operation: OperationOf<'change-privileges'>): Table {
  const { [option]: before = '', ...options } = table.options
  const changed = operation.privileges.flatMap(privilege => named(privilege.toLowerCase()))
  const present = before === '' ? [] : before.split(', ')
  const after =
    operation.action === 'grant'
      ? [...new Set([...present, ...changed])]
      : present.filter(each => !changed.includes(each))
  return {
    ...table,
    options: after.length === 0 ? options : { ...options, [option]: after.sort().join(', ') },
  }
}

/** ALL is each of them: one of them may be taken away later (PostgreSQL manual 5.8). */
function named(privilege: string): readonly string[] {
  return privilege === 'all' || privilege === 'all privileges' ? onTables : [privilege]
}

const onTables = ['delete', 'insert', 'references', 'select', 'trigger', 'truncate', 'update']

/** DROP OWNED BY takes what was granted to the role as well (PostgreSQL manual, DROP OWNED). */
export function withoutPrivilegesOf(schema: SchemaState, role: string): SchemaState {
  const gone = ['privileges', 'column privileges', 'grant option'].map(rights => `${rights} of ${role}`)
  const tables = [...schema.tables.values()].filter(({ options }) =>
    gone.some(option => options[option] !== undefined),
  )
  return changeTables(schema, tables, table => ({
    ...table,
    options: Object.fromEntries(Object.entries(table.options).filter(([option]) => !gone.includes(option))),
  }))
}
