import type { ReplayedMigration, Step } from '../schema/replay.ts'

/** Was this column added by an earlier step of the pending batch? Then nothing from before the deploy is in it. */
export type IsNewColumn = (step: Step, table: string, column: string) => boolean

interface Event {
  readonly position: number
  readonly added: boolean
}

/** Looks through the pending up scripts once. */
export function columnsNewInBatch(pending: readonly ReplayedMigration[]): IsNewColumn {
  const steps = pending.flatMap(({ up }) => up.steps)
  const positions = new Map(steps.map((step, position) => [step, position]))
  const events = new Map<string, Event[]>()
  const note = (key: string, event: Event) => {
    const known = events.get(key)
    if (known === undefined) events.set(key, [event])
    else known.push(event)
  }

  for (const [position, step] of steps.entries()) {
    const { operation } = step
    if (operation.kind === 'add-column') {
      note(keyOf(step, operation.table, operation.column.name), { position, added: true })
    } else if (operation.kind === 'drop-column') {
      note(keyOf(step, operation.table, operation.column), { position, added: false })
    } else if (operation.kind === 'rename-column') {
      // The new name holds the old one's rows.
      const wasNew = isAdded(events.get(keyOf(step, operation.table, operation.column)), position)
      note(keyOf(step, operation.table, operation.to), { position, added: wasNew })
    }
  }
  return (step, table, column) => {
    const position = positions.get(step)
    return position !== undefined && isAdded(events.get(keyOf(step, table, column)), position)
  }
}

function isAdded(events: readonly Event[] | undefined, before: number): boolean {
  return events?.findLast(event => event.position < before)?.added === true
}

function keyOf({ before }: Step, table: string, column: string): string {
  return `${before.semantics.objectKey(table)}\n${before.semantics.columnKey(column)}`
}
