import { createRequire } from 'node:module'
import { ownPackageFile } from '../../own-packages.ts'

/**
 * node-sql-parser's tree of one statement. It answers some statements with nothing or with another statement
 * and no error, so that an answer counts only where it is one tree of the verb that was asked for; executable
 * comments it drops, so that none may be in the text. Loaded when it is first needed, not before.
 */
export function secondOpinion(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > longestText || text.includes('/*') || text.includes('--')) return undefined
  const verb = /^\s*([a-z]+)/i.exec(text)?.[1]?.toLowerCase()
  const answer = astOf(text)
  const trees: readonly unknown[] = Array.isArray(answer) ? answer : [answer]
  const [tree] = trees
  return trees.length === 1 && isRecord(tree) && tree.type === verb ? tree : undefined
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** It recurses without a bound: a longer text is not worth the risk. */
const longestText = 20_000

interface SqlParser {
  astify(text: string, options: { readonly database: string }): unknown
}

let parser: SqlParser | undefined

function astOf(text: string): unknown {
  parser ??= loadParser()
  try {
    return parser.astify(text, { database: 'mysql' })
  } catch {
    return undefined
  }
}

function loadParser(): SqlParser {
  const module: unknown = createRequire(ownPackageFile())('node-sql-parser/build/mysql.js')
  if (!hasParser(module)) throw new Error('node-sql-parser has no Parser')
  return new module.Parser()
}

function hasParser(module: unknown): module is { readonly Parser: new () => SqlParser } {
  return isRecord(module) && typeof module.Parser === 'function'
}
