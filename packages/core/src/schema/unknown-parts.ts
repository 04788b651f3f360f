import type { Constraint, Index, ObjectName } from '../operations/column.ts'

/** A constraint of which only the name (and, from the statement, the type) is known: a written one is never empty. */
export function unknownConstraint(
  name: string | undefined,
  type?: Constraint['type'],
  columns: readonly string[] = [],
): Constraint {
  const named = name === undefined ? { implicitName: true as const } : { name }
  switch (type) {
    case 'primary-key':
    case 'unique':
    case 'not-null':
      return { ...named, type, columns: [] }
    case 'foreign-key':
      return { ...named, type, columns, references: { table: '', columns: [] } }
    case 'check':
      return { ...named, type, expression: '' }
    default:
      return { ...named, type: 'exclusion', definition: '' }
  }
}

export function isUnknownConstraint(constraint: Constraint): boolean {
  switch (constraint.type) {
    case 'check':
      return constraint.expression === ''
    case 'exclusion':
      return constraint.definition === ''
    case 'foreign-key':
      return constraint.references.table === ''
    default:
      return constraint.columns.length === 0
  }
}

/** An index of which only the name is known: every real one has a part. */
export function unknownIndex(name: string, table: ObjectName): Index {
  return { name, table, parts: [], unique: false }
}

export function isUnknownIndex(index: Index): boolean {
  return index.parts.length === 0
}
