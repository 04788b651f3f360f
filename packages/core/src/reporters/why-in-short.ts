import { dialectNames, dialects } from '../dialects/index.ts'
import type { DialectName } from '../migration/migration.ts'

const titles = dialectNames.map(name => dialects[name].title)

/** The sentence of a rule's `why` that tells most to users of this engine; the rest is on the rule's page. */
export function whyInShort(why: string, dialect: DialectName): string {
  const { title } = dialects[dialect]
  const sentences = why.split(/(?<=[.?!]) /)
  const [first = why] = sentences
  if (!isOfOthers(first, title)) return first
  return (
    sentences.find(sentence => sentence.includes(title)) ??
    sentences.find(sentence => !isOfOthers(sentence, title)) ??
    first
  )
}

/** It names engines, and not this one. */
function isOfOthers(sentence: string, title: string): boolean {
  return !sentence.includes(title) && titles.some(other => sentence.includes(other))
}
