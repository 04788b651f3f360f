import type { Script } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { earlierStepsOf, type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import type { ReplayedScript } from '../../schema/replay.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'

/** In characters: what code writes names its columns soon. */
const writtenLength = 600

/** The down script puts rows into the table, or values into the column of rows that it puts there, which it takes from
 * other rows: by a query, or by code that has read them. */
export function insertsWhatIsThere(
  table: ObjectName,
  column: string | undefined,
  script: ReplayedScript,
): boolean {
  return (
    stepsOn(script.steps, table, 'insert-rows').some(
      step =>
        (column === undefined || isNamed(column, step)) && (isOfQuery(step) || isOfCode(table, step, script)),
    ) || isWrittenInSource(table, column, script)
  )
}

function isNamed(column: string, { operation: { columns }, before }: StepOf<'insert-rows'>): boolean {
  return columns.some(each => sameColumn(before, each, column))
}

function isOfQuery({ operation, statement: { text }, before }: StepOf<'insert-rows'>): boolean {
  const source = operation.copiesFrom?.table
  if (source !== undefined) return !sameObject(before, source, operation.table)
  return /\bselect\b[\s\S]*\bfrom\b/i.test(text)
}

/** Rows of another table: a look at its own may only ask whether some are there. */
function isOfCode(
  table: ObjectName,
  step: StepOf<'insert-rows'>,
  { steps, script }: ReplayedScript,
): boolean {
  return (
    isCode(script) &&
    earlierStepsOf(steps, step, 'read-rows').some(({ operation, before }) =>
      operation.tables.some(read => !sameObject(before, read, table)),
    )
  )
}

/** Where no row was read, no statement is seen: the source tells. */
function isWrittenInSource(
  table: ObjectName,
  column: string | undefined,
  { script, steps }: ReplayedScript,
): boolean {
  const [read] = stepsOf(steps, 'read-rows')
  if (read === undefined || !isCode(script)) return false
  const lines = script.source.split('\n').slice(read.statement.location.line - 1)
  const [code = ''] = lines.join('\n').split(/\bup\b\s*[=(:]/)
  const named = `['"\`](?:\\w+\\.)?${escaped(bareName(table))}['"\`]`
  const writes = new RegExp(
    `\\bbatchInsert\\(\\s*${named}|\\(\\s*${named}\\s*\\)[^;]{0,200}?\\.(?:insert|update)\\(`,
    'g',
  )
  return [...code.matchAll(writes)].some(({ index, 0: { length } }) => {
    if (column === undefined) return true
    const written = code.slice(index + length, index + length + writtenLength)
    // A variable, or rows that are mapped, may hold any column.
    return (
      !/^\s*(?:\[\s*)?\{/.test(written) || new RegExp(`(?<![\\w$])${escaped(column)}(?![\\w$])`).test(written)
    )
  })
}

function isCode({ file }: Script): boolean {
  return !/\.(?:sql|xml|ya?ml|json)$/i.test(file)
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
