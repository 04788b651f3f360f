import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { isBefore, stepsOn } from '../../schema/find-steps.ts'
import { isAlwaysTrue, leavesRowsOut } from '../../schema/leaves-rows-out.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import { whereOf } from '../scripts/condition-of.ts'
import type { CopyPlace, FoundCopy } from './copy.ts'
import { copyOfRows, isNamedIn } from './copy-of-rows.ts'
import { flagTakenOver, isFlagTest, tellsFlag } from './flag-tests.ts'
import { losesValue } from './lossy-expression.ts'
import { readsColumn } from './reads-column.ts'

/** What the statement fills from the column, in its own table or in another one. */
export function copyOfColumn(
  step: Step,
  table: ObjectName,
  column: string,
  place: CopyPlace,
): FoundCopy | undefined {
  const { operation, statement } = step
  if (operation.kind === 'update-rows' && sameObject(place.before, operation.table, table)) {
    const filled = Object.entries(operation.assignments ?? {}).find(
      ([target, text]) =>
        !sameColumn(place.before, target, column) &&
        readsColumn(withoutQueriesOfOthers(text, table), table, column, statement.text, place.before),
    )
    if (filled !== undefined) {
      const [target, text] = filled
      if (losesValue(text, name => sameColumn(place.before, name, column)))
        return { into: `${table}.${target}`, partly: true, isComputed: true }
      const partly = leavesOut(operation.where, column) && !isFilledUp(step, table, target, place)
      return { into: `${table}.${target}`, partly }
    }
    // A flag becomes a value: UPDATE posts SET state = 'hidden' WHERE hidden.
    const first = operation.columns.find(each => isMapped(step, each, table, column, place))
    return first !== undefined &&
      readsColumn(operation.where ?? '', table, column, statement.text, place.before)
      ? { into: `${table}.${first}`, partly: !isFilledUp(step, table, first, place) }
      : undefined
  }
  // UPDATE others SET a = (SELECT t.c FROM t …): which rows of t are asked for is not told.
  if (operation.kind === 'update-rows' && isNamedIn(statement.text, table, place.before)) {
    const filled = Object.entries(operation.assignments ?? {}).find(([, text]) =>
      readsColumn(text, table, column, statement.text, place.before),
    )
    const isComputed =
      filled !== undefined && losesValue(filled[1], name => sameColumn(place.before, name, column))
    const into = filled?.[0] ?? flagTakenOver(step, table, column, place)
    return into === undefined
      ? undefined
      : { into: `${operation.table}.${into}`, partly: true, ...(isComputed && { isComputed }) }
  }
  const rows = copyOfRows(step, table, place)
  if (rows === undefined || !isOfInsert(step, column, place)) return undefined
  const plain = withoutScalars(statement.text)
  const where = whereOf(plain)
  const asked = where !== undefined && statement.text.endsWith(where) ? where.length : 0
  const texts =
    operation.kind === 'insert-rows' && operation.copiesFrom !== undefined
      ? operation.copiesFrom.expressions
      : [
          withoutJoinConditions(
            statement.text.slice(
              Math.max(statement.text.search(/\bselect\b/i), 0),
              statement.text.length - asked,
            ),
          ),
        ]
  const beforeWhere = plain.slice(0, plain.length - (where?.length ?? 0))
  const isRead = (text: string): boolean => readsColumn(text, table, column, statement.text, place.before)
  const named = texts.flatMap(text => text.match(/["`\w]+\.["`\w]+/g) ?? [])
  const reading = [...texts, ...equalTo([...texts, ...named], statement.text)].filter(isRead)
  if (reading.length > 0) {
    if (reading.every(text => losesValue(text, name => sameColumn(place.before, name, column))))
      return { into: rows.into, partly: true, isComputed: true }
    const isPartly =
      rows.partly &&
      (where === undefined ||
        leavesOut(where, column) ||
        leavesRowsOut(beforeWhere.replace(/where$/i, ''), table, place.before))
    return { into: rows.into, partly: isPartly }
  }
  // A flag becomes a row: INSERT INTO favorites SELECT id FROM posts WHERE favorite.
  // `EXISTS (SELECT * …)` asks for no value.
  if (where === undefined || !isRead(where.replaceAll('*', ' '))) return undefined
  if (tellsFlag(step, where, table, column, place)) return { into: rows.into, partly: false }
  return { into: rows.into, partly: true, ...(isFlagTest(where, column) && { asRow: true as const }) }
}

/** Only what a new column gets, or what a flag says, tells of the column in the condition: `SET sort = 0 WHERE name = 'a'`
 * keeps no name. */
function isMapped(
  { operation }: Step,
  target: string,
  table: ObjectName,
  column: string,
  { before, deploySteps, replayedScript: { steps } }: CopyPlace,
): boolean {
  if (sameColumn(before, target, column)) return false
  const isAdded = [steps, deploySteps].some(all =>
    stepsOn(all, table, 'add-column').some(each => sameColumn(before, each.operation.column.name, target)),
  )
  return isAdded || (operation.kind === 'update-rows' && isFlagTest(operation.where ?? '', column))
}

/** What rows are joined by is not put into the new ones. */
function withoutJoinConditions(text: string): string {
  return text.replace(
    /\bon\s+(?!conflict\b|duplicate\b)[\s\S]*?(?=\b(?:(?:inner|left|right|full|cross|natural|join|where|group|order|limit|having|union|except|intersect|returning)\b|on\s+(?:conflict|duplicate)\b)|$)/gi,
    ' ',
  )
}

/** What a join says to be the same as one of these: `u.team_id` of `ON t.id = u.team_id`, for `t.id`. */
function equalTo(texts: readonly string[], statement: string): readonly string[] {
  const plain = (text: string): string => text.replace(/[\s"`]/g, '').toLowerCase()
  const known = new Set(texts.map(plain))
  return [...statement.matchAll(/(["`\w]+\.["`\w]+)\s*=\s*(["`\w]+\.["`\w]+)/g)].flatMap(
    ([, one = '', other = '']) => [
      ...(known.has(plain(one)) ? [other] : []),
      ...(known.has(plain(other)) ? [one] : []),
    ],
  )
}

/** A block that reads whole rows and puts parts of them into several tables: only what it names goes on, and into the table
 * that has such a column. */
function isOfInsert({ operation, statement }: Step, column: string, { before }: CopyPlace): boolean {
  const { operations, text } = statement
  if (operation.kind !== 'insert-rows' || !operations.some(({ kind }) => kind === 'run-code')) return true
  const has = (columns: readonly string[]): boolean => columns.some(name => sameColumn(before, name, column))
  const isNamed = namesIn(text).some(name => sameColumn(before, name, column))
  return (
    isNamed &&
    (has(operation.columns) || !operations.some(each => each.kind === 'insert-rows' && has(each.columns)))
  )
}

/** Rows without a value can be left out: `c IS NOT NULL AND c <> ''`, `c IS NOT NULL OR other IS NOT NULL`. */
function leavesOut(where: string | undefined, column: string): boolean {
  if (where === undefined) return false
  const words = where
    .replace(/[`"[\]();]/g, ' ')
    .replace(/\s*\.\s*/g, '.')
    .toLowerCase()
  const name = column.toLowerCase()
  const isOwn = (tested: string): boolean => tested === name || tested.endsWith(`.${name}`)
  return words.split(/\band\b/).some(part => {
    if (isAlwaysTrue(part)) return false
    const tested = part.split(/\bor\b/).map(testedForValue)
    return tested.includes(undefined) || !tested.some(each => each !== undefined && isOwn(each))
  })
}

/** `c` of `c IS NOT NULL` or `c <> ''`. */
function testedForValue(test: string): string | undefined {
  const [first, ...rest] = test.trim().split(/\s+/)
  return /^(?:is not null|(?:!=|<>) '')$/.test(rest.join(' ')) ? first : undefined
}

/** The rows that have none get a value as well, and NOT NULL proves it: what each value becomes, the script has said. */
function isFilledUp(
  copying: Step,
  table: ObjectName,
  column: string,
  { before, replayedScript: { steps }, step }: CopyPlace,
): boolean {
  const isBetween = (each: Step): boolean => isBefore(steps, copying, each) && isBefore(steps, each, step)
  const fill = stepsOn(steps, table, 'update-rows').find(
    each =>
      isBetween(each) &&
      each.runs === true &&
      each.operation.columns.some(name => sameColumn(before, name, column)) &&
      isNullTest(each.operation.where ?? '', column),
  )
  return (
    fill !== undefined &&
    stepsOn(steps, table, 'set-not-null').some(
      each =>
        isBetween(each) &&
        each.runs === true &&
        sameColumn(before, each.operation.column, column) &&
        isBefore(steps, fill, each),
    )
  )
}

function isNullTest(where: string, column: string): boolean {
  const [name, ...said] = where
    .replace(/[`"[\]();]/g, ' ')
    .trim()
    .toLowerCase()
    .split(/\s+/)
  const own = name === column.toLowerCase() || name?.endsWith(`.${column.toLowerCase()}`) === true
  return own && said.join(' ') === 'is null'
}

/** `(SELECT min(id) FROM users)`: the `id` is that of the other table. */
function withoutQueriesOfOthers(text: string, table: ObjectName): string {
  return namesIn(text).includes(bareName(table))
    ? text
    : text.replace(/\(\s*select\b(?:[^()]|\([^()]*\))*\)/gi, ' ')
}

/** `(SELECT count(*) FROM urls WHERE …) + 1` in the list of what is selected leaves no row out. */
function withoutScalars(text: string): string {
  return text.replace(
    /(?<!\b(?:from|join|in|exists|any|all)\s*)\(\s*select\b(?:[^()]|\([^()]*\))*\)/gi,
    ' 0 ',
  )
}
