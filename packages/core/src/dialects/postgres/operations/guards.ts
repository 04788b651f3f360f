import { bareName } from '../../../operations/names.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { RunCondition } from '../../../operations/run-condition.ts'
import { type Thing, thingMade, thingsUsed } from '../../../operations/thing.ts'
import { isGrammarError, parseTree } from '../grammar.ts'
import type { Branch } from '../plpgsql-branches.ts'
import { nodesOfKind } from '../tree/walk.ts'

interface Branched {
  readonly branches: readonly Branch[]
  readonly operations: readonly Operation[]
}

/**
 * The condition of each branch. One that asks the catalogue for the very thing that is made or changed in it amounts to
 * IF [NOT] EXISTS, and so does a caught `duplicate_object` around one CREATE.
 */
export function conditionsOf(parts: readonly Branched[]): (branch: Branch) => RunCondition {
  const inside = new Map<Branch, Operation[]>()
  for (const { branches, operations } of parts) {
    for (const branch of branches) {
      const found = inside.get(branch) ?? []
      inside.set(branch, found)
      for (const operation of operations) found.push(operation)
    }
  }
  const known = new Map<Branch, RunCondition>()
  const conditionOf = (branch: Branch): RunCondition => {
    const found = known.get(branch) ?? madeCondition(branch)
    known.set(branch, found)
    return found
  }
  const madeCondition = (branch: Branch): RunCondition => {
    const text = shortened(branch.text)
    if (branch.oppositeTo !== undefined) {
      const { presence } = conditionOf(branch.oppositeTo)
      return presence === undefined
        ? { text }
        : { text, presence: { ...presence, isThere: !presence.isThere, isExpected: false } }
    }
    const guard = guardIn(branch, inside.get(branch) ?? [])
    return guard === undefined ? { text } : { text, presence: { ...guard, isExpected: true } }
  }
  return conditionOf
}

type Guard = Omit<NonNullable<RunCondition['presence']>, 'isExpected'>

const longestText = 100

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line
}

function guardIn(
  { text, isExpression, caught }: Branch,
  operations: readonly Operation[],
): Guard | undefined {
  if (caught !== undefined) return guardOfCaught(caught, operations)
  return isExpression === true ? guardOfQuery(text, operations) : undefined
}

/** PostgreSQL manual, appendix A, class 42. */
const errorsOfPresent: ReadonlySet<string> = new Set([
  'duplicate_object',
  'duplicate_table',
  'duplicate_column',
  'duplicate_function',
  'duplicate_schema',
  '42710',
  '42P07',
  '42701',
  '42723',
  '42P06',
])
const errorsOfAbsent: ReadonlySet<string> = new Set([
  'undefined_object',
  'undefined_table',
  'undefined_column',
  'undefined_function',
  '42704',
  '42P01',
  '42703',
  '42883',
])

/** With several statements, an error of the second takes back the first as well. */
function guardOfCaught(caught: readonly string[], operations: readonly Operation[]): Guard | undefined {
  const [only, ...others] = operations.filter(({ kind }) => kind !== 'no-effect' && kind !== 'read-rows')
  if (only === undefined || others.length > 0) return undefined
  const made = thingMade(only)
  if (made !== undefined && caught.every(name => errorsOfPresent.has(name)))
    return { thing: made, isThere: false }
  const [used] = thingsUsed(only)
  return used !== undefined && made === undefined && caught.every(name => errorsOfAbsent.has(name))
    ? { thing: used, isThere: true }
    : undefined
}

interface Question {
  readonly isThere: boolean
  readonly kinds: ReadonlySet<Thing['what']>
  /** Bare and in lower case. */
  readonly names: ReadonlySet<string>
}

function guardOfQuery(expression: string, operations: readonly Operation[]): Guard | undefined {
  const question = questionIn(expression)
  if (question === undefined) return undefined
  const { isThere, kinds, names } = question
  const isAsked = (thing: Thing): boolean =>
    kinds.has(thing.what) && names.has(bareName(thing.name).toLowerCase()) && !isLessThanAsked(thing, kinds)
  const things = operations.flatMap(operation =>
    isThere ? thingsUsed(operation) : (thingMade(operation) ?? []),
  )
  const thing = things.find(isAsked)
  return thing && { thing, isThere }
}

