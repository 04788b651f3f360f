import type { Effect } from '../../dialect.ts'

/** How the server carries out one clause of ALTER TABLE: the best algorithm, the weakest lock, what it does to rows. */
export interface Cost {
  readonly algorithm: Algorithm | null
  readonly lockClause: LockClause | null
  readonly rewrite: boolean | null
  readonly scan: boolean | null
  /** Where the statement takes no LOCK clause: whether writes wait all the same. */
  readonly blocksWrites?: boolean
}

type Algorithm = 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY'
type LockClause = 'NONE' | 'SHARED' | 'EXCLUSIVE'

export const instant: Cost = { algorithm: 'INSTANT', lockClause: 'NONE', rewrite: false, scan: false }
/** Only the data dictionary changes, but the server calls it in place. */
export const inPlaceMetadata: Cost = { algorithm: 'INPLACE', lockClause: 'NONE', rewrite: false, scan: false }
export const noCopy: Cost = { algorithm: 'NOCOPY', lockClause: 'NONE', rewrite: false, scan: false }
export const noCopyBuild: Cost = { algorithm: 'NOCOPY', lockClause: 'NONE', rewrite: false, scan: true }
export const inPlaceBuild: Cost = { algorithm: 'INPLACE', lockClause: 'NONE', rewrite: false, scan: true }
export const inPlaceSharedBuild: Cost = {
  algorithm: 'INPLACE',
  lockClause: 'SHARED',
  rewrite: false,
  scan: true,
}
export const noCopySharedBuild: Cost = { ...inPlaceSharedBuild, algorithm: 'NOCOPY' }
export const rebuild: Cost = { algorithm: 'INPLACE', lockClause: 'NONE', rewrite: true, scan: true }
export const sharedRebuild: Cost = { algorithm: 'INPLACE', lockClause: 'SHARED', rewrite: true, scan: true }
export const copy: Cost = { algorithm: 'COPY', lockClause: 'SHARED', rewrite: true, scan: true }
export const exclusive: Cost = { algorithm: 'INSTANT', lockClause: 'EXCLUSIVE', rewrite: false, scan: false }
export const unknownCost: Cost = { algorithm: null, lockClause: null, rewrite: null, scan: null }

const algorithmRanks = { INSTANT: 0, NOCOPY: 1, INPLACE: 2, COPY: 3 } as const
const lockRanks = { NONE: 0, SHARED: 1, EXCLUSIVE: 2 } as const

/** Clauses of one ALTER TABLE run together: the worst of each. What one does not tell, the whole does not. */
export function worstCost(costs: readonly Cost[]): Cost {
  return costs.reduce((worst, cost) => ({
    algorithm: worse(worst.algorithm, cost.algorithm, algorithmRanks),
    lockClause: worse(worst.lockClause, cost.lockClause, lockRanks),
    rewrite: either(worst.rewrite, cost.rewrite),
    scan: either(worst.scan, cost.scan),
    ...((worst.blocksWrites ?? cost.blocksWrites) !== undefined && {
      blocksWrites: worst.blocksWrites === true || cost.blocksWrites === true,
    }),
  }))
}

function worse<Word extends string>(
  one: Word | null,
  other: Word | null,
  ranks: Readonly<Record<Word, number>>,
): Word | null {
  if (one === null || other === null) return null
  return ranks[other] > ranks[one] ? other : one
}

function either(one: boolean | null, other: boolean | null): boolean | null {
  if (one === true || other === true) return true
  return one === null || other === null ? null : false
}

/** Every ALTER ends with an exclusive metadata lock, for a moment (MySQL 8.0 manual 17.12.2; measured: MariaDB
 * 10.11). Writes stay blocked where LOCK=NONE is refused. */
export function effectOf(table: string, cost: Cost): Effect {
  const { algorithm, lockClause, rewrite, scan } = cost
  const blocksWrites = lockClause === null ? (cost.blocksWrites ?? null) : lockClause !== 'NONE'
  const blocksReads =
    lockClause === null ? (cost.blocksWrites === undefined ? null : false) : lockClause === 'EXCLUSIVE'
  return { table, lock: 'EXCLUSIVE', blocksReads, blocksWrites, rewrite, scan, algorithm, lockClause }
}
