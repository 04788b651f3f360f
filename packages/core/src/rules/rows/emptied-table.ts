import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { isBefore, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { commitsOpenTransaction, tableCopiesFirst } from '../advice/archive-first.ts'
import { losingTheirType } from '../deploy/later-in-deploy.ts'
import { isMadeAgain, madeAgain } from '../deploy/made-again.ts'
import type { Problem } from '../finding.ts'
import { isVersionTable } from '../names/version-table.ts'
import type { OperationContext } from '../rule.ts'
import { runnableSql } from '../scripts/runnable-sql.ts'
import { listWords } from '../wording/list-words.ts'
import { archiveOfRows, isArchivedBefore } from './archived-before.ts'
import { rowsCopiedFirst } from './copied-first.ts'
import { makesArchive } from './deleted-rows.ts'
import { filledByCode } from './filled-by-code.ts'
import { areKeptAsideAndPutBack, keptAsideBy } from './kept-aside.ts'
import { rowsOfSameSource } from './rows-of-same-source.ts'

interface Emptied {
  /** All that the statement empties. */
  readonly tables: readonly ObjectName[]
  /** It takes rows of other tables along, which no copy of this one keeps. */
  readonly takesMore?: boolean
}

/** What a statement that takes every row out of the table loses, and what to do. */
export function emptiedTable(
  table: ObjectName,
  message: string,
  { tables, takesMore = false }: Emptied,
  context: OperationContext,
): Problem | undefined {
  const copy = rowsCopiedFirst(table, context)
  if (copy?.partly === false && !takesMore) {
    return {
      message: `Every row of ${table} goes; ${copy.at} has copied them into ${copy.into}.`,
      instead: 'Nothing, if no running code needs the rows here.',
      severity: 'info',
      objects: [table],
    }
  }
  if (!takesMore && areKeptAsideAndPutBack(table, context)) return undefined
  const filled = takesMore ? undefined : filledByCode(table, context)
  if (filled !== undefined) {
    return {
      message: `${message} The deploy itself makes ${table}, and ${filled} puts rows in: none is older than that.`,
      instead: 'Leave out what puts them in as well, if nothing needs them until then.',
      severity: 'info',
      objects: [table],
    }
  }
  const refill = refillOf(table, context)
  const own = takesMore || refill === undefined ? undefined : rowsOfSameSource(table, refill.step, context)
  if (refill !== undefined && own !== undefined) {
    return {
      message: `${message} The deploy itself makes ${table}, and ${own} puts the rows in: none is older than that. ${refill.what} in line ${refill.line} fills it again.`,
      instead: `Compare what line ${refill.line} puts in with what ${own} has put in, or leave out what puts them in first, if nothing needs them until then.`,
      severity: 'info',
      objects: [table],
    }
  }
  const again = madeAgain(table)
  const advice: Pick<Problem, 'suggestion' | 'instead'> =
    again === undefined
      ? keptFirst(tables, context)
      : { instead: `Say which rows must go, if not all are meant. Of ${table} no copy is needed: ${again}.` }
  // Nothing to keep is nothing to correct, unless it takes other rows along.
  const isHarmless = isMadeAgain(table) && !takesMore
  const severity = isHarmless || refill?.isCopy ? { severity: 'warning' as const } : {}
  if (refill === undefined) return { message, objects: [table], ...severity, ...advice }
  if (isVersionTable(table) && !takesMore) {
    return {
      message: `${message} ${refill.what} in line ${refill.line} puts the version in again.`,
      instead: `Nothing, if ${table} holds the version of the schema alone, as its name says.`,
      severity: 'info',
      objects: [table],
    }
  }
  const scratch = workingCopy(table, context)
  if (scratch !== undefined && !takesMore) {
    const types = typesToo(table, context)
    const leave = `eave ${scratch.isTemporary ? 'it' : scratch.into}${types} until it is known that line ${refill.line} has given back all that is needed, and drop ${types === '' ? 'it' : 'them'} in a later release.`
    return {
      message: `${message} ${refill.what} in line ${refill.line} fills it again: line ${scratch.copied} has copied the rows into ${scratch.into}, ${scratch.end}.`,
      severity: 'warning',
      instead: scratch.isTemporary
        ? `Make ${scratch.into} a table that is not temporary, l${leave}`
        : `L${leave}`,
      objects: [table],
    }
  }
  return {
    message: `${message} ${refill.what} in line ${refill.line} fills it again: what that does not give back is lost.`,
    objects: [table],
    ...severity,
    ...advice,
    instead: `Compare, before the deploy, what line ${refill.line} gives back with what is there: the rows, and the columns that it does not fill.${advice.instead === undefined ? '' : ` ${advice.instead}`}`,
  }
}

/** All rows were put into a table that the script drops behind this, or that goes by itself. */
function workingCopy(
  table: ObjectName,
  context: OperationContext,
):
  | {
      readonly into: ObjectName
      readonly copied: number
      readonly isTemporary: boolean
      /** `which line 9 drops`. */
      readonly end: string
    }
  | undefined {
  const { replayedScript, step } = context
  const { steps } = replayedScript
  const copy = keptAsideBy(table, context)
  if (copy === undefined) return undefined
  const into = copy.operation.table
  const drop = stepsOn(steps, into, 'drop-table').find(each => isBefore(steps, step, each))
  const isTemporary = stepsOn(steps, into, 'create-table').some(({ operation }) => operation.temporary)
  if (drop === undefined && !isTemporary) return undefined
  const dropped = drop === undefined ? '' : `which line ${drop.location.line} drops`
  return {
    into,
    copied: copy.location.line,
    isTemporary,
    end: isTemporary ? `a temporary table${dropped === '' ? '' : `, ${dropped}`}` : dropped,
  }
}

/** A table whose columns have a type holds the type. */
function typesToo(table: ObjectName, context: OperationContext): string {
  const columns = [...(context.tableBefore(table)?.columns.values() ?? [])]
  const held = losingTheirType(
    table,
    columns.map(({ name }) => name),
    context,
  )
  return held.length === 0
    ? ''
    : `, and the ${held.length === 1 ? 'type of its column' : 'types of its columns'} ${listWords(held)},`
}

interface Refill {
  readonly step: Step
  readonly line: number
  readonly what: string
  readonly isCopy: boolean
}

/** The first statement behind this one that puts rows in. */
function refillOf(
  table: ObjectName,
  { replayedScript: { steps }, step }: OperationContext,
): Refill | undefined {
  // A column of the table's own name takes commands (SQLite, FTS5).
  const refill = stepsOn(steps, table, 'insert-rows').find(
    each => isBefore(steps, step, each) && !each.operation.columns.includes(bareName(table)),
  )
  if (refill === undefined) return undefined
  const from = refill.operation.copiesFrom?.table
  return {
    step: refill,
    line: refill.location.line,
    what: from === undefined ? 'The INSERT' : `The INSERT from ${from}`,
    isCopy: from !== undefined || /\bselect\b/i.test(refill.statement.text),
  }
}

/** CREATE TABLE commits what is open, and a script of two such statements may stop between them, where DDL takes no part
 * in a transaction. */
function keptFirst(
  tables: readonly ObjectName[],
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { replayedScript, step, traits, statement } = context
  const { steps } = replayedScript
  const copies = tableCopiesFirst(
    tables,
    context,
    each => isArchivedBefore(each, context, makesArchive),
    each => archiveOfRows(each, context),
  )
  if (copies === undefined) return {}
  const title = 'Keep a copy of the rows first'
  const own = `${runnableSql(statement)};`
  if (traits.transactionalDdl) return { suggestion: { title, sql: [...copies, own].join('\n') } }
  const isOpen = commitsOpenTransaction(context)
  const commits = traits.commitsImplicitly(step.operation)
  if (isOpen || (commits && steps.length > statement.operations.length)) {
    const where = isOpen
      ? 'before the transaction, which CREATE TABLE would commit'
      : 'in a migration before this one'
    return {
      instead: `Keep a copy of the rows ${where}: ${copies.map(sql => sql.slice(0, -1)).join('; ')}.`,
    }
  }
  return {
    suggestion: commits
      ? { title: `${title}, and empty the table in another migration`, sql: copies.join('\n') }
      : { title, sql: [...copies, own].join('\n') },
  }
}
