import { columnKeyOf } from '../../schema/column-key.ts'
import { stepsOf } from '../../schema/find-steps.ts'
import { findColumn, findTable } from '../../schema/lookup.ts'
import { takenBackTogether } from '../../schema/parts.ts'
import { withKey, withoutKey } from '../../schema/persistent-set.ts'
import { referencesTo } from '../../schema/references.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { CopiesBySource, noSources, sourcesOf } from './copy-sources.ts'

export interface BatchTables {
  /** Did the pending batch make this table before the step? Then no running code knows it, whether it has rows or not. */
  isMade(step: Step, table: string): boolean
  /** Such a table, and what its rows were copied from is there as it was: since then nothing was taken out of those tables
   * from before the batch, or written over there. */
  holdsCopies(step: Step, table: string): boolean
}

interface Tables {
  readonly made: ReadonlySet<string>
  /** Those of them whose rows are copies. */
  readonly copies: ReadonlySet<string>
  /** Those of these whose rows the migrations spell out: they come from nowhere else. */
  readonly spelt: ReadonlySet<string>
  /** Names that held a table before the batch: what takes such a name over is used by running code at once. */
  readonly gone: ReadonlySet<string>
  /** Columns that the batch adds to tables from before: what is written over in them is the batch's own. */
  readonly added: ReadonlySet<string>
}

const noKeys: ReadonlySet<string> = new Set()
const none: Tables = { made: noKeys, copies: noKeys, spelt: noKeys, gone: noKeys, added: noKeys }

/** Looks through the pending scripts once. A down script makes its own tables only. */
export function tablesMadeInBatch(pending: readonly ReplayedMigration[]): BatchTables {
  const tablesAt = new Map<Step, Tables>()
  const follow = (steps: readonly Step[], made: ReadonlySet<string> = noKeys) => {
    let tables: Tables = { ...none, made }
    const sources = new CopiesBySource()
    for (const step of steps) {
      tablesAt.set(step, tables)
      tables = tablesAfter(step, tables, sources)
    }
  }
  const ups = pending.flatMap(({ up }) => up.steps)
  follow(ups, keysMadeLater(ups))
  for (const parts of takenBackTogether(pending))
    follow(parts.toReversed().flatMap(({ down }) => down?.steps ?? []))
  const keyOf = (step: Step, table: string) => step.before.semantics.objectKey(table)
  return {
    isMade: (step, table) => tablesAt.get(step)?.made.has(keyOf(step, table)) === true,
    holdsCopies: (step, table) => tablesAt.get(step)?.copies.has(keyOf(step, table)) === true,
  }
}

/** What a statement changes before another one makes it is made by the deploy all the same: the runner has another order than
 * the names of the files. */
function keysMadeLater(steps: readonly Step[]): ReadonlySet<string> {
  const [{ before: start } = {}] = steps
  if (start === undefined) return noKeys
  const { objectKey } = start.semantics
  const names = stepsOf(steps, 'drop-table', 'rename-table').map(({ operation: { table } }) =>
    objectKey(table),
  )
  const taken = new Set(names)
  const keys = stepsOf(steps, 'create-table').flatMap(({ operation, runs }) => {
    const { table, ifNotExists, orReplace, temporary, conditions } = operation
    const isMade =
      !ifNotExists && orReplace !== true && !temporary && runs === true && conditions === undefined
    const isUnknown = findTable(start, table) === undefined && !taken.has(objectKey(table))
    return isMade && isUnknown ? [objectKey(table)] : []
  })
  return new Set(keys)
}

