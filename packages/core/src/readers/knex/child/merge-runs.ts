import type { RecordedStatement } from '../protocol.ts'

/** The statements of all runs, those of the first in their order and the others where they would have come. */
export function mergeRuns(runs: readonly (readonly RecordedStatement[])[]): readonly RecordedStatement[] {
  const merged: { readonly key: string; readonly statement: RecordedStatement }[] = []
  const conditions = new Map<string, Set<string>>()
  for (const [number, run] of runs.entries()) {
    const times = new Map<string, number>()
    let at = 0
    for (const statement of run) {
      const base = `${statement.location.line}:${statement.location.column} ${statement.sql}`
      const time = (times.get(base) ?? 0) + 1
      times.set(base, time)
      const key = `${time} ${base}`
      const known = conditions.get(key)
      if (known === undefined) {
        conditions.set(key, new Set(statement.conditions))
        merged.splice(at, 0, {
          key,
          statement: number === 0 ? statement : { ...statement, isUnexpected: true },
        })
        at++
        continue
      }
      const here = new Set(statement.conditions)
      for (const condition of known) if (!here.has(condition)) known.delete(condition)
      // Runs mostly go the same way.
      at = (merged[at]?.key === key ? at : merged.findIndex(each => each.key === key)) + 1
    }
  }
  return merged.map(({ key, statement }) => ({ ...statement, conditions: [...(conditions.get(key) ?? [])] }))
}
