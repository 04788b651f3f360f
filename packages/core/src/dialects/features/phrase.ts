import type { LexicalRules } from '../../lexer/lexical-rules.ts'
import { tokenize } from '../../lexer/tokenize.ts'

/** Words in their order, as a manual writes them: `…` stands for any number of words, `*` for one, `A|B` for either.
 * What does not begin with `…` begins the statement. */
export type Phrase = string

/** Keywords and bare names in upper case, symbols as they are; a name in quotes and a string are nobody's keyword. */
export function wordsOf(text: string, rules: LexicalRules): readonly string[] {
  return tokenize(text, rules).flatMap(({ kind, text: written }) => {
    if (kind === 'comment' || kind === 'whitespace') return []
    if (kind === 'word') return [written.toUpperCase()]
    return [kind === 'string' || kind === 'quoted-identifier' ? `'${kind}'` : written]
  })
}

/** One pass: each run between two `…` is taken where it stands first. */
export function says(words: readonly string[], phrase: Phrase): boolean {
  let from = 0
  for (const [index, run] of runsOf(phrase).entries()) {
    if (run.length === 0) continue
    const at = index === 0 ? (standsAt(words, run, 0) ? 0 : -1) : find(words, run, from)
    if (at === -1) return false
    from = at + run.length
  }
  return true
}

/** Words that stand side by side, each with its alternatives. */
type Run = readonly (readonly string[])[]

const runs = new Map<Phrase, readonly Run[]>()

function runsOf(phrase: Phrase): readonly Run[] {
  const known = runs.get(phrase)
  if (known !== undefined) return known
  const parsed = phrase.split('…').map(part =>
    part
      .split(' ')
      .filter(word => word !== '')
      .map(word => word.split('|')),
  )
  runs.set(phrase, parsed)
  return parsed
}

/** The word that tells most: a text without it does not say the phrase. */
export function longestWord(phrase: Phrase): string {
  return runsOf(phrase)
    .flat()
    .map(([word = '', ...others]) => (others.length === 0 && /^\w+$/.test(word) ? word : ''))
    .reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}

function find(words: readonly string[], run: Run, from: number): number {
  for (let at = from; at + run.length <= words.length; at += 1) if (standsAt(words, run, at)) return at
  return -1
}

function standsAt(words: readonly string[], run: Run, at: number): boolean {
  return run.every((alternatives, index) => {
    const word = words[at + index]
    return word !== undefined && (alternatives[0] === '*' || alternatives.includes(word))
  })
}