function tablesAfter(step: Step, earlier: Tables, sources: CopiesBySource): Tables {
  const { operation, before } = step
  const { objectKey } = before.semantics
  const taken = takesRows(step, earlier)
  const spelt = taken === 'unknown' && mayPutRowsIn(step) ? noKeys : earlier.spelt
  const tables: Tables = { ...earlier, spelt }
  const { made, gone } = tables
  const copies =
    taken === undefined
      ? tables.copies
      : taken === 'unknown'
        ? spelt
        : sources.copiesOf(taken).reduce(withoutKey, tables.copies)
  switch (operation.kind) {
    case 'create-table': {
      const key = objectKey(operation.table)
      const exists = findTable(before, operation.table) !== undefined
      if (exists || gone.has(key)) return { ...tables, copies }
      sources.forget(key)
      const isCopy = sources.add(key, sourcesOf(step)) && !movesRows(step)
      return {
        ...tables,
        made: withKey(made, key),
        copies: isCopy ? withKey(copies, key) : copies,
        spelt: isCopy && sourcesOf(step) === noSources ? withKey(spelt, key) : spelt,
      }
    }
    case 'add-column': {
      const key = columnKeyOf(operation.table, operation.column.name, step.before.semantics)
      const known = findTable(before, operation.table)
      const isThere =
        operation.ifNotExists &&
        (known === undefined || findColumn(known, operation.column.name, before.semantics) !== undefined)
      return isThere ? { ...tables, copies } : { ...tables, copies, added: withKey(tables.added, key) }
    }
    // A column from before may have the name from now on.
    case 'rename-column':
    case 'change-column':
      return { ...tables, copies, added: noKeys }
    case 'insert-rows':
    case 'update-rows': {
      const key = objectKey(operation.table)
      const isCopy = !made.has(key) || (sources.add(key, sourcesOf(step)) && !movesRows(step))
      return {
        ...tables,
        copies: isCopy ? copies : withoutKey(copies, key),
        spelt: isCopy && sourcesOf(step) === noSources ? spelt : withoutKey(spelt, key),
      }
    }
    case 'drop-table': {
      const key = objectKey(operation.table)
      // IF EXISTS of what no migration has made is how scripts begin that make a new table.
      const isKnown = findTable(before, operation.table) !== undefined || before.tables.size === 0
      if (operation.ifExists && !isKnown) return { ...tables, copies }
      return made.has(key)
        ? {
            ...tables,
            made: withoutKey(made, key),
            copies: withoutKey(copies, key),
            spelt: withoutKey(spelt, key),
          }
        : { ...tables, copies, gone: withKey(gone, key) }
    }
    case 'rename-table': {
      const from = objectKey(operation.table)
      const to = objectKey(operation.to)
      if (!made.has(from)) return { ...tables, copies, gone: withKey(gone, from), added: noKeys }
      const [rest, others] = [withoutKey(made, from), withoutKey(copies, from)]
      const othersSpelt = withoutKey(spelt, from)
      sources.rename(from, to)
      if (gone.has(to)) return { ...tables, made: rest, copies: others, spelt: othersSpelt, added: noKeys }
      return {
        ...tables,
        made: withKey(rest, to),
        copies: copies.has(from) ? withKey(others, to) : others,
        spelt: spelt.has(from) ? withKey(othersSpelt, to) : othersSpelt,
      }
    }
    default:
      return { ...tables, copies }
  }
}

/** The table from before out of which it takes rows, or what cannot be seen: what was copied from there may be all that is
 * left. */
function takesRows(step: Step, { made, added }: Tables): string | 'unknown' | undefined {
  const { operation, statement, before } = step
  const ofBefore = (table: string): string | undefined => {
    const key = before.semantics.objectKey(table)
    return made.has(key) ? undefined : key
  }
  switch (operation.kind) {
    case 'drop-table':
    case 'truncate-table':
    case 'delete-rows':
      return takesOthersAlong(step) ? 'unknown' : ofBefore(operation.table)
    case 'drop-column':
    case 'change-column':
    case 'change-column-type':
    case 'convert-charset':
    case 'change-partitions':
      return ofBefore(operation.table)
    case 'update-rows':
      return operation.columns.length === 0 ||
        !operation.columns.every(each => added.has(columnKeyOf(operation.table, each, step.before.semantics)))
        ? ofBefore(operation.table)
        : undefined
    case 'insert-rows':
      return operation.replace || /\bon\s+(?:conflict|duplicate)\b/i.test(statement.text)
        ? ofBefore(operation.table)
        : undefined
    case 'rename-table':
      return ofBefore(operation.table)
    case 'create-object':
      return operation.objectType === 'trigger' || operation.objectType === 'rule' ? 'unknown' : undefined
    case 'drop-object':
    case 'unreadable':
      return 'unknown'
    case 'run-code':
      return operation.dynamic ? 'unknown' : undefined
    default:
      return undefined
  }
}

/** Into any table, and from anywhere. */
function mayPutRowsIn({ operation: { kind } }: Step): boolean {
  return kind === 'unreadable' || kind === 'run-code' || kind === 'create-object'
}

/** `WITH old AS (DELETE … RETURNING …) INSERT …`: what it puts in is nowhere else any more. */
export function movesRows({ statement }: Step): boolean {
  return statement.operations.some(({ kind }) => kind === 'delete-rows' || kind === 'truncate-table')
}

/** Rows of other tables that refer to these go too. */
export function takesOthersAlong({ operation, before }: Step): boolean {
  if ('cascade' in operation && operation.cascade === true) return true
  if (!('table' in operation) || operation.table === undefined) return true
  return referencesTo(before, operation.table).some(({ foreignKey }) => foreignKey.onDelete === 'cascade')
}
