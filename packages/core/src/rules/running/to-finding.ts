import type { Direction, Location, Migration, Statement } from '../../migration/migration.ts'
import type { Operation } from '../../operations/operation.ts'
import { holdsUnknownText } from '../../operations/unknown-text.ts'
import { oncePer } from '../../schema/once-per.ts'
import { UserError } from '../../user-error.ts'
import { besideOtherClauses } from '../advice/alter-clauses.ts'
import { outsideTheTool } from '../advice/outside-the-tool.ts'
import type { Finding, FindingLock, Problem } from '../finding.ts'
import type { Problems, Rule } from '../rule.ts'
import { oneLine } from '../wording/one-line.ts'
import type { ActiveRule } from './rule-settings.ts'

/** Where a check looked, which is where its problems are unless they say otherwise. */
export interface CheckedPlace {
  /** Whose scripts' files a problem of one direction is in. */
  readonly migration?: Migration
  /** Of a check of the deploy as a whole: the pending ones. */
  readonly pending?: readonly Migration[]
  /** Where there is no migration. */
  readonly file?: string
  readonly direction: Direction
  readonly statement?: Statement
  /** Of the statement, where one is looked at. */
  readonly operation?: Operation
  /** Of the operation, where its statement is written in several places. */
  readonly location?: Location
  readonly lock?: FindingLock
}

/** A long statement is shown by its beginning. */
const shownLines = 10

/** The code was followed, not run. */
const approximately = ' (Read without running the code: it may be otherwise.)'

export function toFindings(problems: Problems, active: ActiveRule, place: CheckedPlace): readonly Finding[] {
  if (problems === undefined) return []
  const list = listOf(problems)
  if (!list.every(hasMessage)) {
    throw new UserError(
      `The rule "${active.rule.id}" does not work: a check gives a problem { message }, a list of them, or undefined.`,
    )
  }
  return list.map(problem => toFinding(problem, active, place))
}

/** A rule of a plugin may be JavaScript, and give anything. */
function listOf(problems: unknown): readonly unknown[] {
  return Array.isArray(problems) ? problems : [problems]
}

function hasMessage(problem: unknown): problem is Problem {
  return (
    typeof problem === 'object' && problem !== null && typeof Reflect.get(problem, 'message') === 'string'
  )
}

function toFinding(problem: Problem, { rule, severity }: ActiveRule, place: CheckedPlace): Finding {
  const direction = problem.at?.direction ?? place.direction
  const location: Location | undefined = problem.at === undefined ? place.location : problem.at.location
  const statement = problem.at === undefined ? place.statement?.text : problem.at.statement
  const lock = problem.lock ?? place.lock
  const about = statementAt(problem, place, direction)
  const isApproximate = about?.approximate === true
  const asWritten = (text: string): string => withPlaceholders(text, statementsOf(place, about))
  return {
    ruleId: rule.id,
    category: rule.category,
    severity: severity ?? problem.severity ?? rule.severity,
    direction,
    message: asWritten(oneLine(problem.message)) + (isApproximate ? approximately : ''),
    instead: asWritten(advised(problem, rule, place)),
    file:
      problem.at?.file ??
      location?.file ??
      (place.migration === undefined ? (place.file ?? '') : fileOf(place.migration, direction)),
    ...(location === undefined ? {} : { location }),
    ...(statement === undefined ? {} : { statement: beginning(about?.written ?? asWritten(statement)) }),
    objects: (problem.objects ?? []).map(asWritten),
    ...(lock === undefined ? {} : { lock }),
    ...(isApproximate ? { approximate: true } : {}),
    ...suggestion(problem, place, asWritten),
  }
}

function advised(problem: Problem, rule: Rule, { migration }: CheckedPlace): string {
  const instead = oneLine(problem.instead ?? rule.instead)
  const byHand = migration && outsideTheTool(migration, problem, instead)
  return byHand === undefined ? instead : `${instead} ${byHand}`
}

/** What a problem is about, also where the rule has looked at the whole migration. */
function statementAt(
  { at }: Problem,
  { statement, migration, pending }: CheckedPlace,
  direction: Direction,
): Statement | undefined {
  const place = at?.location
  if (at === undefined || place === undefined) return at === undefined ? statement : undefined
  const scripts = (pending ?? [migration]).map(each => (direction === 'down' ? each?.down : each?.up))
  const script = scripts.find(each => each?.file === at.file) ?? scripts[0]
  return script?.statements.find(
    ({ location }) =>
      location.line === place.line && location.column === place.column && location.file === place.file,
  )
}

function suggestion(
  problem: Problem,
  place: CheckedPlace,
  asWritten: (text: string) => string,
): Pick<Finding, 'suggestion'> {
  const whole = forWholeStatement(problem, place)
  // What only a run knows (a row's key, the type of a column that no migration tells of) cannot be written here.
  if (whole === undefined || holdsUnknownText(whole.sql)) return {}
  const { later, ofWholeStatement: _, ofClauses: __, ...suggestion } = whole
  return {
    suggestion: {
      ...suggestion,
      sql: asWritten(ended(suggestion.sql)),
      ...(later && { later: later.map(each => ({ ...each, sql: asWritten(each.sql) })) }),
    },
  }
}

/** A suggestion stands in for the whole statement, so that it must not leave another part of it out. */
function forWholeStatement(
  { suggestion }: Problem,
  { statement, operation }: CheckedPlace,
): Problem['suggestion'] {
  if (suggestion?.ofWholeStatement === true) return suggestion
  if (suggestion === undefined || statement === undefined || statement.operations.length <= 1)
    return suggestion
  if (suggestion.sql.includes(statement.text)) return suggestion
  return operation === undefined
    ? undefined
    : besideOtherClauses(suggestion, statement, suggestion.ofClauses ?? [operation])
}

/** Who looks at a whole migration may speak of each of its statements; one that is kept in a text is run by another. */
function statementsOf(
  { migration, statement }: CheckedPlace,
  about: Statement | undefined,
): readonly Statement[] {
  const own = about === undefined ? [] : [about]
  if (migration === undefined || (statement !== undefined && about?.placeholders !== undefined)) return own
  return [...withPlaceholdersIn(migration), ...own]
}

const withPlaceholdersIn = oncePer(({ up, down }: Migration) =>
  [...up.statements, ...(down?.statements ?? [])].filter(each => each.placeholders !== undefined),
)

/** `${schema}.users`, as the script has it, not the name that was read in its place. */
function withPlaceholders(text: string, statements: readonly Statement[]): string {
  const placeholders = new Map(statements.flatMap(statement => statement.placeholders ?? []))
  return [...placeholders].reduce((result, [name, written]) => result.replaceAll(name, () => written), text)
}

/** A statement's own text has no delimiter. */
function ended(sql: string): string {
  const text = sql.trimEnd()
  return text.endsWith(';') ? text : `${text};`
}

function fileOf(migration: Migration, direction: Direction): string {
  return direction === 'down' ? (migration.down?.file ?? migration.file) : migration.up.file
}

function beginning(statement: string): string {
  const lines = statement.split('\n')
  return lines.length <= shownLines ? statement : [...lines.slice(0, shownLines), '…'].join('\n')
}