/** `… FROM information_schema.columns WHERE table_name = 't' AND column_name = 'c'` asks for more than the table. */
function isLessThanAsked({ what }: Thing, kinds: Question['kinds']): boolean {
  return what === 'table' && kinds.has('column')
}

/** `[NOT] EXISTS (SELECT … FROM the catalogue …)`, `to_regclass('x') IS [NOT] NULL`. */
function questionIn(expression: string): Question | undefined {
  const tree = parseTree(`SELECT ${expression}`)
  const [select] = isGrammarError(tree) ? [] : tree.statements
  const [target] = select && 'SelectStmt' in select ? (select.SelectStmt.targetList ?? []) : []
  let value = target && 'ResTarget' in target ? target.ResTarget.val : undefined
  let isThere = true
  while (value && 'BoolExpr' in value && value.BoolExpr.boolop === 'NOT_EXPR') {
    value = value.BoolExpr.args?.[0]
    isThere = !isThere
  }
  if (value && 'NullTest' in value) {
    const asked = value.NullTest.arg
    const called =
      asked && 'FuncCall' in asked ? [...nodesOfKind(asked.FuncCall.funcname, 'String')].at(-1) : undefined
    const kinds = kindsOfFunction.get(called?.sval ?? '')
    if (kinds === undefined) return undefined
    return {
      isThere: (value.NullTest.nulltesttype === 'IS_NOT_NULL') === isThere,
      kinds,
      names: namesIn(asked),
    }
  }
  if (value === undefined || !('SubLink' in value) || value.SubLink.subLinkType !== 'EXISTS_SUBLINK')
    return undefined
  const { subselect } = value.SubLink
  const relations = [...nodesOfKind(subselect, 'RangeVar')]
  if (relations.length === 0 || !relations.every(isCatalogue)) return undefined
  const kinds = relations.flatMap(({ relname = '' }) => kindsOf.get(relname) ?? ['object' as const])
  return { isThere, kinds: new Set(kinds), names: namesIn(subselect) }
}

function isCatalogue({
  schemaname = '',
  relname = '',
}: {
  readonly schemaname?: string
  readonly relname?: string
}): boolean {
  return (
    schemaname === 'information_schema' ||
    ((schemaname === 'pg_catalog' || schemaname === '') && relname.startsWith('pg_'))
  )
}

const kindsOfFunction: ReadonlyMap<string, Question['kinds']> = new Map([
  ['to_regclass', new Set(['table', 'index', 'object'] as const)],
  ['to_regtype', new Set(['object'] as const)],
  ['to_regproc', new Set(['object'] as const)],
  ['to_regprocedure', new Set(['object'] as const)],
])

/** What is listed in which part of the catalogue; in all others, objects of another kind. */
const kindsOf: ReadonlyMap<string, readonly Thing['what'][]> = new Map<string, readonly Thing['what'][]>([
  ['columns', ['column']],
  ['pg_attribute', ['column']],
  ['tables', ['table']],
  ['pg_tables', ['table']],
  ['pg_class', ['table', 'index', 'object']],
  ['table_constraints', ['constraint']],
  ['referential_constraints', ['constraint']],
  ['key_column_usage', ['constraint']],
  ['constraint_column_usage', ['constraint']],
  ['check_constraints', ['constraint']],
  ['pg_constraint', ['constraint']],
  ['pg_indexes', ['index']],
  ['pg_index', ['index']],
  ['pg_enum', ['enum-value']],
])

function namesIn(part: unknown): ReadonlySet<string> {
  const texts = [...nodesOfKind(part, 'A_Const')].flatMap(({ sval }) => sval?.sval ?? [])
  return new Set(texts.map(text => bareName(text).replaceAll('"', '').toLowerCase()))
}
