import { member } from '../migration-exports.ts'
import { recordSent } from '../record-sent.ts'
import type { Origin, Run } from '../run.ts'
import { selectedRows } from '../selected-rows.ts'
import type { Database } from './node-pg-migrate-internals.ts'

/** `pgm.db`: what it is asked is recorded at once, and what it would answer is not known. */
export function recordingDatabase(run: Run, caller: () => Origin | undefined): Database {
  const ask = (query: unknown): readonly unknown[] => {
    const sql = typeof query === 'string' ? query : String(member(query, 'text') ?? '')
    recordSent(run, { sql, origin: caller() })
    // That it succeeds is made up too.
    run.madeUp = true
    return selectedRows(sql)
  }
  return {
    async query(query) {
      const rows = ask(query)
      return { rows, rowCount: Math.max(rows.length, 1) }
    },
    select: async query => ask(query),
  }
}
