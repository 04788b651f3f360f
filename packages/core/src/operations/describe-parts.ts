import type { Constraint, DataType, Index } from './column.ts'

/** A constraint in words: `foreign key orders_user_fkey (user_id) to users (id)`. */
export function describeConstraint(constraint: Constraint): string {
  const name = constraint.name === undefined ? '' : ` ${constraint.name}`
  return `${constraint.type.replaceAll('-', ' ')}${name} ${constraintBody(constraint)}`.trimEnd()
}

function constraintBody(constraint: Constraint): string {
  switch (constraint.type) {
    case 'primary-key':
    case 'unique':
    case 'not-null':
      return `(${constraint.columns.join(', ')})`
    case 'foreign-key':
      return `(${constraint.columns.join(', ')}) to ${referenced(constraint.references)}`
    case 'check':
      return `(${constraint.expression})`
    case 'exclusion':
      return constraint.definition
    default:
      constraint satisfies never
      return ''
  }
}

function referenced({
  table,
  columns,
}: {
  readonly table: string
  readonly columns: readonly string[]
}): string {
  return columns.length === 0 ? table : `${table} (${columns.join(', ')})`
}

/** The columns and expressions of an index: `email(10), lower(name) desc`. */
export function describeIndexParts(index: Index): string {
  return index.parts
    .map(({ column, expression, length, descending }) => {
      const prefix = length === undefined ? '' : `(${length})`
      return `${column ?? expression ?? ''}${prefix}${descending === true ? ' desc' : ''}`
    })
    .join(', ')
}

/** In lower case, however it was written; the members of an ENUM as they are. */
export function describeType({ text }: DataType): string {
  return text.replace(/'[^']*'|"[^"]*"|[^'"]+/g, part => (/^['"]/.test(part) ? part : part.toLowerCase()))
}
