import type { Statement } from '../../migration/migration.ts'
import type { Operation } from '../../operations/operation.ts'
import { namesIn, type TextToken, textTokens } from '../../schema/sql-text.ts'
import type { Suggestion } from '../finding.ts'

/** ALTER TABLE of several clauses, each of them one operation. */
interface Clauses {
  readonly head: string
  readonly own: string
  readonly others: readonly string[]
}

/** ALTER TABLE with this clause alone; undefined where it has others and cannot be taken apart. */
export function clauseAlone(statement: Statement, operation: Operation): string | undefined {
  const clauses = clausesOf(statement, operation)
  if (clauses !== undefined) return `${clauses.head} ${clauses.own}`
  const isOne = statement.operations.length <= 1 && splitAtCommas(textTokens(statement.text)).length === 1
  return isOne ? statement.text : undefined
}

/** The statement in two: these of its operations, and the others. */
export function partsOf(
  statement: Statement,
  these: readonly Operation[],
): { readonly these: string; readonly others?: string } | undefined {
  const parts = statement.operations.map(each => ({ each, clauses: clausesOf(statement, each) }))
  const head = parts[0]?.clauses?.head
  if (head === undefined || parts.some(({ clauses }) => clauses === undefined)) return undefined
  const joined = (isThese: boolean) =>
    parts.flatMap(({ each, clauses }) =>
      these.includes(each) === isThese && clauses !== undefined ? [clauses.own] : [],
    )
  const others = joined(false)
  return {
    these: others.length === 0 ? statement.text : `${head} ${joined(true).join(', ')}`,
    ...(others.length > 0 && { others: `${head} ${others.join(', ')}` }),
  }
}

/** ALTER TABLE with each of its clauses written again; an empty one is left out. */
export function withClauses(
  statement: Statement,
  write: (operation: Operation, clause: string) => string,
): string | undefined {
  const parts = statement.operations.map(each => clausesOf(statement, each))
  const [first] = parts
  if (first === undefined || parts.includes(undefined)) return undefined
  const written = statement.operations.map((each, place) => write(each, parts[place]?.own ?? ''))
  return `${first.head} ${written.filter(clause => clause !== '').join(', ')}`
}

/** What is suggested for these clauses, and the others as they are: in a migration of their own, for where DDL commits. */
export function besideOtherClauses(
  suggestion: Suggestion,
  statement: Statement,
  these: readonly Operation[],
): Suggestion | undefined {
  const parts = these.map(each => clausesOf(statement, each))
  const [part] = parts
  if (part === undefined || parts.includes(undefined)) return undefined
  const { head } = part
  if (isWhole(suggestion.sql, head, part.others.length + 1)) return suggestion
  const left = statement.operations
    .filter(each => these.includes(each) || goesWithType(each, these))
    .map(each => clausesOf(statement, each)?.own)
  const others = part.others.filter(other => !left.includes(other))
  if (others.length === 0) return suggestion
  const kept = others.filter(other => suggestion.sql.includes(other))
  if (kept.length > 0) return kept.length === others.length ? suggestion : undefined
  const rest = { sql: `${head} ${others.join(', ')};` }
  const { title, later = [], ...own } = suggestion
  const needed = these.flatMap(newNameOf).filter(name => isNamed(name, rest.sql))
  if (!needed.every(name => isNamed(name, own.sql))) return undefined
  // The others may need the column that it adds, and it the one that they add.
  const isFirst =
    needed.length > 0 ||
    these.some(({ kind }) => kind === 'add-column') ||
    (addsColumnsAlone(own.sql) && !needsAdded(own.sql, statement, these))
  const [first, second] = isFirst ? [own, rest] : [rest, own]
  return { title, ...first, later: [second, ...later] }
}

/** What the title speaks of comes first where nothing hangs on the order. */
function addsColumnsAlone(sql: string): boolean {
  const tokens = textTokens(sql)
  const start = endOfHead(tokens)
  return (
    start !== undefined &&
    splitAtCommas(tokens.slice(start)).every(clause => /^add\s+column\b/i.test(textOf(clause)))
  )
}

function needsAdded(sql: string, { operations }: Statement, these: readonly Operation[]): boolean {
  return operations.some(
    each => each.kind === 'add-column' && !these.includes(each) && isNamed(each.column.name, sql),
  )
}

