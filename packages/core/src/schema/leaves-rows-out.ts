import type { ObjectName } from '../operations/column.ts'
import type { SchemaState } from './schema-state.ts'
import { qualifiedNamesIn, textTokens } from './sql-text.ts'

/** Words with which INSERT … SELECT or CREATE TABLE … AS SELECT does not copy every row. */
const limiting: ReadonlySet<string> = new Set([
  'where',
  'limit',
  'fetch',
  'offset',
  'join',
  'distinct',
  'group',
  'having',
  'union',
  'except',
  'intersect',
  'tablesample',
])

/** WITH NO DATA copies none; INSERT IGNORE and ON CONFLICT DO NOTHING pass over some. */
const passing = /\bwith\s+no\s+data\b|^\s*insert\s+(?:or\s+)?ignore\b|\bdo\s+nothing\b/i

/** At the end: what stands behind it could limit the rows. */
const alwaysTrue = /\bwhere\s+(?:true|1(?:\s*=\s*1)?)(\s*;?\s*)$/i

/** A condition that leaves no row out. */
export function isAlwaysTrue(condition: string): boolean {
  return /^\s*(?:true|1(?:\s*=\s*1)?)\s*$/i.test(condition)
}

/** `VALUES ((SELECT max(id) FROM a))` and `SELECT count(*) FROM a` put in one row for all. */
function isOfOneRow(text: string): boolean {
  if (/\bvalues\s*\([\s\S]*\bselect\b/i.test(text)) return true
  const plain = text.replace(/\(\s*select\b(?:[^()]|\([^()]*\))*\)/gi, ' ')
  return /\b(?:max|min|count|sum|avg)\s*\((?:[^()]|\([^()]*\))*\)(?!\s*(?:over|filter)\b)/i.test(plain)
}

/** Does the statement copy the rows of the table in part? LEFT JOIN leaves no row out of the table that it begins with. */
export function leavesRowsOut(text: string, table: ObjectName, { semantics }: SchemaState): boolean {
  if (passing.test(text) || isOfOneRow(text)) return true
  // A quoted word is a name: a table may be called "group".
  const words = textTokens(text.replace(alwaysTrue, '$1')).flatMap(({ kind, text: word }) =>
    kind === 'word' ? [word.toLowerCase()] : [],
  )
  const from = text.search(/\bfrom\b/i)
  const [first] = from === -1 ? [] : qualifiedNamesIn(text.slice(from + 'from'.length))
  const isFirst = first !== undefined && semantics.objectKey(first) === semantics.objectKey(table)
  return words.some((word, index) => {
    if (!limiting.has(word)) return false
    const kind = words[index - 1] === 'outer' ? words[index - 2] : words[index - 1]
    return !(isFirst && word === 'join' && kind === 'left')
  })
}
