import { mysqlLexicalRules } from '../../../lexer/engines.ts'
import { tokenize } from '../../../lexer/tokenize.ts'
import { type Branch, nextBranch } from '../../branches.ts'
import { TokenCursor } from '../token-cursor.ts'
import { UnexpectedToken } from '../unexpected-token.ts'

/** A text that a value may be, and what decides that it is. */
export interface Variant {
  readonly text: string
  readonly branches: readonly Branch[]
}

/** More ways than these are not worth following. */
const mostVariants = 8
const longestText = 20_000
const deepest = 10

interface Value {
  readonly source: string
  readonly branches: readonly Branch[]
}

/** The user variables of a script: what text they hold, where it is made of constants. */
export class Variables {
  readonly #values = new Map<string, Value>()

  set(name: string, source: string, branches: readonly Branch[]): void {
    this.#values.set(name, { source: this.#written(source, branches), branches })
  }

  /** What the text of this expression may be; undefined where it is not made of constants alone. */
  textsOf(expression: string, branches: readonly Branch[]): readonly Variant[] | undefined {
    const source = this.#written(expression, branches)
    if (source.length > longestText) return undefined
    const tokens = tokenize(source, mysqlLexicalRules).filter(
      ({ kind }) => kind !== 'comment' && kind !== 'whitespace',
    )
    try {
      const cursor = new TokenCursor(source, tokens)
      const variants = readText(cursor, 0)
      cursor.expectEnd()
      return variants.length > mostVariants ? undefined : variants
    } catch (error) {
      if (!(error instanceof UnexpectedToken)) throw error
      return undefined
    }
  }

  /** With the sources of the variables in their places. One that another branch has set may hold something else. */
  #written(source: string, branches: readonly Branch[]): string {
    if (!source.includes('@')) return source
    const written = source.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|@[\w$]+/g, part => {
      const value = part.startsWith('@') ? this.#values.get(part.toLowerCase()) : undefined
      if (value === undefined) return part
      const isSure = value.branches.every((each, index) => branches[index] === each)
      return isSure ? `(${value.source})` : part
    })
    return written.length > longestText ? source : written
  }
}

/** A string, CONCAT or IF of such, or a query that gives one. */
function readText(cursor: TokenCursor, depth: number, from = ''): readonly Variant[] {
  if (depth > deepest) cursor.fail()
  if (cursor.isSymbol('(')) return readParenthesised(cursor, depth, from)
  if (cursor.peek()?.kind === 'string') return [{ text: cursor.string(), branches: [] }]
  if (cursor.peek()?.kind === 'number') return [{ text: cursor.next().text, branches: [] }]
  if (cursor.isSymbol('(', 1)) {
    if (cursor.take('CONCAT')) return joined(cursor.list(item => readText(item, depth + 1, from)))
    if (cursor.take('IF')) return readIf(cursor, depth, from)
  }
  return cursor.fail()
}

function readParenthesised(cursor: TokenCursor, depth: number, from: string): readonly Variant[] {
  cursor.expectSymbol('(')
  let source = from
  if (cursor.take('SELECT')) {
    const start = cursor.position
    cursor.textUntil(item => item.isAt('FROM') || item.isSymbol(')'))
    const end = cursor.position
    source = cursor.textUntil(item => item.isSymbol(')'))
    const value = cursor.between(start, end)
    const found = readText(value, depth + 1, source)
    if (value.take('AS')) value.identifier()
    value.expectEnd()
    cursor.expectSymbol(')')
    return found
  }
  const found = readText(cursor, depth + 1, source)
  cursor.expectSymbol(')')
  return found
}

function readIf(cursor: TokenCursor, depth: number, from: string): readonly Variant[] {
  cursor.expectSymbol('(')
  const condition = cursor.textUntil(item => item.isSymbol(','))
  cursor.expectSymbol(',')
  const yes = readText(cursor, depth + 1, from)
  cursor.expectSymbol(',')
  const no = readText(cursor, depth + 1, from)
  cursor.expectSymbol(')')
  // `SELECT IF(COUNT(*) > 0, …) FROM …` counts the rows of its own query.
  const text =
    from === '' ? condition : condition.replace(/\bCOUNT\s*\([^()]*\)/i, `(SELECT COUNT(*) ${from})`)
  const { branches, after } = nextBranch([], text)
  return [...under(branches, yes), ...under(after, no)]
}

function under(outer: readonly Branch[], variants: readonly Variant[]): readonly Variant[] {
  return variants.map(({ text, branches }) => ({ text, branches: [...outer, ...branches] }))
}

function joined(parts: readonly (readonly Variant[])[]): readonly Variant[] {
  return parts.reduce<readonly Variant[]>(
    (made, part) =>
      made
        .flatMap(before =>
          part.map(next => ({
            text: before.text + next.text,
            branches: [...before.branches, ...next.branches],
          })),
        )
        .slice(0, mostVariants + 1),
    [{ text: '', branches: [] }],
  )
}
