import { type TextToken, textTokens } from '../../schema/sql-text.ts'

/** Aliases that stand for one table in one statement and for another one in the next. */
export function sharedAliases(
  statements: readonly string[],
  key: (name: string) => string,
): readonly string[] {
  const tables = new Map<string, Set<string>>()
  for (const { alias, table } of statements.flatMap(aliasesIn)) {
    const known = tables.get(alias) ?? new Set()
    tables.set(alias, known.add(key(table)))
  }
  return [...tables].flatMap(([alias, those]) => (those.size > 1 ? [alias] : []))
}

interface Alias {
  readonly alias: string
  readonly table: string
}

/** `FROM users u`, `JOIN users AS u`, `UPDATE users u`. */
function aliasesIn(statement: string): readonly Alias[] {
  const tokens = textTokens(statement).filter(({ kind }) => kind !== 'space')
  return tokens.flatMap(({ text }, index) => {
    if (!/^(?:from|join|straight_join|update)$/i.test(text)) return []
    const own = tokens[index + 2]?.text === '.' ? index + 3 : index + 1
    const next = /^as$/i.test(tokens[own + 1]?.text ?? '') ? own + 2 : own + 1
    const [table, alias] = [tokens[own]?.name, nameOf(tokens[next])]
    return table === undefined || alias === undefined ? [] : [{ table, alias }]
  })
}

function nameOf(token: TextToken | undefined): string | undefined {
  return token?.kind === 'word' && isKeyword.test(token.text) ? undefined : token?.name
}

/** What follows a table that has no alias. */
const isKeyword =
  /^(?:set|on|using|where|join|inner|left|right|cross|natural|straight_join|group|having|order|limit|union|except|intersect|for|lock|use|force|ignore|partition|window|into|values|select)$/i