/** A default of the new type, which the old column would not take. */
function goesWithType(other: Operation, these: readonly Operation[]): boolean {
  return (
    (other.kind === 'set-default' || other.kind === 'drop-default') &&
    these.some(each => each.kind === 'change-column-type' && each.column === other.column)
  )
}

function newNameOf(operation: Operation): readonly string[] {
  if (operation.kind === 'rename-column') return [operation.to]
  const isRenamed = operation.kind === 'change-column' && operation.to.name !== operation.column
  return isRenamed ? [operation.to.name] : []
}

function isNamed(name: string, sql: string): boolean {
  return namesIn(sql).some(each => each.toLowerCase() === name.toLowerCase())
}

/** A clause for each that the statement has. */
function isWhole(sql: string, head: string, count: number): boolean {
  return sql.startsWith(head) && splitAtCommas(textTokens(sql.slice(head.length))).length === count
}

function clausesOf({ text, operations }: Statement, operation: Operation): Clauses | undefined {
  const position = operations.indexOf(operation)
  const tokens = textTokens(text)
  const start = endOfHead(tokens)
  if (start === undefined || position === -1) return undefined
  // What is suggested beside RENAME TO would have to know which of the two names holds when.
  if (operations.length > 1 && operations.some(({ kind }) => kind === 'rename-table')) return undefined
  const clauses = splitAtCommas(tokens.slice(start))
  const own = clauses[position]
  if (own === undefined || clauses.length !== operations.length || !names(own, operation)) return undefined
  // The server's order is another one.
  if (operations.some((each, at) => drops(each) !== /^\s*drop\b/i.test(textOf(clauses[at] ?? []))))
    return undefined
  return {
    head: textOf(tokens.slice(0, start)),
    own: textOf(own),
    others: clauses.filter(clause => clause !== own).map(textOf),
  }
}

/** Behind `ALTER TABLE [IF EXISTS] [ONLY] name`. */
function endOfHead(tokens: readonly TextToken[]): number | undefined {
  let position = 0
  const next = (): TextToken | undefined => {
    while (tokens[position]?.kind === 'space') position += 1
    return tokens[position]
  }
  const take = (word: RegExp): boolean => {
    if (!word.test(next()?.text ?? '')) return false
    position += 1
    return true
  }
  if (!take(/^alter$/i) || !take(/^table$/i)) return undefined
  if (take(/^if$/i)) take(/^exists$/i)
  take(/^only$/i)
  do {
    if (next()?.name === undefined || tokens[position + 1]?.text === '{')
      return endOfTemplate(tokens, position)
    position += 1
  } while (tokens[position]?.text === '.' && take(/^\.$/))
  return position
}

/** Behind `{$prefix}_app.users`, `{{ index .Options "Schema" }}.users`: to the first space that is in no braces. */
function endOfTemplate(tokens: readonly TextToken[], start: number): number | undefined {
  let depth = 0
  for (let position = start; position < tokens.length; position += 1) {
    const { text = '', kind } = tokens[position] ?? {}
    if (text === '{') depth += 1
    if (text === '}') depth -= 1
    if (kind === 'space' && depth === 0) return tokens[start]?.text.match(/^[{%$]/) ? position : undefined
  }
  return undefined
}

function splitAtCommas(tokens: readonly TextToken[]): readonly (readonly TextToken[])[] {
  const clauses: TextToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (token.text === ',' && depth === 0) clauses.push([])
    else clauses.at(-1)?.push(token)
  }
  return clauses
}

function drops({ kind }: Operation): boolean {
  return kind === 'drop-column' || kind === 'drop-index' || kind === 'drop-constraint'
}

function names(clause: readonly TextToken[], operation: Operation): boolean {
  const wanted = nameOf(operation)?.toLowerCase()
  return wanted === undefined || clause.some(({ name }) => name?.toLowerCase() === wanted)
}

function nameOf(operation: Operation): string | undefined {
  if (operation.kind === 'add-column') return operation.column.name
  if (operation.kind === 'add-constraint') return operation.constraint.name
  return 'column' in operation && typeof operation.column === 'string' ? operation.column : undefined
}

/** Without the comments around it, behind which a comma would be lost. */
function textOf(tokens: readonly TextToken[]): string {
  const from = tokens.findIndex(({ kind }) => kind !== 'space')
  const to = tokens.findLastIndex(({ kind }) => kind !== 'space')
  return tokens
    .slice(from, to + 1)
    .map(({ text }) => text)
    .join('')
}
