import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { earlierStepsOf, isBefore, stepsOn } from '../schema/find-steps.ts'
import { namesIn } from '../schema/sql-text.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import type { OperationContext } from './rule.ts'

export interface Carried {
  /** Where the code reads the values, and where it writes them back. */
  readonly readIn: number
  readonly writtenIn: number
}

/** A migration in code reads a column, drops it, makes it anew, and fills it with what it has made of the values. */
export function carriedByCode(
  table: ObjectName,
  column: string,
  { script, replayedScript: { steps }, step, before }: OperationContext,
): Carried | undefined {
  if (/\.(?:sql|xml|ya?ml|json)$/i.test(script.file)) return undefined
  const isColumn = (name: string): boolean => sameColumn(before, name, column)
  const read = earlierStepsOf(steps, step, 'read-rows').find(
    ({ operation, statement: { text } }) =>
      operation.tables.some(name => sameObject(before, name, table)) &&
      (text.includes('*') || namesIn(text).some(isColumn)),
  )
  const written = stepsOn(steps, table, 'update-rows').find(
    each => isBefore(steps, step, each) && each.operation.columns.some(isColumn),
  )
  if (read === undefined) return undefined
  const writtenIn = written?.statement.location.line ?? writtenInSource(script.source, table, column, step)
  return writtenIn === undefined ? undefined : { readIn: read.statement.location.line, writtenIn }
}

/** A loop over the rows that were read ran over none: `knex('fields').update({ group: … })` behind the statement. */
function writtenInSource(
  source: string,
  table: ObjectName,
  column: string,
  { location }: OperationContext['step'],
): number | undefined {
  const lines = source.split('\n')
  const rest = lines.slice(location.line).join('\n')
  const [up = ''] = rest.split(/\bdown\b\s*[=(:]/)
  const name = escaped(column)
  const from = `['"\`](?:\\w+\\.)?${escaped(bareName(table))}['"\`]`
  const found = new RegExp(
    `${from}[^;]{0,200}?\\.update\\(\\s*(?:\\{[^{}]*?(?<![\\w$])['"]?${name}['"]?\\s*[:,}]|['"]${name}['"]\\s*,)`,
  ).exec(up)
  return found === null ? undefined : location.line + up.slice(0, found.index).split('\n').length
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
