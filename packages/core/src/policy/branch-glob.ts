/** Does a branch name match a glob? `*` stays within one part of the name, `**` crosses `/`, `?` is one
 * character; all else stands for itself. */
export function matchesBranch(glob: string, branch: string): boolean {
  const tokens = tokenize(glob)
  // The set of token positions that the text read so far can have reached: linear in both lengths.
  let reached = skipStars(new Set([0]), tokens)
  for (const character of branch) {
    const next = new Set<number>()
    for (const position of reached) {
      const token = tokens[position]
      if (token === undefined) continue
      if (token.kind === 'any' && (token.crosses || character !== '/')) next.add(position)
      if (token.kind === 'one' && character !== '/') next.add(position + 1)
      if (token.kind === 'literal' && token.character === character) next.add(position + 1)
    }
    reached = skipStars(next, tokens)
  }
  return reached.has(tokens.length)
}

type Token =
  | { readonly kind: 'any'; readonly crosses: boolean }
  | { readonly kind: 'one' }
  | { readonly kind: 'literal'; readonly character: string }

function tokenize(glob: string): readonly Token[] {
  const tokens: Token[] = []
  for (const character of glob) {
    const last = tokens.at(-1)
    if (character === '*' && last?.kind === 'any') tokens[tokens.length - 1] = { kind: 'any', crosses: true }
    else if (character === '*') tokens.push({ kind: 'any', crosses: false })
    else if (character === '?') tokens.push({ kind: 'one' })
    else tokens.push({ kind: 'literal', character })
  }
  return tokens
}

/** A star may also stand for nothing. */
function skipStars(positions: ReadonlySet<number>, tokens: readonly Token[]): ReadonlySet<number> {
  const all = new Set(positions)
  for (const position of positions) {
    let next = position
    while (tokens[next]?.kind === 'any') {
      next += 1
      all.add(next)
    }
  }
  return all
}
