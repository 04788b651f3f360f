import type { DialectTraits } from '../../dialects/dialect.ts'
import { type TextToken, textTokens } from '../../schema/sql-text.ts'

export interface PinnedColumn {
  readonly column: string
  /** Texts without their quotes. */
  readonly values: readonly string[]
}

/** What a condition says that every row of it holds: `namespace = 'core' AND id IN (1, 2)`. */
export function pinnedColumns(where: string, traits: DialectTraits): readonly PinnedColumn[] {
  const tokens = textTokens(where).filter(({ kind }) => kind !== 'space')
  if (tokens.some(({ kind, text }) => kind === 'word' && /^(?:or|not|select|case|between)$/i.test(text)))
    return []
  return partsOf(tokens).flatMap(part => {
    const column = part[0]?.name
    const compared = part[1]?.text.toLowerCase()
    const rest = part.slice(2)
    const values =
      compared === '=' && rest.length === 1
        ? rest
        : compared === 'in'
          ? rest.filter((_, index) => index % 2 === 0)
          : []
    const texts = values.flatMap(token => literalOf(token, traits) ?? [])
    return column === undefined || texts.length === 0 || texts.length < values.length
      ? []
      : [{ column, values: texts }]
  })
}

/** Without parentheses, and without the table's name before a column. */
function partsOf(tokens: readonly TextToken[]): readonly (readonly TextToken[])[] {
  const parts: TextToken[][] = [[]]
  for (const [index, token] of tokens.entries()) {
    const part = parts.at(-1)
    // `-1` is one number.
    if (token.text === '-') continue
    if (tokens[index - 1]?.text === '-') part?.push({ ...token, text: `-${token.text}` })
    else if (token.kind === 'word' && /^and$/i.test(token.text)) parts.push([])
    else if (token.text === '.') part?.pop()
    else if (!/^[()]$/.test(token.text)) part?.push(token)
  }
  return parts
}

/** A text or number. MySQL's texts may have double quotes (without ANSI_QUOTES, its default). */
export function literalOf({ kind, text }: TextToken, traits: DialectTraits): string | undefined {
  const isText = kind === 'string' || (text.startsWith('"') && traits.quote('a b').startsWith('`'))
  if (isText) return text.slice(1, -1)
  return kind === 'word' && /^(?:-?\d+|true|false)$/i.test(text) ? text.toLowerCase() : undefined
}
