import { shapeOf, type Token } from './query-tokens.ts'

export interface Condition {
  readonly column: string
  /** None: what the connection says of itself. */
  readonly values: readonly string[]
}

export function conditionsOf(tokens: readonly Token[]): readonly Condition[] | undefined {
  const conditions: Condition[] = []
  for (let rest = tokens; rest.length > 0; ) {
    const shape = shapeOf(rest)
    const match = conditionShape.exec(shape)
    if (match === null) return undefined
    const length = match[0].trim().split(' ').length
    const written = rest.slice(0, length)
    const sign = written.findIndex(({ text }) => /^(?:=|in|like)$/i.test(text))
    const values = written.slice(sign + 1).filter(({ kind }) => kind === 'text' || kind === 'name')
    if (written[sign]?.text.toLowerCase() === 'like' && nameLike(values[0]) === undefined) return undefined
    conditions.push({
      column: written[sign - 1]?.text.toLowerCase() ?? '',
      values: values.map(({ text }) => text),
    })
    rest = rest.slice(length)
  }
  return conditions
}

/** One of them, with the AND behind it. */
const conditionShape =
  /^(?:[\w□]+ \. )?[\w□]+ (?:(?:=|like) (?:□|(?:database|schema|current_schema|current_database) \( \)|current_schema)|in \( □(?: , □)* \))(?: and (?=.)|$)/i

/** An underscore stands for any character, and is meant as itself. */
export function nameLike(token: Token | undefined): string | undefined {
  return token === undefined || token.text.includes('%') ? undefined : token.text.replaceAll('\\_', '_')
}
