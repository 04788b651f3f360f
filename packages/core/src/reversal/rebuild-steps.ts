import type { OperationOf } from '../operations/operation.ts'
import type { Step } from '../schema/replay.ts'

/** What a script does besides, and the drops of the tables that it makes anew with all their rows. */
export interface WithoutRebuilds {
  readonly others: readonly Step[]
  readonly drops: readonly Step[]
}

type Create = OperationOf<'create-table'>
type Copy = OperationOf<'insert-rows'>

/** Create, copy each column as it is, drop, rename (SQLite manual, ALTER TABLE, 7): only the table's definition is another. */
export function withoutRebuilds(steps: readonly Step[]): WithoutRebuilds {
  const rebuilds = steps.flatMap(step => rebuildThatEndsWith(step, steps))
  const taken = new Set(rebuilds.flat())
  return {
    others: steps.filter(step => !taken.has(step)),
    drops: rebuilds.flatMap(rebuild => rebuild.filter(({ operation }) => operation.kind === 'drop-table')),
  }
}

function rebuildThatEndsWith(rename: Step, steps: readonly Step[]): readonly (readonly Step[])[] {
  const { operation } = rename
  if (operation.kind !== 'rename-table' || operation.completesRebuild !== true) return []
  const { table: made, to: name } = operation
  const { objectKey } = rename.before.semantics
  const before = steps.slice(0, steps.indexOf(rename))
  const about = before.filter(
    step => 'table' in step.operation && objectKey(step.operation.table ?? '') === objectKey(made),
  )
  const drop = before.findLast(
    step =>
      step.operation.kind === 'drop-table' &&
      step.operation.replacedBy !== undefined &&
      objectKey(step.operation.table) === objectKey(name),
  )
  const [create, copy, ...more] = about
  if (create?.operation.kind !== 'create-table' || copy?.operation.kind !== 'insert-rows') return []
  const isWhole = more.length === 0 && isBareCopy(create.operation, copy.operation, name, objectKey)
  return isWhole && drop !== undefined ? [[create, copy, drop, rename]] : []
}

function isBareCopy(
  { columns: made, asSelect, likes }: Create,
  { columns, copiesFrom, replace, ignoresErrors }: Copy,
  name: string,
  objectKey: (name: string) => string,
): boolean {
  if (copiesFrom === undefined || copiesFrom.filtered === true) return false
  if (asSelect === true || likes !== undefined || replace || ignoresErrors === true) return false
  const targets = columns.length > 0 ? columns : made.map(column => column.name)
  return (
    objectKey(copiesFrom.table) === objectKey(name) &&
    targets.length === copiesFrom.expressions.length &&
    targets.every((target, index) => isColumn(copiesFrom.expressions[index] ?? '', target))
  )
}

function isColumn(expression: string, name: string): boolean {
  const bare = expression.trim().replace(/^(["`])(.*)\1$|^\[(.*)\]$/, '$2$3')
  return bare.toLowerCase() === name.toLowerCase()
}
