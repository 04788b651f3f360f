import type { DialectTraits } from '../../dialects/dialect.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { textTokens } from '../../schema/sql-text.ts'
import { literalOf, pinnedColumns } from './pinned-columns.ts'

/** Has the pending batch itself written what an UPDATE writes over: by an UPDATE with the same condition, or by an INSERT
 * of the row that the condition names? */
export type IsOwnValue = (step: Step, operation: OperationOf<'update-rows'>, column: string) => boolean

interface Writes {
  readonly positions: ReadonlyMap<Step, number>
  /** The first step that writes it. */
  readonly first: ReadonlyMap<string, number>
}

/** Looks through the pending up scripts once, when it is asked first. */
export function valuesWrittenInBatch(
  pending: readonly ReplayedMigration[],
  traits: DialectTraits,
): IsOwnValue {
  let written: Writes | undefined
  return (step, operation, column) => {
    written ??= writesOf(pending, traits)
    const { positions, first } = written
    const position = positions.get(step) ?? -1
    const isEarlier = (key: string): boolean => (first.get(key) ?? Number.POSITIVE_INFINITY) < position
    if (isEarlier(updateKey(step, operation, column))) return true
    const pins = pinnedColumns(operation.where ?? '', traits)
    return (
      pins.length > 0 &&
      pins.every(pin =>
        pin.values.every(value => isEarlier(insertKey(step, operation.table, pin.column, value))),
      )
    )
  }
}

function writesOf(pending: readonly ReplayedMigration[], traits: DialectTraits): Writes {
  const steps = pending.flatMap(({ up }) => up.steps)
  const first = new Map<string, number>()
  for (const [position, step] of steps.entries()) {
    for (const key of keysOf(step, traits)) if (!first.has(key)) first.set(key, position)
  }
  return { positions: new Map(steps.map((step, position) => [step, position])), first }
}

function keysOf(step: Step, traits: DialectTraits): readonly string[] {
  const { operation } = step
  if (operation.kind === 'update-rows') {
    return operation.columns.map(column => updateKey(step, operation, column))
  }
  if (operation.kind !== 'insert-rows' || operation.copiesFrom !== undefined) return []
  return insertedValues(step, operation, traits).map(({ column, value }) =>
    insertKey(step, operation.table, column, value),
  )
}

/** Texts and numbers of `INSERT … VALUES (…), (…)`, each with its column. */
function insertedValues(
  { statement, before }: Step,
  { table, columns }: OperationOf<'insert-rows'>,
  traits: DialectTraits,
): readonly { readonly column: string; readonly value: string }[] {
  const known = [...(findTable(before, table)?.columns.values() ?? [])].map(({ name }) => name)
  const names = columns.length > 0 ? columns : known
  const tokens = textTokens(statement.text).filter(({ kind }) => kind !== 'space')
  const start = tokens.findIndex(({ kind, text }) => kind === 'word' && /^values$/i.test(text))
  if (start === -1) return []
  const found: { column: string; value: string }[] = []
  let [depth, place] = [0, 0]
  for (const token of tokens.slice(start + 1)) {
    if (token.text === '(') {
      depth += 1
      if (depth === 1) place = 0
    } else if (token.text === ')') depth -= 1
    else if (depth === 1 && token.text === ',') place += 1
    else if (depth === 1) {
      const value = literalOf(token, traits)
      const column = names[place]
      if (value !== undefined && column !== undefined) found.push({ column, value })
    }
  }
  return found
}

function updateKey(
  { before: { semantics } }: Step,
  { table, where = '' }: OperationOf<'update-rows'>,
  column: string,
): string {
  const condition = where.replace(/\s+/g, ' ').trim()
  return `update\n${semantics.objectKey(table)}\n${semantics.columnKey(column)}\n${condition}`
}

function insertKey({ before: { semantics } }: Step, table: string, column: string, value: string): string {
  return `insert\n${semantics.objectKey(table)}\n${semantics.columnKey(column)}\n${value}`
}
