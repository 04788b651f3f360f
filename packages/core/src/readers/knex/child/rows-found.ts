import { activity, choose, type Run } from './run.ts'
import { unknownList, unknownRow, unknownRows } from './unknown-row.ts'

/** The text of a query with what is bound to it, as far as that can be told. */
export interface AskedQuery {
  readonly sql: string
  readonly bindings?: unknown
  readonly returning?: unknown
}

/** A query repeated this often waits for rows to run out; a change that says how many it found does so sooner. */
const repeatsBeforeEmpty = 20
const changesBeforeNone = 3
/** The same with other values: a loop over a list does that, and one that turns pages. */
const pagesBeforeEmpty = 400

const repeats = new WeakMap<Run, Map<string, number>>()

/** By a query with its values: how often it was asked while nothing else was that is new, and what was known then. */
type Asked = Map<string, { readonly count: number; readonly known: number }>

const asked = new WeakMap<Run, Asked>()

export function isRead({ sql }: AskedQuery): boolean {
  return /^\s*(\(|select|with|show|pragma|values|table)\b/i.test(sql)
}

/** What a query might find, where only the database knows: some, none or many. */
export function rowsFound(query: AskedQuery, run: Run): unknown[] {
  const wording = clip(query.sql)
  const isRunDry =
    countQuery(query.sql, run) > pagesBeforeEmpty || timesInVain(query, run) > repeatsBeforeEmpty
  countQuery(withBindings(query), run)
  if (!isRead(query)) {
    if (query.returning === undefined && !/\sreturning\s/i.test(query.sql)) return []
    run.madeUp = true
    return [unknownRow(run, wording)]
  }
  run.madeUp = true
  if (isRunDry) return []
  const found = choose(run, `rows(${wording})`, ['some', 'none', 'many'], 'rows', 2)
  return found === 1 ? [] : unknownRows(run, wording, found === 0 ? 1 : 2)
}

/** `pluck('name')`: a list of one column's values, in which one can search as in the rows. */
export function pluckedRows({ sql }: AskedQuery, values: readonly unknown[]): unknown[] {
  const run = activity.getStore()?.run
  return run === undefined ? [...values] : unknownList(run, clip(sql), values)
}

/** Nobody knows how many rows a change finds; whoever waits for none is told so in the end. */
export function rowsChanged(query: AskedQuery, run: Run | undefined): number {
  if (run === undefined || !/^\s*(update|delete)\b/i.test(query.sql)) return 1
  if ((repeats.get(run)?.get(withBindings(query)) ?? 0) > changesBeforeNone) return 0
  return choose(run, `rows changed by (${clip(query.sql)})`, ['some', 'none'], 'value') === 0 ? 1 : 0
}

/** A helper that looks up the same row for each of thirty things does not wait for it to go. */
function timesInVain(query: AskedQuery, run: Run): number {
  const queries: Asked = asked.get(run) ?? new Map()
  asked.set(run, queries)
  const text = withBindings(query)
  const before = queries.get(text)
  const known = queries.size + (before === undefined ? 1 : 0)
  const count = before?.known === known ? before.count + 1 : 1
  if (isRead(query)) queries.set(text, { count, known })
  return count
}

function countQuery(text: string, run: Run): number {
  const counts = repeats.get(run) ?? new Map<string, number>()
  repeats.set(run, counts)
  const times = (counts.get(text) ?? 0) + 1
  counts.set(text, times)
  return times
}

function withBindings({ sql, bindings }: AskedQuery): string {
  try {
    return `${sql} ${JSON.stringify(bindings)}`
  } catch {
    return `${sql} …`
  }
}

function clip(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
