import type { Constraint } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import type { Loss } from './loss.ts'

/** Rows of other tables that go when the old table of a rebuild is dropped: it is emptied first, and foreign keys act
 * (SQLite manual, Foreign Key Support, 5; measured: roundtrip.json#rebuild-fk-pragma-inside-tx-cascades). */
export function lossByCascade(step: Step, script: ReplayedScript): readonly Loss[] {
  const { operation, before } = step
  if (operation.kind !== 'drop-table' || operation.replacedBy === undefined) return []
  if (enforcementIsOff(script, step)) return []
  const { objectKey } = before.semantics
  const dropped = objectKey(operation.table)
  return [...before.tables]
    .filter(([key]) => key !== dropped)
    .flatMap(([, { name, constraints }]) =>
      constraints.flatMap(constraint =>
        constraint.type === 'foreign-key' && objectKey(constraint.references.table) === dropped
          ? lossesOfChild(name, constraint, operation)
          : [],
      ),
    )
}

function lossesOfChild(
  child: string,
  { columns, onDelete }: Constraint & { readonly type: 'foreign-key' },
  { table }: OperationOf<'drop-table'>,
): readonly Loss[] {
  const condition = `as ${table} is dropped, if foreign keys are enforced`
  if (onDelete === 'cascade')
    return [{ table: child, what: `every row with a ${columns.join(', ')}, ${condition}` }]
  if (onDelete !== 'set null' && onDelete !== 'set default') return []
  return columns.map(column => ({ table: child, column, what: `every value, ${condition}` }))
}

function isOff(value: string | undefined): boolean {
  return ['off', '0', 'false', 'no'].includes((value ?? '').trim().toLowerCase())
}

/** PRAGMA foreign_keys does nothing inside a transaction (SQLite manual, PRAGMA foreign_keys). */
function enforcementIsOff({ script, steps }: ReplayedScript, until: Step): boolean {
  let inTransaction = script.transaction !== 'none'
  let off = isOff(script.session?.foreign_keys)
  for (const step of steps) {
    if (step === until) break
    const { operation } = step
    if (operation.kind === 'control-transaction') {
      if (operation.action === 'begin') inTransaction = true
      if (operation.action === 'commit' || operation.action === 'rollback') inTransaction = false
    }
    if (operation.kind === 'set-variable' && operation.name === 'foreign_keys' && !inTransaction) {
      off = isOff(operation.value)
    }
  }
  return off
}
