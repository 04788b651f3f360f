import type { Operation } from '../../operations/operation.ts'
import type { Select } from './grammar.ts'

/** Calls of functions that SQLite does not have itself, each told once: extensions write files, load code and run SQL
 * (`writefile`, `load_extension`, `eval`). */
export function foreignCalls(select: Select): readonly Operation[] {
  const routines = new Set<string>()
  const waiting: unknown[] = [select]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const name = calledName(next)
    if (name !== undefined && !isBuiltIn(name)) routines.add(name)
    for (const value of Object.values(next)) if (typeof value === 'object') waiting.push(value)
  }
  return [...routines]
    .sort()
    .map(routine => ({ kind: 'run-code', language: 'function', dynamic: true, routine }))
}

function calledName(node: object): string | undefined {
  if (!('type' in node)) return undefined
  if (node.type === 'FunctionCallExpr' || node.type === 'FunctionCallStarExpr')
    return 'name' in node ? textIn(node.name, 'name') : undefined
  if (node.type !== 'TableCallSelectTable' || !('tblName' in node)) return undefined
  const { tblName } = node
  return typeof tblName === 'object' && tblName !== null && 'objName' in tblName
    ? textIn(tblName.objName, 'text')
    : undefined
}

function textIn(node: unknown, key: string): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const text = Object.entries(node).find(([name]) => name === key)?.[1]
  return typeof text === 'string' ? text.toLowerCase() : undefined
}

/** pragma_function_list of SQLite 3.40 without `load_extension` and `fts3_tokenizer`, and those of later versions
 * (SQLite manual, Built-In Scalar SQL Functions, JSON Functions And Operators, Window Functions); what libSQL computes
 * with vectors. */
const builtIn: ReadonlySet<string> = new Set(
  `abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling changes char coalesce concat concat_ws cos cosh count
  cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor format fts5
  fts5_source_id generate_series glob group_concat hex highlight if ifnull iif instr julianday lag last_insert_rowid
  last_value lead length like likelihood likely ln log log10 log2 lower ltrim match matchinfo max median min mod nth_value
  ntile nullif octet_length offsets optimize percent_rank percentile percentile_cont percentile_disc pi pow power printf
  quote radians random randomblob rank regexp replace round row_number rtrim sign sin sinh snippet soundex
  sqlite_compileoption_get sqlite_compileoption_used sqlite_log sqlite_offset sqlite_source_id sqlite_version sqrt strftime
  string_agg substr substring subtype sum tan tanh time timediff total total_changes trim trunc typeof unhex unicode
  unistr unistr_quote unixepoch unlikely upper uuid vector vector32 vector64 vector_distance_cos vector_distance_l2
  vector_extract vector_top_k zeroblob`.split(/\s+/),
)

/** Pragma functions ask (SQLite manual, PRAGMA functions); Spatialite and R*Tree compute. */
function isBuiltIn(name: string): boolean {
  return builtIn.has(name) || /^(?:json|jsonb|pragma|rtree|st)(?:_|$)|^rtree/.test(name)
}
