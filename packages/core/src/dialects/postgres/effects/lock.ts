import type { ObjectName } from '../../../operations/column.ts'
import type { Effect } from '../../dialect.ts'

export type LockMode =
  | 'ACCESS SHARE'
  | 'ROW SHARE'
  | 'ROW EXCLUSIVE'
  | 'SHARE UPDATE EXCLUSIVE'
  | 'SHARE'
  | 'SHARE ROW EXCLUSIVE'
  | 'EXCLUSIVE'
  | 'ACCESS EXCLUSIVE'

/** What a statement does to a table besides holding the lock; null: not known. */
export interface Work {
  readonly rewrite?: boolean | null
  readonly scan?: boolean | null
}

/** PostgreSQL manual 13.3.1: its list says that SELECT takes ACCESS SHARE, and INSERT, UPDATE and DELETE ROW EXCLUSIVE;
 * its table 13.2 which modes conflict with these. */
const conflictsWithWrites: readonly LockMode[] = [
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
]

export function effect(
  table: ObjectName,
  lock: LockMode,
  { rewrite = false, scan = false }: Work = {},
): Effect {
  return {
    table,
    lock,
    blocksReads: lock === 'ACCESS EXCLUSIVE',
    blocksWrites: conflictsWithWrites.includes(lock),
    rewrite,
    scan: readsEveryRow(rewrite, scan),
  }
}

/** A rewrite reads every row too. */
function readsEveryRow(rewrite: boolean | null, scan: boolean | null): boolean | null {
  if (rewrite === true || scan === true) return true
  return rewrite === null || scan === null ? null : false
}

export function isLockMode(text: string): text is LockMode {
  const modes: readonly string[] = ['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE']
  return modes.includes(text) || conflictsWithWrites.some(mode => mode === text)
}
