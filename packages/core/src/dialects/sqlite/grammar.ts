import type { CmdList, ParseDiagnostic } from 'sqlite3-parser'

export type {
  AlterTableStmt,
  ColumnDefinition,
  CreateIndexStmt,
  CreateTableStmt,
  CreateTriggerStmt,
  CreateVirtualTableStmt,
  DeferSubclause,
  DeleteStmt,
  Expr,
  ForeignKeyClause,
  FromClause,
  InsertStmt,
  NamedTableConstraint,
  OneSelect,
  PragmaStmt,
  QualifiedName,
  RefAct,
  ReindexStmt,
  ResultColumn,
  RollbackStmt,
  Select,
  SelectTable,
  SetAssignment,
  SortedColumn,
  Stmt,
  Type,
  UpdateStmt,
  Upsert,
  With,
} from 'sqlite3-parser'

let grammar: typeof import('sqlite3-parser') | undefined

export async function loadGrammar(): Promise<void> {
  grammar ??= await import('sqlite3-parser')
}

export type GrammarResult =
  | { readonly ok: true; readonly statements: CmdList['cmds'] }
  | { readonly ok: false; readonly reason: string; readonly offset: number }

/** The whole text by SQLite's own grammar, or where and why that stops. */
export function parseByGrammar(text: string): GrammarResult {
  if (!grammar) throw new Error('Call load() of the SQLite dialect before parse().')
  if (hasTooManyColumns(text)) return { ok: false, reason: 'more columns than SQLite takes', offset: 0 }
  if (hasTooManyCommonTables(text))
    return { ok: false, reason: `more than ${mostCommonTables} common table expressions`, offset: 0 }
  const result = grammar.parse(text)
  if (result.status === 'ok') return { ok: true, statements: result.root.cmds }
  const error = result.errors[0]
  return { ok: false, reason: error ? reasonOf(error) : 'not SQLite', offset: error?.span.offset ?? 0 }
}

/** SQLite manual, Implementation Limits: 32767 columns at most. The parser compares every column with all before it. */
function hasTooManyColumns(text: string): boolean {
  if (text.length < 100_000 || !/^[^(]{0,1000}\btable\b/i.test(text.slice(0, 1200))) return false
  if (!/^\s*(?:--[^\n]*\n\s*)*create\b/i.test(text.slice(0, 1200))) return false
  let commas = 0
  for (let at = text.indexOf(','); at !== -1; at = text.indexOf(',', at + 1)) commas += 1
  return commas > 32_767
}

/** The parser compares the name of each with all before it: 60,000 take it a minute. */
const mostCommonTables = 4000
const commonTable = /\bas\s*(?:not\s+materialized\s*|materialized\s*)?\(/gi

function hasTooManyCommonTables(text: string): boolean {
  if (text.length < 10 * mostCommonTables || !/\bwith\b/i.test(text)) return false
  let count = 0
  for (const _ of text.matchAll(commonTable)) {
    count += 1
    if (count > mostCommonTables) return true
  }
  return false
}

function reasonOf(error: ParseDiagnostic): string {
  if (error.message === 'incomplete input') return 'the statement ends too early'
  const near = error.token?.text.trim()
  if (!near) return 'not SQLite'
  return `near "${near.length > 40 ? `${near.slice(0, 40)}…` : near}"`
}

/** The TabFlags bits of sqlite3-parser, which SQLite calls TF_WithoutRowid and TF_Strict. */
export const tableFlags = { withoutRowid: 128, strict: 65_536 } as const
