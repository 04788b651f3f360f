import { bareName } from '../operations/names.ts'
import type { Operation } from '../operations/operation.ts'
import type { RunCondition, VersionBound } from '../operations/run-condition.ts'
import type { Thing } from '../operations/thing.ts'
import { thingMade, thingsUsed } from '../operations/things-of.ts'
import type { Branch } from './branches.ts'

/** What a condition asks the catalogue for. */
export interface CatalogueQuestion {
  readonly isThere: boolean
  readonly kinds: ReadonlySet<Thing['what']>
  /** The names that it mentions, bare and in lower case. */
  readonly names: ReadonlySet<string>
}

/** How an engine asks, and what it says where something is there already, or is not. */
export interface GuardLanguage {
  questionIn(expression: string): CatalogueQuestion | undefined
  /** Of an expression that compares the server's version with a number, and asks for nothing else. */
  versionIn?(expression: string): VersionBound | undefined
  readonly errorsOfPresent: ReadonlySet<string>
  readonly errorsOfAbsent: ReadonlySet<string>
}

interface Branched {
  readonly branches: readonly Branch[]
  readonly operations: readonly Operation[]
}

type Presence = NonNullable<RunCondition['presence']>

/**
 * The operations with the conditions of their branches. A condition that asks the catalogue for the very thing that is
 * made or changed under it amounts to IF [NOT] EXISTS, and so does a caught `duplicate_object` around one CREATE.
 */
export function underConditions(parts: readonly Branched[], language: GuardLanguage): readonly Operation[] {
  if (parts.every(({ branches }) => branches.length === 0))
    return parts.flatMap(({ operations }) => operations)
  const { inside, outside } = byBranch(parts)
  const known = new Map<Branch, RunCondition>()
  const conditionOf = (branch: Branch): RunCondition => {
    const found = known.get(branch) ?? madeCondition(branch)
    known.set(branch, found)
    return found
  }
  const madeCondition = (branch: Branch): RunCondition => {
    const { oppositeTo } = branch
    const presence =
      oppositeTo === undefined
        ? guardOf(branch, inside.get(branch) ?? [], outside.get(branch) ?? [], language)
        : opposite(conditionOf(oppositeTo).presence)
    const version = versionOf(branch, language, conditionOf)
    return { text: shortened(branch.text), ...(presence && { presence }), ...(version && { version }) }
  }
  return parts.flatMap(({ branches, operations }) => {
    const outer = branches.map(conditionOf)
    return outer.length === 0
      ? operations
      : operations.map(each => ({ ...each, conditions: [...outer, ...(each.conditions ?? [])] }))
  })
}

/** What each branch does, and what is done where it is not taken. */
function byBranch(parts: readonly Branched[]) {
  const inside = new Map<Branch, Operation[]>()
  const outside = new Map<Branch, Operation[]>()
  for (const { branches, operations } of parts) {
    for (const branch of branches) {
      const [lists, key] = branch.oppositeTo === undefined ? [inside, branch] : [outside, branch.oppositeTo]
      const found = lists.get(key) ?? []
      lists.set(key, found)
      for (const operation of operations) found.push(operation)
    }
  }
  return { inside, outside }
}

const longestText = 100

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line
}

function opposite(presence: Presence | undefined): Presence | undefined {
  return presence && { ...presence, isThere: !presence.isThere, isExpected: !presence.isExpected }
}

function versionOf(
  { text, isExpression, oppositeTo }: Branch,
  language: GuardLanguage,
  conditionOf: (branch: Branch) => RunCondition,
): VersionBound | undefined {
  if (oppositeTo === undefined) return isExpression === true ? language.versionIn?.(text) : undefined
  const { version } = conditionOf(oppositeTo)
  if (version === undefined) return undefined
  return 'least' in version ? { below: version.least } : { least: version.below }
}

/** What the thing is like, and not only whether it is there: no history answers for that. */
const asksForMore =
  /\b(?:data_type|udt_name|column_type|is_nullable|column_default|character_maximum_length|numeric_precision|attnotnull|atttypid|convalidated|indisvalid)\b/i

function guardOf(
  { text, isExpression, caught }: Branch,
  inside: readonly Operation[],
  outside: readonly Operation[],
  language: GuardLanguage,
): Presence | undefined {
  if (caught !== undefined) return guardOfCaught(caught, inside, language)
  const question = isExpression === true && !asksForMore.test(text) ? language.questionIn(text) : undefined
  if (question === undefined) return undefined
  const asked = thingAsked(question, inside)
  if (asked !== undefined) return { thing: asked, isThere: question.isThere, isExpected: true }
  // IF it is there THEN do nothing ELSE make it.
  const made = thingAsked({ ...question, isThere: !question.isThere }, outside)
  return made && { thing: made, isThere: question.isThere, isExpected: false }
}

function thingAsked(
  { isThere, kinds, names }: CatalogueQuestion,
  operations: readonly Operation[],
): Thing | undefined {
  const things = operations.flatMap(operation =>
    isThere ? thingsUsed(operation) : (thingMade(operation) ?? []),
  )
  return things.find(
    thing =>
      kinds.has(thing.what) &&
      names.has(bareName(thing.name).toLowerCase()) &&
      // A question for a column asks for more than its table.
      !(thing.what === 'table' && kinds.has('column')),
  )
}

/** With several statements, an error of the second takes back the first as well. */
function guardOfCaught(
  caught: readonly string[],
  operations: readonly Operation[],
  { errorsOfPresent, errorsOfAbsent }: GuardLanguage,
): Presence | undefined {
  const [only, ...others] = operations.filter(({ kind }) => kind !== 'no-effect' && kind !== 'read-rows')
  if (only === undefined || others.length > 0) return undefined
  const made = thingMade(only)
  if (made !== undefined && caught.every(name => errorsOfPresent.has(name)))
    return { thing: made, isThere: false, isExpected: true }
  const [used] = thingsUsed(only)
  return used !== undefined && made === undefined && caught.every(name => errorsOfAbsent.has(name))
    ? { thing: used, isThere: true, isExpected: true }
    : undefined
}
