import type { Migration, Statement } from '../../migration/migration.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { columnKeyOf } from '../../schema/column-key.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { textTokens } from '../../schema/sql-text.ts'

/** How many rows have a value in such a column by then: none, those that an UPDATE named by a value, or all that were to
 * have one. */
export type FilledRows = 'none' | 'some' | 'all'

export interface BatchColumns {
  /** The migration of which an earlier step of the pending batch added this column: nothing from before the deploy is in it. */
  addedBy(step: Step, table: string, column: string): Migration | undefined
  filledRows(step: Step, table: string, column: string): FilledRows
}

/** What a step changes: thousands of UPDATEs of a column leave two. */
interface Event {
  readonly position: number
  readonly added: Migration | undefined
  readonly filled: FilledRows
}

/** Looks through the pending up scripts once. */
export function columnsOfBatch(pending: readonly ReplayedMigration[]): BatchColumns {
  const steps = pending.flatMap(({ up }) => up.steps)
  const migrations = new Map(pending.flatMap(({ migration, up }) => up.steps.map(step => [step, migration])))
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
      const filled = isNothing(operation.column.default) ? 'none' : 'all'
      note(columnKeyOf(operation.table, operation.column.name, step.before.semantics), {
        position,
        added: migrations.get(step),
        filled,
      })
    } else if (operation.kind === 'drop-column') {
      note(columnKeyOf(operation.table, operation.column, step.before.semantics), {
        position,
        added: undefined,
        filled: 'all',
      })
    } else if (operation.kind === 'rename-column') {
      // The new name holds the old one's rows.
      const [from, to] = [operation.column, operation.to].map(name =>
        columnKeyOf(operation.table, name, step.before.semantics),
      )
      const [one, other] = [from, to].map(key => lastOf(events.get(key ?? ''), position))
      if (to !== undefined && one !== undefined) note(to, { ...one, position })
      if (operation.exchanges && from !== undefined && other !== undefined) note(from, { ...other, position })
    } else if (operation.kind === 'update-rows') {
      for (const column of operation.columns) {
        const key = columnKeyOf(operation.table, column, step.before.semantics)
        const { added, filled } = lastOf(events.get(key), position)
        const since = filled === 'all' ? 'all' : filledBy(operation, step.statement)
        if (added !== undefined && since !== filled) note(key, { position, added, filled: since })
      }
    } else if (operation.kind === 'rename-table') {
      for (const column of namesOf(step, operation.table)) {
        const { added, filled } = lastOf(
          events.get(columnKeyOf(operation.table, column, step.before.semantics)),
          position,
        )
        note(columnKeyOf(operation.to, column, step.before.semantics), { position, added, filled })
      }
    }
  }
  const at = (step: Step, table: string, column: string): Omit<Event, 'position'> =>
    lastOf(events.get(columnKeyOf(table, column, step.before.semantics)), positions.get(step) ?? 0)
  return {
    addedBy: (step, table, column) => at(step, table, column).added,
    filledRows: (step, table, column) => at(step, table, column).filled,
  }
}

function namesOf({ before }: Step, table: string): readonly string[] {
  return [...(findTable(before, table)?.columns.values() ?? [])].map(({ name }) => name)
}

function lastOf(events: readonly Event[] | undefined, before: number): Omit<Event, 'position'> {
  return events?.findLast(event => event.position < before) ?? { added: undefined, filled: 'all' }
}

function isNothing(text: string | undefined): boolean {
  return text === undefined || text.toLowerCase() === 'null'
}

/** A condition with a value in it leaves other rows as they were; one that asks another table is meant for all. */
function filledBy({ filter, where = '' }: OperationOf<'update-rows'>, { text }: Statement): FilledRows {
  const isOfValues = textTokens(where).some(token => /^'|^\d|^\?$|^(?:true|false)$/i.test(token.text))
  const asksOthers = textTokens(text).some(token => /^(?:from|join|select)$/i.test(token.text))
  return filter === 'present' && isOfValues && !asksOthers ? 'some' : 'all'
}
