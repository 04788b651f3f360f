import type { Operation, OperationOf } from '../../../operations/operation.ts'
import type { AlterDefaultPrivilegesStmt, GrantRoleStmt, GrantStmt, Node } from '../grammar.ts'
import { nameOf, roleName, strings } from '../tree/names.ts'
import { objectTypeWords } from '../tree/object-type.ts'
import { options } from '../tree/values.ts'
import { on, type ReaderEntry } from './reader.ts'

type ChangePrivileges = OperationOf<'change-privileges'>

export const privilegeReaders: readonly ReaderEntry[] = [
  on('GrantStmt', grant),
  on('GrantRoleStmt', grantRole),
  on('AlterDefaultPrivilegesStmt', defaultPrivileges),
]

function grant(statement: GrantStmt): readonly ChangePrivileges[] {
  return (statement.objects ?? []).map(object => ({
    ...privileges(statement),
    on: grantedOn(statement, object),
  }))
}

/** ALL of what has one privilege is that one (manual, Privileges, table 5.2). */
const onlyPrivilege: ReadonlyMap<string, string> = new Map([
  ['OBJECT_FUNCTION', 'execute'],
  ['OBJECT_PROCEDURE', 'execute'],
  ['OBJECT_ROUTINE', 'execute'],
  ['OBJECT_DOMAIN', 'usage'],
  ['OBJECT_FDW', 'usage'],
  ['OBJECT_FOREIGN_SERVER', 'usage'],
  ['OBJECT_LANGUAGE', 'usage'],
  ['OBJECT_TYPE', 'usage'],
  ['OBJECT_TABLESPACE', 'create'],
])

function privileges(statement: GrantStmt): ChangePrivileges {
  const names = accessNames(statement.privileges)
  return {
    kind: 'change-privileges',
    action: statement.is_grant ? 'grant' : 'revoke',
    privileges: names.length === 0 ? [onlyPrivilege.get(statement.objtype ?? '') ?? 'all'] : names,
    on: '',
    roles: roles(statement.grantees),
    ...(isOfColumns(statement) && { ofColumns: true as const }),
    ...(statement.grant_option && { grantOption: true as const }),
  }
}

function isOfColumns({ privileges: list = [] }: GrantStmt): boolean {
  return list.some(node => 'AccessPriv' in node && (node.AccessPriv.cols ?? []).length > 0)
}

/** A table's bare name; `sequence orders_id_seq`; `all tables in schema audit`. */
function grantedOn({ targtype, objtype }: GrantStmt, object: Node): string {
  const name = nameOf(object)
  if (targtype === 'ACL_TARGET_ALL_IN_SCHEMA')
    return `all ${objectTypeWords(objtype)}s in schema ${name || 'public'}`
  return objtype === 'OBJECT_TABLE' ? name : `${objectTypeWords(objtype)} ${name}`
}

function grantRole(statement: GrantRoleStmt): Operation {
  return {
    kind: 'change-privileges',
    action: statement.is_grant ? 'grant' : 'revoke',
    privileges: accessNames(statement.granted_roles),
    on: 'role',
    roles: roles(statement.grantee_roles),
  }
}

function defaultPrivileges({ action, options: scope }: AlterDefaultPrivilegesStmt): Operation {
  const schemas = options(scope).flatMap(({ defname, arg }) =>
    defname === 'schemas' && arg && 'List' in arg ? strings(arg.List.items) : [],
  )
  const makers = options(scope).flatMap(({ defname, arg }) =>
    defname === 'roles' && arg && 'List' in arg ? roles(arg.List.items) : [],
  )
  const on = `${objectTypeWords(action?.objtype)}s${schemas.length > 0 ? ` in schema ${schemas.join(', ')}` : ''}`
  const revokes = action !== undefined && action.is_grant !== true
  return {
    ...privileges(action ?? {}),
    action: 'default',
    ...(revokes && { revokes }),
    ...(makers.length > 0 && { makers }),
    on,
  }
}

function accessNames(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap(node => ('AccessPriv' in node ? [node.AccessPriv.priv_name ?? 'all'] : []))
}

function roles(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap(node => ('RoleSpec' in node ? [roleName(node.RoleSpec)] : []))
}
