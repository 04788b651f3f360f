import type { OperationOf } from '../operations/operation.ts'
import type { Table } from '../schema/schema-state.ts'

const privilegesPrefix = 'privileges of '
const grantOptionPrefix = 'grant option of '

type ChangePrivileges = OperationOf<'change-privileges'>

/** Rights on the whole table, and to grant them on; those on columns are not kept column by column. */
export function isPrivilegesOption(option: string): boolean {
  return option.startsWith(privilegesPrefix) || option.startsWith(grantOptionPrefix)
}

/** What gives a table the rights that the other has. */
export function privilegeOperations(from: Table, to: Table): readonly ChangePrivileges[] {
  const roles = new Set(
    [from, to].flatMap(({ options }) =>
      Object.keys(options)
        .filter(isPrivilegesOption)
        .map(option => option.replace(privilegesPrefix, '').replace(grantOptionPrefix, '')),
    ),
  )
  return [...roles].sort().flatMap(role => ofRole(role, from, to))
}

/** Who loses a right loses the option with it, and who gets the option has the right (PostgreSQL 15 manual, GRANT). */
function ofRole(role: string, from: Table, to: Table): readonly ChangePrivileges[] {
  const rights = (table: Table): readonly string[] => listed(table.options[`${privilegesPrefix}${role}`])
  const optional = (table: Table): readonly string[] => listed(table.options[`${grantOptionPrefix}${role}`])
  const change = (
    action: 'grant' | 'revoke',
    privileges: readonly string[],
    grantOption: boolean,
  ): readonly ChangePrivileges[] =>
    privileges.length === 0
      ? []
      : [
          {
            kind: 'change-privileges',
            action,
            privileges,
            on: to.name,
            roles: [role],
            ...(grantOption && { grantOption: true as const }),
          },
        ]
  const revoked = without(rights(from), rights(to))
  const given = without(optional(to), optional(from))
  return [
    ...change('revoke', revoked, false),
    ...change('revoke', without(without(optional(from), optional(to)), revoked), true),
    ...change('grant', without(without(rights(to), rights(from)), given), false),
    ...change('grant', given, true),
  ]
}

function without(privileges: readonly string[], others: readonly string[]): readonly string[] {
  return privileges.filter(privilege => !others.includes(privilege))
}

function listed(privileges: string | undefined): readonly string[] {
  return privileges === undefined ? [] : privileges.split(', ')
}
