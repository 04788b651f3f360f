import { activity, choose } from './run.ts'
import { unknownRow, unknownRows } from './unknown-row.ts'

/** What a query might find, for a migration that looks at rows itself: some or none. */
export function selectedRows(sql: string): readonly unknown[] {
  const run = activity.getStore()?.run
  if (run === undefined) return []
  if (!/^\s*(\(|select|with|show|values|table)\b/i.test(sql)) {
    if (!/\sreturning\s/i.test(sql)) return []
    run.madeUp = true
    return [unknownRow()]
  }
  const wording = clip(sql)
  const isFound = choose(run, `rows(${wording})`, ['some', 'none']) === 0
  if (isFound) run.madeUp = true
  return isFound ? unknownRows(run, wording) : []
}

function clip(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
