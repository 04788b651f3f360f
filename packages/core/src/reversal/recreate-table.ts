import type { Constraint } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { nameList } from '../schema/name-list.ts'
import type { Table } from '../schema/schema-state.ts'
import { isPrivilegesOption } from './privilege-operations.ts'
import { optionOperations } from './table-option-operations.ts'

/** The CREATE TABLE of a table as the schema knows it, with those of its constraints, and the grants on it. */
export function recreateTable(
  table: Table,
  isInside: (constraint: Constraint) => boolean = () => true,
): readonly Operation[] {
  const { 'partition of': partitionOf, inherits, ...rest } = table.options
  const options = Object.fromEntries(Object.entries(rest).filter(([option]) => !isPrivilegesOption(option)))
  const created: Operation = {
    kind: 'create-table',
    table: table.name,
    columns: [...table.columns.values()],
    constraints: [...table.constraints].filter(isInside),
    indexes: table.indexes.filter(({ implicit }) => implicit !== true),
    ifNotExists: false,
    orReplace: false,
    temporary: false,
    options: table.comment === undefined ? options : { ...options, comment: table.comment },
    ...(partitionOf === undefined ? {} : { partitionOf }),
    ...(inherits === undefined ? {} : { inherits: nameList(inherits) }),
  }
  const { owner: _owner, ...unowned } = table
  const withoutGrants: Table = {
    ...unowned,
    options: {
      ...options,
      ...(partitionOf && { 'partition of': partitionOf }),
      ...(inherits && { inherits }),
    },
  }
  return [created, ...optionOperations(withoutGrants, table)]
}
