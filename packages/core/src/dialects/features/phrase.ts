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
  let isFirst = true
  for (const run of phrase.split('…').map(part => part.split(' ').filter(word => word !== ''))) {
    if (run.length > 0) {
      const at = isFirst ? (standsAt(words, run, 0) ? 0 : -1) : find(words, run, from)
      if (at === -1) return false
      from = at + run.length
    }
    isFirst = false
  }
  return true
}

/** The word that tells most: a text without it does not say the phrase. */
export function longestWord(phrase: Phrase): string {
  return phrase
    .split(/[ …]/)
    .filter(word => /^\w+$/.test(word))
    .reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}

function find(words: readonly string[], run: readonly string[], from: number): number {
  for (let at = from; at + run.length <= words.length; at += 1) if (standsAt(words, run, at)) return at
  return -1
}

function standsAt(words: readonly string[], run: readonly string[], at: number): boolean {
  return run.every((wanted, index) => {
    const word = words[at + index]
    return word !== undefined && (wanted === '*' || wanted.split('|').includes(word))
  })
}
