import type { Statement } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { Operation } from '../../operations/operation.ts'
import { isBefore, placeOf, renamesTo, stepsOn } from '../../schema/find-steps.ts'
import { leavesRowsOut } from '../../schema/leaves-rows-out.ts'
import { columnsOf, findTable, primaryKeyOf } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn, qualifiedNamesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { whereOf } from '../scripts/condition-of.ts'
import { isRolledBack } from '../scripts/transaction-state.ts'
import { capitalized } from '../wording/capitalized.ts'
import { fileInWords } from '../wording/file-in-words.ts'
import { readsColumn } from './reads-column.ts'
import { copiedColumns } from './rebuild-copy.ts'
import { stepsReading } from './steps-reading.ts'

export interface Copy {
  /** A table, or `table.column` in the same table. */
  readonly into: string
  readonly line: number
  /** `line 7`, or `line 7 of 003_teams.sql` where another migration of the deploy does it. */
  readonly at: string
  /** A WHERE clause leaves rows out that may hold a value. */
  readonly partly: boolean
  /** There is a row where the flag is set, and none where it is not. */
  readonly asRow?: true
  /** Lines of other statements that copy some rows into the same table. */
  readonly others?: readonly number[]
}

type Place = Pick<OperationContext, 'before' | 'replayedScript' | 'step' | 'deployScripts' | 'deploySteps'>
type Found = Omit<Copy, 'line' | 'at'>

/** The first statement before this one in the deploy, its own script first, that fills something which stays from the column. */
export function columnCopiedFirst(table: ObjectName, column: string, place: Place): Copy | undefined {
  return firstCopy(table, column, place, step => copyOfColumn(step, table, column, place))
}

/** The same for a table which stays from the rows of this one. */
export function rowsCopiedFirst(table: ObjectName, place: Place): Copy | undefined {
  return firstCopy(table, bareName(table), place, step => copyOfRows(step, table, place))
}

function firstCopy(
  table: ObjectName,
  name: string,
  { replayedScript, step, deployScripts, deploySteps }: Place,
  find: (step: Step) => Found | undefined,
): Copy | undefined {
  const { steps } = replayedScript
  const own = stepsReading(steps, name).flatMap(each => {
    if (!isBefore(steps, each, step) || isRolledBack(steps, each, step)) return []
    if (isAnotherSince(table, steps, each, step)) return []
    const { line } = each.statement.location
    const copy = find(each)
    return copy === undefined ? [] : [{ ...copy, line, at: `line ${line}` }]
  })
  const whole = own.find(copy => !copy.partly)
  if (whole !== undefined) return whole
  const before = stepsReading(deploySteps, name).flatMap(each => {
    if (!isBefore(deploySteps, each, step) || placeOf(steps, each) !== -1) return []
    if (isAnotherSince(table, deploySteps, each, step)) return []
    const copy = find(each)
    const from = copy && deployScripts.find(other => placeOf(other.steps, each) !== -1)
    const last = from?.steps.at(-1)
    if (copy === undefined || last === undefined || isRolledBack(from?.steps ?? [], each, last)) return []
    const { line } = each.statement.location
    return [{ ...copy, line, at: `line ${line} of ${fileInWords(from?.script.file ?? '')}` }]
  })
  const [first] = [...own, ...before]
  const wholeBefore = before.find(copy => !copy.partly)
  if (wholeBefore !== undefined || first === undefined) return wholeBefore
  const others = own.slice(1).filter(({ into }) => into === first.into)
  return { ...first, ...(others.length > 0 && { others: others.map(({ line }) => line) }) }
}

/** What was copied from the table then is not what has its name now; a rebuild has the same rows. */
function isAnotherSince(table: ObjectName, steps: readonly Step[], copying: Step, step: Step): boolean {
  const drops = stepsOn(steps, table, 'drop-table').filter(
    ({ operation }) => operation.replacedBy === undefined,
  )
  const { operation: copy } = copying
  const filled = copy.kind === 'insert-rows' || copy.kind === 'create-table' ? copy.table : undefined
  // The copy of a rebuild is what has the name now.
  const renames = renamesTo(steps, table).filter(
    ({ operation, before }) =>
      operation.completesRebuild !== true ||
      (filled !== undefined && sameObject(before, operation.table, filled)),
  )
  return [...drops, ...renames].some(each => isBefore(steps, copying, each) && isBefore(steps, each, step))
}

