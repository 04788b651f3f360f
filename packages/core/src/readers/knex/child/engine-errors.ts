import type { EngineName } from './engine-questions.ts'
import { child, children, type SyntaxNode } from './syntax-tree.ts'

/** What such an error code stands for: MySQL's names, SQLite's names, an SQLSTATE in `error.code`. */
const codes: readonly (readonly [engine: EngineName, code: RegExp])[] = [
  ['mysql', /['"`]ER_[A-Z]/],
  ['sqlite', /['"`]SQLITE_[A-Z]/],
  ['postgres', /\bcode\s*===?\s*['"`][0-9A-Z]{5}['"`]/],
]

/** `catch (error) { if (error.code === 'ER_DROP_INDEX_FK') … throw error }`: the engines on which it does something. */
export function enginesOfErrors(
  body: SyntaxNode,
  source: string,
  touching: ReadonlySet<SyntaxNode>,
): readonly EngineName[] | undefined {
  const acting = children(body, 'body').filter(each => touching.has(each))
  const found = acting.flatMap(statement => {
    const test = statement.type === 'IfStatement' ? child(statement, 'test') : undefined
    const alternate = child(statement, 'alternate')
    if (test === undefined || (alternate !== undefined && touching.has(alternate))) return [[]]
    const text = source.slice(test.start, Math.min(test.end, test.start + 2000))
    return [codes.flatMap(([engine, code]) => (code.test(text) ? [engine] : []))]
  })
  return found.length > 0 && found.every(engines => engines.length > 0) ? found.flat() : undefined
}
