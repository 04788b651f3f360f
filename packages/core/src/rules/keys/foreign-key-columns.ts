import type { Constraint, DataType, ObjectName } from '../../operations/column.ts'
import { findColumn, primaryKeyOf } from '../../schema/lookup.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { withTableCharset } from '../../schema/table-charset.ts'
import type { OperationContext } from '../rule.ts'

type ForeignKey = Extract<Constraint, { type: 'foreign-key' }>

/** A column of a foreign key and the one that it refers to. */
export interface JoinedColumns {
  readonly column: string
  readonly parent: ObjectName
  readonly target: string
  /** With the character set and collation that the table gives them. */
  readonly type: DataType
  readonly targetType: DataType
}

/** The pairs of columns, of those foreign keys among the constraints, whose types are known. */
export function joinedColumns(
  table: ObjectName,
  constraints: readonly Constraint[],
  { after, tableAfter }: OperationContext,
): readonly JoinedColumns[] {
  return constraints.flatMap(constraint => {
    if (constraint.type !== 'foreign-key') return []
    const parent = tableAfter(constraint.references.table)
    const targets = parent === undefined ? [] : referencedColumns(constraint, parent)
    return constraint.columns.flatMap((column, position) => {
      const target = targets[position]
      const type = typeIn(tableAfter(table), column, after)
      const targetType = typeIn(parent, target, after)
      return target === undefined || type === undefined || targetType === undefined
        ? []
        : [{ column, parent: constraint.references.table, target, type, targetType }]
    })
  })
}

/** REFERENCES without columns means the primary key. */
export function referencedColumns(
  { references }: Pick<ForeignKey, 'references'>,
  parent: Table,
): readonly string[] {
  const key = primaryKeyOf(parent)
  const implied = key?.type === 'primary-key' ? key.columns : []
  return references.columns.length > 0 ? references.columns : implied
}

function typeIn(
  table: Table | undefined,
  column: string | undefined,
  { semantics }: SchemaState,
): DataType | undefined {
  const type = table && column !== undefined ? findColumn(table, column, semantics)?.type : undefined
  return table && type && withTableCharset(type, table)
}
