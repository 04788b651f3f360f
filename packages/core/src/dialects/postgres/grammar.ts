import type { Node } from 'libpg-query'
import { withPlainResult, withPlainTypes } from './declared-types.ts'
import { utf16Places } from './places.ts'

export type * from 'libpg-query'

/** PostgreSQL's own grammar, compiled to WebAssembly. Line 15 reads what a later release took away. */
export type GrammarVersion = 18 | 15

export interface ParsedTree {
  readonly statements: readonly Node[]
  readonly version: GrammarVersion
}

export interface GrammarError {
  readonly message: string
  /** In UTF-16 units from the first of the text. */
  readonly offset: number
}

export function isGrammarError(result: object): result is GrammarError {
  return 'message' in result
}

/** Absent until loaded: only who reads PostgreSQL pays for the 1.8 MB. */
let grammar18: typeof import('libpg-query') | undefined
let grammar15: typeof import('libpg-query-15') | undefined
let misses15 = false

export async function loadGrammars(): Promise<void> {
  await loadGrammar18()
  if (grammar15 !== undefined) return
  const fifteen = await import('libpg-query-15')
  await fifteen.loadModule()
  grammar15 = fifteen
}

/** Three statements in a thousand need the other one, which costs as much again: 30 ms (Node 20). */
export async function loadGrammar18(): Promise<void> {
  if (grammar18 !== undefined) return
  const eighteen = await import('libpg-query')
  await eighteen.loadModule()
  grammar18 = eighteen
}

/** Whether, since it was last asked, 18 has refused a text while 15 was not there to be asked. */
export function hasMissed15(): boolean {
  const missed = misses15
  misses15 = false
  return missed
}

export function isGrammarLoaded(): boolean {
  return grammar18 !== undefined
}

/** The statements of the text, or why PostgreSQL would refuse it. Locations in the tree are UTF-8 bytes. */
export function parseTree(text: string): ParsedTree | GrammarError {
  const nul = text.indexOf('\0')
  if (nul !== -1) return { message: 'a zero byte', offset: nul }
  if (text.trim() === '') return { statements: [], version: 18 }
  try {
    return { statements: nodesOf(loadedGrammar().parseSync(text)), version: 18 }
  } catch (error) {
    return parseWith15(text) ?? grammarError(error, text)
  }
}

function parseWith15(text: string): ParsedTree | undefined {
  if (grammar15 === undefined) {
    misses15 = true
    return undefined
  }
  try {
    return { statements: nodesOf(grammar15.parseSync(text)), version: 15 }
  } catch {
    return undefined
  }
}

/** The tree of a DO statement's body, as untyped JSON, or why PL/pgSQL would refuse it. */
export function parseBody(text: string): object | GrammarError {
  const asWritten = parsePlpgsql(text)
  if (!takesTypesForRecords(asWritten)) return asWritten
  const withResult = withPlainResult(text)
  const plain = [withResult, withPlainTypes(withResult)].map(parsePlpgsql)
  return plain.find(body => !isGrammarError(body)) ?? asWritten
}

function takesTypesForRecords(body: object | GrammarError): boolean {
  return isGrammarError(body) && /\brecord\b/.test(body.message)
}

function parsePlpgsql(text: string): object | GrammarError {
  try {
    return loadedGrammar().parsePlPgSQLSync(text)
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error), offset: 0 }
  }
}

function loadedGrammar(): typeof import('libpg-query') {
  if (grammar18 === undefined) throw new Error('The PostgreSQL grammar was not loaded: await load() first.')
  return grammar18
}

function nodesOf(result: { readonly stmts?: readonly { readonly stmt?: Node }[] }): readonly Node[] {
  return (result.stmts ?? []).flatMap(({ stmt }) => (stmt ? [stmt] : []))
}

/** The parser counts the place of an error in code points. */
function grammarError(error: unknown, text: string): GrammarError {
  const message = error instanceof Error ? error.message : String(error)
  const codePoints = grammar18?.hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0
  return { message, offset: utf16Places(text).ofCodePoint(codePoints) }
}
