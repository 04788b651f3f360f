import { sqliteLexicalRules } from '../../lexer/engines.ts'
import type { Token } from '../../lexer/token.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type { Operation } from '../../operations/operation.ts'
import { definedColumn } from './columns.ts'
import { parseByGrammar } from './grammar.ts'
import { namePart } from './names.ts'

const longestHead = 32

/** libSQL extensions, Altering columns: `ALTER TABLE t ALTER [COLUMN] c TO c type …` restates a column; rows
 * stay as they are. */
export function parseAlterColumnTo(text: string): Operation | undefined {
  if (!/\balter\b[^;]*\balter\b/i.test(text.slice(0, 1000))) return undefined
  const words = tokenize(text, sqliteLexicalRules).filter(isCode).slice(0, longestHead)
  const head = new Head(words)
  if (!head.take('ALTER') || !head.take('TABLE')) return undefined
  const table = head.qualifiedName()
  if (table === undefined || !head.take('ALTER')) return undefined
  head.take('COLUMN')
  const column = head.name()
  if (column === undefined || !head.take('TO')) return undefined
  const start = head.position
  if (start === undefined) return undefined
  const to = parseColumn(text.slice(start))
  return (
    to && {
      kind: 'change-column',
      table,
      column,
      to: to.column,
      constraints: to.constraints,
      ifExists: false,
      ...(/\bnull\b/i.test(text.slice(start).replace(/\bnot\s+null\b/gi, '')) ? { saysNull: true } : {}),
    }
  )
}

function parseColumn(definition: string): ReturnType<typeof definedColumn> | undefined {
  const source = `CREATE TABLE t (${definition})`
  const result = parseByGrammar(source)
  const statement = result.ok ? result.statements[0] : undefined
  if (statement?.type !== 'CreateTableStmt') return undefined
  const { body } = statement
  if (body.type !== 'ColumnsAndConstraintsCreateTableBody' || body.constraints?.length) return undefined
  const [column, ...others] = body.columns
  return column && others.length === 0 ? definedColumn(column, source) : undefined
}

function isCode(token: Token): boolean {
  return token.kind !== 'whitespace' && token.kind !== 'comment'
}

class Head {
  readonly #tokens: readonly Token[]
  #index = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get position(): number | undefined {
    return this.#tokens[this.#index]?.start
  }

  take(keyword: string): boolean {
    const token = this.#tokens[this.#index]
    if (token?.kind !== 'word' || token.text.toUpperCase() !== keyword) return false
    this.#index += 1
    return true
  }

  name(): string | undefined {
    const token = this.#tokens[this.#index]
    if (token?.kind !== 'word' && token?.kind !== 'quoted-identifier') return undefined
    this.#index += 1
    return token.value ?? token.text
  }

  qualifiedName(): string | undefined {
    const first = this.name()
    if (first === undefined || this.#tokens[this.#index]?.text !== '.') return first && namePart(first)
    this.#index += 1
    const second = this.name()
    if (second === undefined) return undefined
    return first.toLowerCase() === 'main' ? namePart(second) : `${namePart(first)}.${namePart(second)}`
  }
}
