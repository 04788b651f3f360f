import { isWordCharacter, type TextToken, textTokens } from './sql-text.ts'

/**
 * A form in which two spellings of one expression are equal. What PostgreSQL writes when it is asked for an expression
 * does not count: case, white space, quotes of plain names, parentheses, casts, `public.`, `!=` for `<>`.
 */
export function canonicalExpression(text: string): string {
  return foldClock(withoutCasts(wordsOf(text)))
    .filter(word => word !== '(' && word !== ')')
    .join(' ')
}

/** Two spellings of one definition, such as a view's or a trigger's; `OR REPLACE` and who owns a sequence are no part. */
export function canonicalDefinition(text: string): string {
  const words = withoutSequenceDefaults(withoutOwner(wordsOf(text))).map(word => synonyms.get(word) ?? word)
  const tag = words.findIndex(isDollarTag)
  if (tag === -1) return words.join(' ')
  const end = words.indexOf(words[tag] ?? '', tag + 1)
  // LANGUAGE may stand before or after the body.
  const head = [...words.slice(0, tag), ...words.slice(end === -1 ? words.length : end + 1)].sort()
  return [...head, ...words.slice(tag + 1, end === -1 ? words.length : end)].join(' ')
}

const synonyms: ReadonlyMap<string, string> = new Map([
  ['int', 'integer'],
  // EXECUTE PROCEDURE in a trigger (PostgreSQL manual, CREATE TRIGGER).
  ['procedure', 'function'],
])

function wordsOf(text: string): readonly string[] {
  const words = textTokens(text).flatMap(canonicalToken)
  const kept = words.filter(
    (word, index) =>
      !(word === 'public' && words[index + 1] === '.') &&
      !(word === '.' && words[index - 1] === 'public') &&
      !(
        (word === 'or' && words[index + 1] === 'replace') ||
        (word === 'replace' && words[index - 1] === 'or')
      ),
  )
  while (kept.at(-1) === ';') kept.pop()
  return kept
}

function canonicalToken(token: TextToken, index: number, tokens: readonly TextToken[]): readonly string[] {
  if (token.kind === 'space') return []
  if (token.kind === 'word') return [token.text.toLowerCase()]
  if (token.kind === 'quoted') return [(token.name ?? token.text).toLowerCase()]
  if (token.kind === 'string') return [unquotedNumber(token.text)]
  if (token.text === '!' && tokens[index + 1]?.text === '=') return ['<']
  return token.text === '=' && tokens[index - 1]?.text === '!' ? ['>'] : [token.text]
}

function unquotedNumber(text: string): string {
  const content = text.slice(1, -1)
  return content !== '' && content.trim() === content && Number.isFinite(Number(content)) ? content : text
}

function withoutCasts(words: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    if (words[index] === '::') index = endOfType(words, index + 1) - 1
    else kept.push(words[index] ?? '')
  }
  return kept
}

/** Types of two words end in one of these. */
const secondWords: ReadonlySet<string> = new Set(['varying', 'precision', 'zone', 'time', 'with', 'without'])

function endOfType(words: readonly string[], start: number): number {
  let end = start + 1
  while (words[end] === '.' || words[end - 1] === '.' || secondWords.has(words[end] ?? '')) end += 1
  if (words[end] === '(') end = Math.max(words.indexOf(')', end), end) + 1
  while (words[end] === '[' && words[end + 1] === ']') end += 2
  return end
}

/** `now()`, `current_timestamp()` and CURRENT_TIMESTAMP are one function in every engine that has them. */
function foldClock(words: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const called = words[index + 1] === '(' && words[index + 2] === ')'
    if (called && (word === 'now' || word === 'current_timestamp')) {
      kept.push('current_timestamp')
      index += 2
    } else kept.push(word)
  }
  return kept
}

function withoutOwner(words: readonly string[]): readonly string[] {
  const owned = words[1] === 'sequence' ? words.indexOf('owned') : -1
  return owned === -1 ? words : [...words.slice(0, owned), ...words.slice(owned + 5)]
}

/** What CREATE SEQUENCE assumes where nothing is said (PostgreSQL manual, CREATE SEQUENCE). */
const sequenceDefaults = [
  'start with 1',
  'increment by 1',
  'no minvalue',
  'no maxvalue',
  'cache 1',
  'no cycle',
]

function withoutSequenceDefaults(words: readonly string[]): readonly string[] {
  if (words[1] !== 'sequence') return words
  return sequenceDefaults.reduce((text, phrase) => text.replace(` ${phrase}`, ''), words.join(' ')).split(' ')
}

function isDollarTag(word: string): boolean {
  return word.length > 1 && word.startsWith('$') && word.endsWith('$') && isWordCharacter(word.charAt(0))
}
