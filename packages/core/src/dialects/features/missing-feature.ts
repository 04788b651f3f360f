import type { LexicalRules } from '../../lexer/lexical-rules.ts'
import type { Operation } from '../../operations/operation.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import type { MissingFeature } from '../dialect.ts'
import type { Feature, SeenStatement } from './feature.ts'
import { longestWord, says, wordsOf } from './phrase.ts'

interface Server {
  /** As in a sentence: `MariaDB`. */
  readonly title: string
  /** The one that has what no version of this one has. */
  readonly sibling?: string
  readonly lexical: LexicalRules
  readonly features: readonly Feature[]
  /** Of the server that is deployed to; absent: not given, and nothing is said that depends on it. */
  readonly version: string | undefined
  /** What no version has is known up to this one. */
  readonly newest: string
  /** Nobody runs an older one: what it has no more is missing everywhere. */
  readonly oldestMaintained: string
}

/** A feature of the statement that the server lacks; what it stops at before what it reads over. */
export function missingFeature(
  server: Server,
): (operations: readonly Operation[], text: string, before: SchemaState) => MissingFeature | undefined {
  const missing = server.features.flatMap(feature => {
    const why = whyMissing(feature, server)
    const keyword = typeof feature.found === 'string' ? longestWord(feature.found) : ''
    return why === undefined ? [] : [{ feature, ...why, keyword }]
  })
  const lacking = [
    ...missing.filter(({ feature }) => !feature.ignored),
    ...missing.filter(({ feature }) => feature.ignored),
  ]
  const keywords = [...new Set(lacking.flatMap(({ keyword }) => (keyword === '' ? [] : [keyword])))]
  const mayBeSaid = new RegExp(`\\b(?:${keywords.join('|')})\\b`, 'i')
  return (operations, text, before) => {
    // A server of another version reads over what stands in such a comment.
    if (lacking.length === 0 || text.includes('/*!') || text.includes('/*M!')) return undefined
    const statement = seen(operations, text, before, server.lexical)
    const said = new Set(keywords.length > 0 && mayBeSaid.test(text) ? statement.words : [])
    const found = lacking.find(({ feature: { found: sought }, keyword }) =>
      typeof sought === 'string' ? said.has(keyword) && says(statement.words, sought) : sought(statement),
    )
    if (found === undefined) return undefined
    const { name, ignored, strictAlone, form } = found.feature
    const { why, siblingHas } = found
    return {
      feature: name,
      why,
      ...(ignored && { ignored }),
      ...(strictAlone?.(statement) && { strictAlone: true }),
      ...(form !== undefined && { form }),
      ...(siblingHas !== undefined && { siblingHas }),
    }
  }
}

/** Cut into words when a feature asks for them. */
function seen(
  operations: readonly Operation[],
  text: string,
  before: SchemaState,
  lexical: LexicalRules,
): SeenStatement {
  let words: readonly string[] | undefined
  return {
    text,
    operations,
    before,
    get words() {
      words ??= wordsOf(text, lexical)
      return words
    },
  }
}

function whyMissing(
  { since, until }: Feature,
  server: Server,
): Pick<MissingFeature, 'why' | 'siblingHas'> | undefined {
  const { title, sibling, version, newest, oldestMaintained } = server
  if (since !== undefined && version !== undefined && isBefore(version, since)) {
    return { why: `needs ${title} ${since} or later` }
  }
  if (until !== undefined && !isBefore(version ?? oldestMaintained, until)) {
    return { why: `is not in ${title} ${until} and later` }
  }
  const isKnown = version === undefined || !isBefore(newest, version)
  if (since !== undefined || until !== undefined || !isKnown) return undefined
  return sibling === undefined
    ? { why: `is not in ${title}` }
    : { why: `is not in ${title}, only in ${sibling}`, siblingHas: sibling }
}

/** `8.0` stands for its newest release: it is not before 8.0.29. */
export function isBefore(version: string, since: string): boolean {
  const parts = numbers(version)
  for (const [index, wanted] of numbers(since).entries()) {
    const part = parts[index]
    if (part === undefined) return false
    if (part !== wanted) return part < wanted
  }
  return false
}

function numbers(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number)
}
