import type { Operation } from '../../operations/operation.ts'

/** The statement with IF EXISTS, where every engine that has the statement takes the words there. An index whose table
 * is named, and a column, MySQL does not. */
export function withIfExists(operation: Operation, statement: string): string | undefined {
  const head = headOf(operation)
  return head?.test(statement) === true ? `${statement.replace(head, '$& IF EXISTS')};` : undefined
}

function headOf(operation: Operation): RegExp | undefined {
  switch (operation.kind) {
    case 'drop-table':
      return /^\s*drop\s+table\b/i
    case 'drop-index':
      return operation.table === undefined ? /^\s*drop\s+index(?:\s+concurrently)?\b/i : undefined
    case 'drop-object':
      return /^\s*drop\s+(?:materialized\s+view|view|sequence|type|domain|function|procedure|trigger|policy|schema)\b/i
    default:
      return undefined
  }
}
