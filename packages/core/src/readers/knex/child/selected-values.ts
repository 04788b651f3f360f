import type { Token } from './query-tokens.ts'

/** `count(*) AS n`, `column_name`, `*`. */
export interface SelectedValue {
  readonly text: string
  readonly alias?: string
}

export function selectedOf(tokens: readonly Token[]): readonly SelectedValue[] {
  const selected: SelectedValue[] = []
  for (let rest = tokens; rest.length > 0; ) {
    const comma = rest.findIndex(({ text }, index) => text === ',' && isBalanced(rest.slice(0, index)))
    const one = comma < 0 ? rest : rest.slice(0, comma)
    const last = one.at(-1)
    const isAliased =
      one.length > 1 && last !== undefined && /^\w+$/.test(last.text) && one.at(-2)?.text !== '.'
    const value = isAliased ? one.slice(0, one.at(-2)?.text.toLowerCase() === 'as' ? -2 : -1) : one
    const text = value.at(-2)?.text === '.' ? value.slice(-1) : value
    selected.push({
      text: text.map(token => token.text.toLowerCase()).join(''),
      ...(isAliased ? { alias: last.text } : {}),
    })
    rest = comma < 0 ? [] : rest.slice(comma + 1)
  }
  return selected
}

function isBalanced(tokens: readonly Token[]): boolean {
  return tokens.filter(({ text }) => text === '(').length === tokens.filter(({ text }) => text === ')').length
}
