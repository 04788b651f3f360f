import { isWordCharacter, type TextToken, textTokens } from './sql-text.ts'

/**
 * A form in which two spellings of one expression are equal. What PostgreSQL writes when it is asked for an expression
 * does not count: case, white space, quotes of plain names, parentheses, casts, `public.`, `!=` for `<>`.
 */
export function canonicalExpression(text: string): string {
  const words = foldClock(withoutCasts(wordsOf(text))).filter(word => word !== '(' && word !== ')')
  return sortLists(foldLists(words)).join(' ')
}

/** A list of constants after IN is a set: its order says nothing, nor does a value that is there twice. */
function sortLists(words: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    kept.push(words[index] ?? '')
    if (words[index] !== 'in') continue
    const list: string[] = []
    while (isConstant(words[index + 1])) {
      list.push(words[index + 1] ?? '')
      index += words[index + 2] === ',' && isConstant(words[index + 3]) ? 2 : 1
    }
    kept.push(...[...new Set(list)].sort().flatMap((value, at) => (at === 0 ? [value] : [',', value])))
  }
  return kept
}

function isConstant(word: string | undefined): boolean {
  return word !== undefined && /^(?:'|-?\d)/.test(word)
}

/** PostgreSQL keeps `a IN (1, 2)` as `a = ANY (ARRAY[1, 2])`, and NOT IN as `<> ALL`. */
function foldLists(words: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    const found = listOperators.find(({ kept: long }) => long.every((word, at) => words[index + at] === word))
    const end = found === undefined ? -1 : words.indexOf(']', index)
    if (found === undefined || end === -1) {
      kept.push(words[index] ?? '')
      continue
    }
    kept.push(...found.written, ...words.slice(index + found.kept.length, end))
    index = end
  }
  return kept
}

const listOperators = [
  { kept: ['=', 'any', 'array', '['], written: ['in'] },
  { kept: ['<', '>', 'all', 'array', '['], written: ['not', 'in'] },
] as const

/** Two spellings of one definition, such as a view's or a trigger's; `OR REPLACE` and who owns a sequence are no part. */
export function canonicalDefinition(text: string): string {
  const words = withoutSequenceDefaults(
    withoutOwner(withoutOuterParentheses(withoutDoubledParentheses(wordsOf(text)))),
  ).flatMap(word => synonyms.get(word) ?? [word])
  const tag = words.findIndex(isDollarTag)
  if (tag === -1) return words.join(' ')
  const end = words.indexOf(words[tag] ?? '', tag + 1)
  // LANGUAGE may stand before or after the body.
  const head = [...words.slice(0, tag), ...words.slice(end === -1 ? words.length : end + 1)].sort()
  return [...head, ...words.slice(tag + 1, end === -1 ? words.length : end)].join(' ')
}

/** Types: PostgreSQL manual, Data Types, table 8.1. */
const synonyms: ReadonlyMap<string, readonly string[]> = new Map([
  ['int', ['integer']],
  ['int4', ['integer']],
  ['int8', ['bigint']],
  ['bool', ['boolean']],
  ['decimal', ['numeric']],
  ['float', ['double', 'precision']],
  ['float8', ['double', 'precision']],
  ['timestamptz', ['timestamp', 'with', 'time', 'zone']],
  ['varchar', ['character', 'varying']],
  // EXECUTE PROCEDURE in a trigger (PostgreSQL manual, CREATE TRIGGER).
  ['procedure', ['function']],
])

/** `((a))` is `(a)`. */
function withoutDoubledParentheses(words: readonly string[]): readonly string[] {
  const open: number[] = []
  const closes = new Map<number, number>()
  for (const [index, word] of words.entries()) {
    if (word === '(') open.push(index)
    else if (word === ')') closes.set(open.pop() ?? -1, index)
  }
  const gone = new Set<number>()
  for (const [start, end] of closes) {
    if (closes.get(start + 1) === end - 1) gone.add(start).add(end)
  }
  return gone.size === 0 ? words : words.filter((_word, index) => !gone.has(index))
}

/** `CREATE VIEW v AS (SELECT …)` */
function withoutOuterParentheses(words: readonly string[]): readonly string[] {
  const open = words.findIndex((word, index) => word === '(' && words[index - 1] === 'as')
  if (open === -1 || words.at(-1) !== ')') return words
  let depth = 0
  const close = words.findIndex((word, index) => {
    if (index < open) return false
    if (word === '(') depth += 1
    else if (word === ')') depth -= 1
    return depth === 0
  })
  return close === words.length - 1 ? [...words.slice(0, open), ...words.slice(open + 1, -1)] : words
}

function wordsOf(text: string): readonly string[] {
  const words = textTokens(text)
    .filter(({ kind }) => kind !== 'space')
    .flatMap(canonicalToken)
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
  const isOfPattern = isEscape(token, tokens[index + 1]) && tokens[index - 1]?.text === '~'
  if (token.kind === 'word') return isOfPattern ? [] : [token.text.toLowerCase()]
  if (token.kind === 'quoted') return [(token.name ?? token.text).toLowerCase()]
  if (token.kind === 'string')
    return [canonicalInterval(token.text) ?? unquotedNumber(canonicalPattern(token, index, tokens))]
  if (token.text === '!' && tokens[index + 1]?.text === '=') return ['<']
  return token.text === '=' && tokens[index - 1]?.text === '!' ? ['>'] : [token.text]
}

/** The right side of `~`: `\d` is `[0-9]`, and in an E'…' each backslash is written twice. */
function canonicalPattern({ text }: TextToken, index: number, tokens: readonly TextToken[]): string {
  const isEscaped = isEscape(tokens[index - 1], tokens[index])
  if (tokens[index - (isEscaped ? 2 : 1)]?.text !== '~') return text
  return (isEscaped ? text.replaceAll('\\\\', '\\') : text).replaceAll('\\d', '[0-9]')
}

/** The E before a text. */
function isEscape(token: TextToken | undefined, next: TextToken | undefined): boolean {
  return token?.kind === 'word' && /^e$/i.test(token.text) && next?.kind === 'string'
}

const secondsIn: Readonly<Record<string, number>> = { second: 1, sec: 1, minute: 60, min: 60, hour: 3600 }

/** '5 minutes' and '00:05:00' are one interval. */
function canonicalInterval(text: string): string | undefined {
  const [, hours, minutes, seconds] = /^'(\d{2,}):(\d{2}):(\d{2})'$/.exec(text) ?? []
  if (hours !== undefined) return `'${Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)} seconds'`
  const [, count, unit] = /^'(\d+) (second|sec|minute|min|hour)s?'$/i.exec(text) ?? []
  return unit === undefined ? undefined : `'${Number(count) * (secondsIn[unit.toLowerCase()] ?? 1)} seconds'`
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