function copyOfColumn(step: Step, table: ObjectName, column: string, place: Place): Found | undefined {
  const { operation, statement } = step
  if (operation.kind === 'update-rows' && sameObject(place.before, operation.table, table)) {
    const filled = Object.entries(operation.assignments ?? {}).find(
      ([target, text]) =>
        !sameColumn(place.before, target, column) &&
        readsColumn(withoutQueriesOfOthers(text, table), table, column, statement.text, place.before),
    )
    if (filled !== undefined) {
      const partly = leavesOut(operation.where, column) && !isFilledUp(step, table, filled[0], place)
      return { into: `${table}.${filled[0]}`, partly }
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
    const into = filled?.[0] ?? flagTakenOver(step, table, column, place)
    return into === undefined ? undefined : { into: `${operation.table}.${into}`, partly: true }
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
          statement.text.slice(
            Math.max(statement.text.search(/\bselect\b/i), 0),
            statement.text.length - asked,
          ),
        ]
  const beforeWhere = plain.slice(0, plain.length - (where?.length ?? 0))
  const isRead = (text: string): boolean => readsColumn(text, table, column, statement.text, place.before)
  if ([...texts, ...equalTo(texts, statement.text)].some(isRead)) {
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
  { before, deploySteps, replayedScript: { steps } }: Place,
): boolean {
  if (sameColumn(before, target, column)) return false
  const isAdded = [steps, deploySteps].some(all =>
    stepsOn(all, table, 'add-column').some(each => sameColumn(before, each.operation.column.name, target)),
  )
  return isAdded || (operation.kind === 'update-rows' && isFlagTest(operation.where ?? '', column))
}

/** `UPDATE accounts SET admin = true FROM people WHERE … AND people.admin`. */
function flagTakenOver(
  { operation, statement: { text } }: Step,
  table: ObjectName,
  column: string,
  { before }: Place,
): string | undefined {
  if (operation.kind !== 'update-rows') return undefined
  const asks = (operation.where ?? '')
    .split(/\band\b/i)
    .some(part => isFlagTest(part, column) && readsColumn(part, table, column, text, before))
  return asks ? operation.columns[0] : undefined
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

/** `favorite`, `favorite = 1`: the whole condition. */
function isFlagTest(where: string, column: string): boolean {
  const text = where
    .replace(/[`"[\]();]/g, ' ')
    .trim()
    .toLowerCase()
  const [name = '', ...rest] = text.split(/\s+|(?==)/)
  const own = name === column.toLowerCase() || name.endsWith(`.${column.toLowerCase()}`)
  return own && /^(?:=(?:1|true|'1'|'t'|'y')|istrue)?$/.test(rest.join(''))
}

/** The rows whose flag is set are there by their key: whose are not has it off. */
function tellsFlag(
  { operation, statement: { text } }: Step,
  where: string,
  table: ObjectName,
  column: string,
  { before }: Place,
): boolean {
  const known = findTable(before, table)
  const flag = known?.columns.get(before.semantics.columnKey(column))
  const key = known && primaryKeyOf(known)
  if (known === undefined || flag === undefined || flag.nullable || key === undefined) return false
  const { name, args = [] } = flag.type ?? {}
  if (name !== 'boolean' && !(name === 'tinyint' && args[0] === 1)) return false
  const own = `(?:\\w+\\.)?${column.replace(/\W/g, '\\$&')}`
  const asked = new RegExp(`^[\\s(]*${own}(?:\\s*(?:=|is)\\s*(?:1|true))?[\\s);]*$`, 'i')
  const beforeWhere = text.slice(0, text.length - where.length).replace(/where$/i, '')
  const select = beforeWhere.slice(Math.max(beforeWhere.search(/\bselect\b/i), 0))
  const tellsRow = (expression: string): boolean =>
    columnsOf(key).every(each => namesIn(expression).some(other => sameColumn(before, each, other)))
  // INSERT IGNORE passes over what has a key of the new table already: it has to be that of the row.
  const passesOver = /^\s*insert\s+(?:or\s+)?ignore\b/i.test(text)
  const into = operation.kind === 'insert-rows' ? findTable(before, operation.table) : undefined
  const only = into && primaryKeyOf(into)
  const isOnlyKey =
    operation.kind === 'insert-rows' &&
    into !== undefined &&
    only !== undefined &&
    !into.constraints.some(({ type }) => type === 'unique') &&
    !into.indexes.some(({ unique }) => unique) &&
    tellsRow(
      copiedColumns(operation, into)
        .filter(([to]) => columnsOf(only).some(each => sameColumn(before, each, to.name)))
        .map(([, from]) => from)
        .join(', '),
    )
  return (
    asked.test(where.replace(/[`"[\]]/g, '')) &&
    tellsRow(select.slice(0, select.search(/\bfrom\b/i))) &&
    (!passesOver || isOnlyKey) &&
    !leavesRowsOut(select, table, before)
  )
}

/** The rows that have none get a value as well, and NOT NULL proves it: what each value becomes, the script has said. */
function isFilledUp(
  copying: Step,
  table: ObjectName,
  column: string,
  { before, replayedScript: { steps }, step }: Place,
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

/** A block that reads whole rows and puts parts of them into several tables: only what it names goes on, and into the table
 * that has such a column. */
function isOfInsert({ operation, statement }: Step, column: string, { before }: Place): boolean {
  const { operations, text } = statement
  if (operation.kind !== 'insert-rows' || !operations.some(({ kind }) => kind === 'run-code')) return true
  const has = (columns: readonly string[]): boolean => columns.some(name => sameColumn(before, name, column))
  const isNamed = namesIn(text).some(name => sameColumn(before, name, column))
  return (
    isNamed &&
    (has(operation.columns) || !operations.some(each => each.kind === 'insert-rows' && has(each.columns)))
  )
}

/** `(SELECT count(*) FROM urls WHERE …) + 1` in the list of what is selected leaves no row out. */
function withoutScalars(text: string): string {
  return text.replace(
    /(?<!\b(?:from|join|in|exists|any|all)\s*)\(\s*select\b(?:[^()]|\([^()]*\))*\)/gi,
    ' 0 ',
  )
}

function copyOfRows(
  { operation, statement }: Step,
  table: ObjectName,
  { before, replayedScript }: Place,
): Found | undefined {
  const into = filledFrom(operation, statement, table, before)
  if (into === undefined || sameObject(before, into, table)) return undefined
  if (!remains(into, replayedScript)) return undefined
  const partly = operation.kind === 'update-rows' || leavesRowsOut(statement.text, table, before)
  return { into, partly }
}

/** What stays when the deploy is over, and is filled from rows of this table. */
export function rowsReadBy(
  { operation, statement }: Step,
  table: ObjectName,
  { before, atEnd }: Pick<OperationContext, 'before' | 'atEnd'>,
): ObjectName | undefined {
  const into = filledFrom(operation, statement, table, before)
  const isOther = into !== undefined && !sameObject(before, into, table)
  return isOther && findTable(atEnd, into) !== undefined ? into : undefined
}

/** The table that INSERT … SELECT, CREATE TABLE … AS SELECT or UPDATE … FROM fills from this one. */
function filledFrom(
  operation: Operation,
  { text }: Statement,
  table: ObjectName,
  before: Place['before'],
): ObjectName | undefined {
  if (operation.kind === 'insert-rows') {
    const source = operation.copiesFrom?.table
    const reads =
      (source !== undefined && sameObject(before, source, table)) || isNamedIn(text, table, before)
    return reads ? operation.table : undefined
  }
  if (operation.kind === 'update-rows')
    return !sameObject(before, operation.table, table) && isNamedIn(text, table, before)
      ? operation.table
      : undefined
  if (operation.kind !== 'create-table' || operation.asSelect !== true || operation.temporary)
    return undefined
  return isNamedIn(text, table, before) ? operation.table : undefined
}

/** After FROM or JOIN: a column or a string may be called like the table. */
function isNamedIn(text: string, table: ObjectName, before: Place['before']): boolean {
  const from = text.search(/\b(?:from|join)\b/i)
  return from !== -1 && qualifiedNamesIn(text.slice(from)).some(name => sameObject(before, name, table))
}

/** Under the name that a later statement gives it, too. */
function remains(table: ObjectName, { steps, after }: Place['replayedScript']): boolean {
  return (
    findTable(after, table) !== undefined ||
    stepsOn(steps, table, 'rename-table').some(
      ({ operation }) => findTable(after, operation.to) !== undefined,
    )
  )
}

/** Rows without a value can be left out: `c IS NOT NULL AND c <> ''`. */
function leavesOut(where: string | undefined, column: string): boolean {
  if (where === undefined) return false
  const words = where
    .replace(/[`"[\]();]/g, ' ')
    .replace(/\s*\.\s*/g, '.')
    .toLowerCase()
  const name = column.toLowerCase()
  return words.split(/\band\b/).some(part => {
    const [first, ...rest] = part.trim().split(/\s+/)
    const said = rest.join(' ')
    const own = first === name || first?.endsWith(`.${name}`) === true
    return !(own && (said === 'is not null' || said === "!= ''" || said === "<> ''"))
  })
}

/** What a message adds where some of the values are kept. */
export function keptInPart(copy: Copy | undefined): string {
  if (copy === undefined) return ''
  return copy.asRow === true
    ? ` ${capitalized(copy.at)} makes a row of ${copy.into} where it is set.`
    : ` ${capitalized(copy.at)} fills ${copy.into} from it, but perhaps not from every row.`
}
