import type { Constraint, Index, IndexPart, ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { isGrammarError, isGrammarLoaded, parseTree } from './grammar.ts'
import { strings } from './tree/names.ts'
import { nodesOfKind } from './tree/walk.ts'

/** NAMEDATALEN - 1: names are cut to 63 bytes. */
const longestName = 63
/** A character has at most three bytes for each UTF-16 unit. */
const surelyShort = longestName / 3

/** A longer name is cut off, wherever it is written (PostgreSQL manual, 4.1.1). */
export function asKept(name: string): string {
  return name.length <= surelyShort || byteLength(name) <= longestName ? name : clipped(name, longestName)
}

/** The name that PostgreSQL gives a constraint without one (ChooseConstraintName, ChooseIndexName). */
export function constraintName(
  table: ObjectName,
  constraint: Constraint,
  taken: ReadonlySet<string>,
): string {
  const name = bareName(table)
  switch (constraint.type) {
    case 'primary-key':
      return freeName(name, '', 'pkey', taken)
    case 'unique':
      return freeName(name, joined(constraint.columns), 'key', taken)
    case 'foreign-key':
      return freeName(name, joined(constraint.columns), 'fkey', taken)
    case 'not-null':
      return freeName(name, joined(constraint.columns), 'not_null', taken)
    case 'exclusion':
      return freeName(name, joined(excludedColumns(constraint.definition)), 'excl', taken)
    case 'check': {
      const columns = columnsInExpression(constraint.expression)
      return freeName(name, columns.length === 1 ? (columns[0] ?? '') : '', 'check', taken)
    }
    default:
      return constraint satisfies never
  }
}

/** Expressions count as `expr`, a function call as the function; INCLUDE columns count too. */
export function indexName(table: ObjectName, index: Index, taken: ReadonlySet<string>): string {
  const columns: string[] = []
  for (const part of [...index.parts.map(partName), ...(index.include ?? [])])
    columns.push(numbered(part, columns))
  return freeName(bareName(table), joined(columns), 'idx', taken)
}

/** Of a serial column's sequence (ChooseRelationName). */
export function sequenceName(table: ObjectName, column: string, isTaken: (name: string) => boolean): string {
  return freeName(bareName(table), column, 'seq', { has: isTaken })
}

function freeName(
  table: string,
  columns: string,
  label: string,
  taken: Pick<ReadonlySet<string>, 'has'>,
): string {
  for (let pass = 0; ; pass += 1) {
    const name = makeObjectName(table, columns, pass === 0 ? label : `${label}${pass}`)
    if (!taken.has(name)) return name
  }
}

/** makeObjectName of src/backend/commands/indexcmds.c: the longer of the two names gives up bytes first. */
export function makeObjectName(table: string, columns: string, label: string): string {
  const room = longestName - byteLength(label) - 1 - (columns === '' ? 0 : 1)
  let first = byteLength(table)
  let second = byteLength(columns)
  while (first + second > room) {
    if (first > second) first -= 1
    else second -= 1
  }
  return [clipped(table, first), clipped(columns, second), label].filter(part => part !== '').join('_')
}

/** ChooseIndexNameAddition stops once it has more than fits. */
function joined(columns: readonly string[]): string {
  let text = ''
  for (const column of columns) {
    text += text === '' ? column : `_${column}`
    if (byteLength(text) > longestName) break
  }
  return clipped(text, longestName)
}

function partName(part: IndexPart): string {
  return part.column ?? expressionName(part.expression ?? '') ?? 'expr'
}

/** A repeated column of an index gets a number: `expr`, `expr1`. */
function numbered(name: string, before: readonly string[]): string {
  for (let number = 0; ; number += 1) {
    const candidate = number === 0 ? name : `${name}${number}`
    if (!before.includes(candidate)) return candidate
  }
}

/** FigureIndexColname of src/backend/parser/parse_target.c: the function that is called, the column inside a cast. */
function expressionName(expression: string): string | undefined {
  if (!isGrammarLoaded()) return undefined
  const tree = parseTree(`SELECT ${expression}`)
  const [select] = isGrammarError(tree) ? [] : tree.statements
  const [target] = select && 'SelectStmt' in select ? (select.SelectStmt.targetList ?? []) : []
  let node = target && 'ResTarget' in target ? target.ResTarget.val : undefined
  let castTo: string | undefined
  while (node !== undefined) {
    if ('ColumnRef' in node) return strings(node.ColumnRef.fields).at(-1)
    if ('FuncCall' in node) return strings(node.FuncCall.funcname).at(-1)
    if ('CoalesceExpr' in node) return 'coalesce'
    if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest'
    if ('CaseExpr' in node) {
      castTo ??= 'case'
      node = node.CaseExpr.defresult
    } else if ('CollateClause' in node) node = node.CollateClause.arg
    else if ('TypeCast' in node) {
      castTo ??= strings(node.TypeCast.typeName?.names).at(-1)
      node = node.TypeCast.arg
    } else break
  }
  return castTo
}

export function columnsInExpression(expression: string): readonly string[] {
  return columnsOf(`SELECT ${expression}`)
}

function excludedColumns(definition: string): readonly string[] {
  const text = `ALTER TABLE t ADD ${definition}`
  if (!isGrammarLoaded()) return []
  const tree = parseTree(text)
  return isGrammarError(tree)
    ? []
    : [...nodesOfKind(tree.statements, 'IndexElem')].reverse().flatMap(({ name }) => name ?? 'expr')
}

function columnsOf(text: string): readonly string[] {
  if (!isGrammarLoaded()) return []
  const tree = parseTree(text)
  if (isGrammarError(tree)) return []
  const names = [...nodesOfKind(tree.statements, 'ColumnRef')].map(
    ({ fields }) => strings(fields).at(-1) ?? '',
  )
  return [...new Set(names)]
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** As many whole characters as fit into the bytes. */
function clipped(text: string, bytes: number): string {
  let length = 0
  let kept = ''
  for (const character of text) {
    length += byteLength(character)
    if (length > bytes) break
    kept += character
  }
  return kept
}

const endings = {
  pkey: 'primary-key',
  key: 'unique',
  fkey: 'foreign-key',
  check: 'check',
  excl: 'exclusion',
} as const

/** The other way round: `users_email_key` of users is a UNIQUE, and so is knex's `users_email_unique`; `fk_users_team`
 * is what people call a foreign key. */
export function typeOfConstraintNamed(table: ObjectName, name: string): Constraint['type'] | undefined {
  const lower = name.toLowerCase()
  if (/^fk_|_fk$/.test(lower)) return 'foreign-key'
  const bare = bareName(table)
  if (lower.startsWith(`${bare.toLowerCase()}_`)) {
    const chosen = /_(foreign|unique)$/.exec(lower)?.[1]
    if (chosen !== undefined) return chosen === 'unique' ? 'unique' : 'foreign-key'
  }
  if (!name.startsWith(`${bare}_`)) return undefined
  const ending = /_(pkey|key|fkey|check|excl)\d*$/.exec(name)?.[1]
  return Object.entries(endings).find(([word]) => word === ending)?.[1]
}
