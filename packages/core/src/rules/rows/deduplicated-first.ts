import type { ObjectName } from '../../operations/column.ts'
import { joinName } from '../../operations/names.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { earlierSteps, isBefore } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn, type TextToken, textTokens } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

type Place = Pick<OperationContext, 'before' | 'replayedScript' | 'step'>

/** The earlier statement of the script that has compared the rows of the table with each other by these columns, and taken
 * the duplicates away, where nobody has written to it since. It reads the table twice: `DELETE a FROM t a JOIN t b ON a.email =
 * b.email`, `… WHERE id NOT IN (SELECT min(id) FROM t GROUP BY email)`. An UPDATE gives them other values, or takes them
 * out of the index by its condition. */
export function deduplicatedFirst(
  table: ObjectName,
  { columns, where = '' }: { readonly columns: readonly string[]; readonly where?: string | undefined },
  place: Place,
): Step | undefined {
  const { before, replayedScript, step } = place
  const { steps } = replayedScript
  const writes = earlierSteps(steps, step, table, 'insert-rows', 'update-rows')
  const named = columns.flatMap(namesIn).filter(name => !isFunctionOf(name, columns))
  const deciding = [...named, ...namesIn(where)]
  const compared = earlierSteps(steps, step, table, 'delete-rows', 'update-rows').find(each => {
    const { statement, operation } = each
    const read = tablesRead(statement.text).filter(name => sameObject(before, name, table))
    if (read.length < (operation.kind === 'delete-rows' ? 2 : 1)) return false
    if (writes.some(write => isBefore(steps, each, write))) return false
    return (
      isMovedApart(operation, deciding, place) && named.every(name => isCompared(statement.text, name, place))
    )
  })
  return compared ?? refilledApart(table, named, place)
}

/** `INSERT INTO kept SELECT a, b, max(c) FROM t GROUP BY a, b; DELETE FROM t; INSERT INTO t SELECT * FROM kept`. */
function refilledApart(
  table: ObjectName,
  key: readonly string[],
  { before, replayedScript: { steps }, step }: Place,
): Step | undefined {
  const emptied = earlierSteps(steps, step, table, 'delete-rows', 'truncate-table').findLast(
    ({ operation }) => operation.kind === 'truncate-table' || operation.filter === 'absent',
  )
  if (emptied === undefined) return undefined
  const [refill, ...others] = earlierSteps(steps, step, table, 'insert-rows', 'update-rows').filter(each =>
    isBefore(steps, emptied, each),
  )
  if (refill?.operation.kind !== 'insert-rows' || others.length > 0) return undefined
  const { text } = refill.statement
  const [kept, ...joined] = tablesRead(text.slice(text.search(/\bfrom\b/i)))
  if (kept === undefined || joined.length > 0) return undefined
  const [fill, ...more] = earlierSteps(steps, refill, kept, 'insert-rows', 'create-table').filter(
    ({ operation }) => operation.kind === 'insert-rows' || operation.asSelect === true,
  )
  if (fill === undefined || more.length > 0) return undefined
  const [, list] = fill.statement.text.split(/\bgroup\s+by\b/i)
  const names = list === undefined ? [] : listAt(list)
  const isOfKey = (name: string): boolean => key.some(each => sameColumn(before, each, name))
  return names.length > 0 && names.every(isOfKey) ? refill : undefined
}

function isMovedApart(
  operation: OperationOf<'delete-rows' | 'update-rows'>,
  deciding: readonly string[],
  { before }: Place,
): boolean {
  if (operation.kind === 'delete-rows') return true
  if (operation.filter !== 'present') return false
  return operation.columns.some(column => deciding.some(name => sameColumn(before, name, column)))
}

function tablesRead(text: string): readonly ObjectName[] {
  const tokens = wordsOf(text)
  return tokens.flatMap((token, at) => {
    const [name, dot, second] = tokens.slice(at + 1, at + 4)
    if (!/^(?:from|join|using|,)$/i.test(token.text) || name?.name === undefined) return []
    return [dot?.text === '.' && second?.name !== undefined ? joinName([name.name, second.name]) : name.name]
  })
}

/** `a.email = b.email`, `(a.email, a.name) = (b.email, b.name)`, or one of a list: `GROUP BY email`, `USING (email)`. */
function isCompared(text: string, column: string, { before }: Place): boolean {
  const isColumn = (name: string): boolean => sameColumn(before, name, column)
  const lists = text.matchAll(/\b(?:(?:group|partition)\s+by|using|distinct)\b/gi)
  if ([...lists].some(list => listAt(text.slice(list.index + list[0].length)).some(isColumn))) return true
  return text.split(/\b(?:where|on|and|or)\b/i).some(condition => {
    const sides = condition.split(/<=>|=|\bis\s+not\s+distinct\s+from\b/i)
    return sides.length === 2 && sides.every(side => namesIn(side).some(isColumn))
  })
}

/** The names before a comparison or the next clause. */
function listAt(text: string): readonly string[] {
  const tokens = wordsOf(text)
  const end = tokens.findIndex(token =>
    /^(?:[=<>!]|(?:select|from|where|and|or|order|having|is|in|like|not)$)/i.test(token.text),
  )
  return tokens.slice(0, end === -1 ? tokens.length : end).flatMap(({ name }) => name ?? [])
}

function wordsOf(text: string): readonly TextToken[] {
  return textTokens(text).filter(({ kind }) => kind !== 'space')
}

/** `lower` of `lower(email)`. */
function isFunctionOf(name: string, columns: readonly string[]): boolean {
  return columns.some(column => new RegExp(`\\b${name}\\s*\\(`).test(column))
}
