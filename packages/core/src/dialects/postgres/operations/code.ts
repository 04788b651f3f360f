import type { Operation } from '../../../operations/operation.ts'
import { underConditions } from '../../guards.ts'
import {
  type DoStmt,
  type GrammarError,
  isGrammarError,
  type Node,
  parseBody,
  parseTree,
} from '../grammar.ts'
import { namesForPlaceholders } from '../placeholder-names.ts'
import { type BodyStatement, statementsOfBody } from '../plpgsql.ts'
import { type Source, sourceOf } from '../source.ts'
import { constantString } from '../tree/constant-string.ts'
import { options, valueText } from '../tree/values.ts'
import { postgresGuards } from './guards.ts'

/** DO within EXECUTE within DO …; deeper code counts as not visible. */
const deepest = 5
const tooDeep: GrammarError = { message: 'code in code in code', offset: 0 }

type PlaceOf = (statement: BodyStatement) => Operation['span']
type ReadNode = (node: Node, source: Source, depth: number) => readonly Operation[]

/** A DO block, and what the statements inside do, whatever branch they stand in. */
export function doBlock(
  statement: DoStmt,
  { text }: Source,
  depth: number,
  readNode: ReadNode,
): readonly Operation[] {
  const language = valueText(options(statement.args).find(({ defname }) => defname === 'language')?.arg)
  if ((language || 'plpgsql').toLowerCase() !== 'plpgsql')
    return [{ kind: 'run-code', language, dynamic: true }]
  const body = valueText(options(statement.args).find(({ defname }) => defname === 'as')?.arg)
  // Of code in code, and of a body whose quotes are doubled, the place is not known.
  const start = depth === 0 ? text.indexOf(body) : -1
  return bodyOperations(doText(body), depth, readNode, {
    ...(start < 0 ? {} : { placeOf: bodyPlaces(body, start) }),
    inside: { verb: 'DO', where: 'in the DO block' },
  })
}

interface Inside {
  readonly placeOf?: PlaceOf
  /** How a part that cannot be read is called. */
  readonly inside: { readonly verb?: string; readonly where: string }
}

/** The text of a DO statement or of CREATE FUNCTION in PL/pgSQL: that it runs, and what is done then. */
export function bodyOperations(
  text: string,
  depth: number,
  readNode: ReadNode,
  { placeOf = () => undefined, inside }: Inside,
): readonly Operation[] {
  const body = depth < deepest ? parseBody(text) : tooDeep
  if (isGrammarError(body)) {
    return [{ kind: 'run-code', language: 'plpgsql', dynamic: true }, unreadable(body, inside)]
  }
  const read = statementsOfBody(body).map(inner => {
    const operations = operationsOf(inner, depth, readNode, inside)
    const span = placeOf(inner)
    return {
      branches: inner.branches,
      isDynamic: operations === undefined,
      operations: (operations ?? [])
        .map(besideVariables)
        .map(operation => (span === undefined ? operation : { ...operation, span })),
    }
  })
  return [
    { kind: 'run-code', language: 'plpgsql', dynamic: read.some(({ isDynamic }) => isDynamic) },
    ...underConditions(read, postgresGuards),
  ]
}

function operationsOf(
  { sql, form }: BodyStatement,
  depth: number,
  readNode: ReadNode,
  inside: Inside['inside'],
): readonly Operation[] | undefined {
  if (form === 'expression') return callsOf(sql, depth, readNode, inside)
  return form === 'dynamic'
    ? executed(sql, depth, readNode, inside)
    : innerOperations(sql, depth, readNode, inside)
}

function unreadable({ message }: GrammarError, { verb, where }: Inside['inside']): Operation {
  return {
    kind: 'unreadable',
    level: 'partial',
    reason: `${where}: ${message}`,
    ...(verb === undefined ? {} : { verb }),
  }
}

/** `WHERE id = item.id` of a loop over `item` is true of one row; in SQL alone it would be true of all. */
function besideVariables(operation: Operation): Operation {
  if (operation.kind !== 'update-rows' && operation.kind !== 'delete-rows') return operation
  const comparesField =
    /(?<![."\w])"?(\w+)"?\s*=\s*"?\w+"?\s*\.\s*"?\1"?(?!\w)|\w"?\s*\.\s*"?(\w+)"?\s*=\s*"?\2"?(?![."\w])/
  return operation.filter === 'always-true' && comparesField.test(operation.where ?? '')
    ? { ...operation, filter: 'present' }
    : operation
}

/** A statement begins no further than this after its line, or after the one before it on the same line. */
const longestPrefix = 2000

/** Where a statement of the body is written: `start` is the body's own place. Asked in the body's order. */
function bodyPlaces(body: string, start: number): PlaceOf {
  const lineStarts = [0, ...[...body.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)]
  let latest = { line: 0, end: 0 }
  return ({ sql, line }) => {
    if (line === undefined) return undefined
    const from = latest.line === line ? latest.end : (lineStarts[line - 1] ?? body.length)
    const offset = body.slice(from, from + longestPrefix + sql.length).indexOf(sql)
    if (offset < 0) return undefined
    latest = { line, end: from + offset + sql.length }
    return [start + from + offset, start + latest.end]
  }
}

/** What a value does by calling functions. */
function callsOf(
  expression: string,
  depth: number,
  readNode: ReadNode,
  inside: Inside['inside'],
): readonly Operation[] {
  if (!expression.includes('(')) return []
  return innerOperations(`SELECT ${expression}`, depth, readNode, inside).filter(
    ({ kind }) => kind !== 'read-rows' && kind !== 'no-effect' && kind !== 'unreadable',
  )
}

/** The block as a statement of its own, whatever else the text holds. */
function doText(body: string): string {
  let tag = '$body$'
  while (body.includes(tag)) tag = `$x${tag.slice(1)}`
  return `DO ${tag}${body}${tag}`
}

/** EXECUTE of a constant string is read like any other SQL; undefined where the string is made at run time. */
function executed(
  expression: string,
  depth: number,
  readNode: ReadNode,
  inside: Inside['inside'],
): readonly Operation[] | undefined {
  const tree = parseTree(`SELECT ${expression}`)
  const [select] = isGrammarError(tree) ? [] : tree.statements
  const [target] = select && 'SelectStmt' in select ? (select.SelectStmt.targetList ?? []) : []
  const sql = target && 'ResTarget' in target ? constantString(target.ResTarget.val) : undefined
  return sql === undefined ? undefined : innerOperations(sql, depth, readNode, inside)
}

function innerOperations(
  sql: string,
  depth: number,
  readNode: ReadNode,
  inside: Inside['inside'],
): readonly Operation[] {
  const asWritten = parseTree(sql)
  const tree = isGrammarError(asWritten) ? parseTree(namesForPlaceholders(sql)) : asWritten
  if (isGrammarError(tree)) return [unreadable(tree, inside)]
  const source = sourceOf(sql, tree.version)
  return tree.statements.flatMap(node => readNode(node, source, depth + 1))
}
