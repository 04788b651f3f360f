import { type TextToken, textTokens } from '../../schema/sql-text.ts'

/** Several values come to one result, so that the column cannot be told from it: `round(price)`, `price / 3`. A text that
 * has the value anywhere else as well keeps it. */
export function losesValue(text: string, isColumn: (name: string) => boolean): boolean {
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  const places = tokens.flatMap(({ name }, index) =>
    name !== undefined && isColumn(name) && tokens[index + 1]?.text !== '.' ? [index] : [],
  )
  return places.length > 0 && places.every(index => isDivided(tokens, index) || isInLossyCall(tokens, index))
}

/** MySQL 8.0 manual 14.6.1: DIV; of whole numbers PostgreSQL and SQLite cut the rest off with `/` as well. */
function isDivided(tokens: readonly TextToken[], index: number): boolean {
  return /^(?:[/%]|div|mod)$/i.test(tokens[index + 1]?.text ?? '')
}

function isInLossyCall(tokens: readonly TextToken[], index: number): boolean {
  let depth = 0
  for (let at = index - 1; at >= 0; at -= 1) {
    const { text = '' } = tokens[at] ?? {}
    if (text === ')') depth += 1
    if (text !== '(') continue
    if (depth > 0) depth -= 1
    else if (lossyCalls.test(tokens[at - 1]?.text ?? '')) return true
  }
  return false
}

const lossyCalls =
  /^(?:round|floor|ceil|ceiling|trunc|truncate|abs|sign|mod|left|right|substr|substring|length|char_length|octet_length|sum|count|avg|md5|sha\d*|digest|crypt|hash|date_trunc|year|month|day)$/i
