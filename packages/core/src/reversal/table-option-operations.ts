import type { Operation } from '../operations/operation.ts'
import type { Table } from '../schema/schema-state.ts'

export const privilegesPrefix = 'privileges of '

/** What gives a table the other's options, grants and comment. */
export function optionOperations(from: Table, to: Table): readonly Operation[] {
  const names = [...new Set([...Object.keys(from.options), ...Object.keys(to.options)])].sort()
  return [
    ...names
      .filter(name => from.options[name] !== to.options[name])
      .flatMap(name =>
        name === 'partition of' || name === 'partition bound'
          ? partitionOperation(name, from, to)
          : optionOperation(to.name, name, from.options[name], to.options[name]),
      ),
    ...commentOperation(from, to),
  ]
}

function optionOperation(
  table: string,
  option: string,
  from: string | undefined,
  to: string | undefined,
): readonly Operation[] {
  if (!option.startsWith(privilegesPrefix)) {
    return [{ kind: 'set-table-option', table, option, value: to ?? '' }]
  }
  const roles = [option.slice(privilegesPrefix.length)]
  const revoked = listed(from).filter(privilege => !listed(to).includes(privilege))
  const granted = listed(to).filter(privilege => !listed(from).includes(privilege))
  return [
    ...(revoked.length === 0
      ? []
      : [
          {
            kind: 'change-privileges' as const,
            action: 'revoke' as const,
            privileges: revoked,
            on: table,
            roles,
          },
        ]),
    ...(granted.length === 0
      ? []
      : [
          {
            kind: 'change-privileges' as const,
            action: 'grant' as const,
            privileges: granted,
            on: table,
            roles,
          },
        ]),
  ]
}

/** The bound is said with ATTACH PARTITION, and gone with DETACH. */
function partitionOperation(option: string, from: Table, to: Table): readonly Operation[] {
  if (option === 'partition bound') return []
  const parent = to.options['partition of']
  const bound = to.options['partition bound']
  const partitions = [to.name]
  if (parent === undefined) {
    const table = from.options['partition of'] ?? ''
    return [{ kind: 'change-partitions', table, action: 'detach', partitions }]
  }
  return [
    {
      kind: 'change-partitions',
      table: parent,
      action: 'attach',
      partitions,
      ...(bound !== undefined && { bound }),
    },
  ]
}

function listed(privileges: string | undefined): readonly string[] {
  return privileges === undefined ? [] : privileges.split(', ')
}

function commentOperation(from: Table, to: Table): readonly Operation[] {
  if (from.comment === to.comment) return []
  return [
    {
      kind: 'set-comment',
      objectType: 'table',
      name: to.name,
      ...(to.comment === undefined ? {} : { comment: to.comment }),
    },
  ]
}
