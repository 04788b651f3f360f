import type { Operation, OperationOf } from '../../../operations/operation.ts'

/**
 * The actions of one ALTER TABLE are done together (measured: MariaDB 10.11): a key that is dropped is gone before the
 * one that takes its name, columns get their new names at once, and the table gets its own last, wherever they stand.
 */
export function inServersOrder(operations: readonly Operation[]): readonly Operation[] {
  const isFirst = (operation: Operation): boolean => {
    const name = droppedName(operation)
    return name !== undefined && operations.some(other => addedName(other) === name)
  }
  const isLast = ({ kind }: Operation): boolean => kind === 'rename-table'
  return exchanged([
    ...operations.filter(isFirst),
    ...operations.filter(operation => !isFirst(operation) && !isLast(operation)),
    ...operations.filter(isLast),
  ])
}

/** `index k`: an index is dropped with DROP CONSTRAINT too. */
function droppedName(operation: Operation): string | undefined {
  if (operation.kind !== 'drop-index' && operation.kind !== 'drop-constraint') return undefined
  return operation.name === undefined ? undefined : `index ${operation.name.toLowerCase()}`
}

function addedName(operation: Operation): string | undefined {
  const name =
    operation.kind === 'create-index'
      ? operation.index.name
      : operation.kind === 'add-constraint'
        ? operation.constraint.name
        : undefined
  return name === undefined ? undefined : `index ${name.toLowerCase()}`
}

type Renaming = OperationOf<'rename-column' | 'change-column'>

/** `CHANGE a b …, CHANGE b a …`: the names are exchanged, and then each column is what is said of it. */
function exchanged(operations: readonly Operation[]): readonly Operation[] {
  const renamings = operations.filter(isRenaming)
  const partnerOf = (one: Renaming): Renaming | undefined =>
    renamings.find(other => isSame(other.column, newName(one)) && isSame(newName(other), one.column))
  const done = new Set<Operation>()
  return operations.flatMap((operation): readonly Operation[] => {
    const partner = isRenaming(operation) ? partnerOf(operation) : undefined
    if (!isRenaming(operation) || partner === undefined) return [operation]
    const restated = operation.kind === 'change-column' ? [{ ...operation, column: operation.to.name }] : []
    if (done.has(partner)) return restated
    done.add(operation)
    const { table, column } = operation
    return [{ kind: 'rename-column', table, column, to: newName(operation), exchanges: true }, ...restated]
  })
}

function isRenaming(operation: Operation): operation is Renaming {
  if (operation.kind !== 'rename-column' && operation.kind !== 'change-column') return false
  return !isSame(operation.column, newName(operation))
}

function newName(operation: Renaming): string {
  return operation.kind === 'rename-column' ? operation.to : operation.to.name
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
