import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { earlierStepsOf, isBefore, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

export interface Carried {
  /** Where the code reads the values, and where it writes them back. */
  readonly readIn: number
  readonly writtenIn: number
}

/** In characters: an INSERT of rows that code makes of others names the column soon. */
const insertLength = 600

/** A migration in code reads a column, puts what it has read into another table, and drops the column. Where no row was
 * read, no statement is seen: the source tells. */
export function putElsewhereByCode(
  table: ObjectName,
  column: string,
  context: OperationContext,
): (Carried & { readonly into: ObjectName }) | undefined {
  const read = readBefore(table, column, context)
  const name = new RegExp(`(?<![\\w$])${escaped(column)}(?![\\w$])`)
  return read && insertedBehind(read, table, context, (own, source) => name.test(own) || name.test(source))
}

/** The same of all that the rows hold, where the variable with which they were read is inserted as it is. */
export function rowsPutElsewhereByCode(
  table: ObjectName,
  context: OperationContext,
): (Carried & { readonly into: ObjectName }) | undefined {
  const read = readBefore(table, undefined, context)
  return read && insertedBehind(read, table, context, (_, source) => source !== '')
}

/** The first INSERT of the source between the query and this statement that `takes` says is of these rows, by its own text or
 * by what its variable was read with. */
function insertedBehind(
  read: StepOf<'read-rows'>,
  table: ObjectName,
  { script, step, before }: OperationContext,
  takes: (own: string, source: string) => boolean,
): (Carried & { readonly into: ObjectName }) | undefined {
  const from = read.statement.location.line
  const until = step.statement.location.line
  const lines = script.source.split('\n')
  const code = lines.slice(from - 1, until - 1).join('\n')
  const insert = [...code.matchAll(inserting)]
    .map(({ 0: text, 1: batch, 2: single, index }) => ({ into: batch ?? single ?? '', index, text }))
    .find(({ into, index, text }) => {
      if (sameObject(before, into, table)) return false
      const rest = code.slice(index, index + insertLength)
      return takes(rest, readInto(rest.slice(text.length), code.slice(0, index), table))
    })
  if (insert === undefined) return undefined
  const writtenIn = from + code.slice(0, insert.index).split('\n').length - 1
  return { into: insert.into, readIn: from, writtenIn }
}

/** What the variable that is inserted as it is was read with: `const rows = await knex('users').select('id', 'name')`. */
function readInto(rest: string, before: string, table: ObjectName): string {
  const variable = /^\s*,?\s*([A-Za-z_$][\w$]*)\s*[,)]/.exec(rest)?.[1]
  if (variable === undefined) return ''
  const start = before.search(new RegExp(`(?<![\\w$.])${escaped(variable)}\\s*=(?![=>])`))
  const [read = ''] = start === -1 ? [] : (/^[^;]*/.exec(before.slice(start, start + insertLength)) ?? [])
  return new RegExp(`['"\`](?:\\w+\\.)?${escaped(bareName(table))}['"\`]`).test(read) ? read : ''
}

/** `knex.batchInsert('queue', …)`, `knex('queue').insert(…)`. */
const inserting = /\bbatchInsert\(\s*['"`]([\w.]+)['"`]|\(\s*['"`]([\w.]+)['"`]\s*\)\s*\.insert\(/g

/** A migration in code reads a column, drops it, makes it anew, and fills it with what it has made of the values. */
export function carriedByCode(
  table: ObjectName,
  column: string,
  context: OperationContext,
): Carried | undefined {
  const {
    script,
    replayedScript: { steps },
    step,
    before,
  } = context
  const isColumn = (name: string): boolean => sameColumn(before, name, column)
  const read = readBefore(table, column, context)
  const written = stepsOn(steps, table, 'update-rows').find(
    each => isBefore(steps, step, each) && each.operation.columns.some(isColumn),
  )
  if (read === undefined) return undefined
  const writtenIn = written?.statement.location.line ?? writtenInSource(script.source, table, column, step)
  return writtenIn === undefined ? undefined : { readIn: read.statement.location.line, writtenIn }
}

function readBefore(
  table: ObjectName,
  column: string | undefined,
  { script, replayedScript: { steps }, step, before }: OperationContext,
): StepOf<'read-rows'> | undefined {
  if (/\.(?:sql|xml|ya?ml|json)$/i.test(script.file)) return undefined
  return earlierStepsOf(steps, step, 'read-rows').find(
    ({ operation, statement: { text } }) =>
      operation.tables.some(name => sameObject(before, name, table)) &&
      (column === undefined ||
        text.includes('*') ||
        namesIn(text).some(name => sameColumn(before, name, column))),
  )
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
