import type { Effect } from '../../dialects/dialect.ts'

/** `users`, or `users and carts`: the tables that nobody can write meanwhile. */
export function blockedTables(effects: readonly Effect[]): readonly string[] {
  return [...new Set(effects.filter(effect => effect.blocksWrites === true).map(effect => effect.table))]
}

/** What waits: `reads and writes` or `writes`. */
export function waiting(effects: readonly Effect[]): string {
  return effects.some(effect => effect.blocksReads === true) ? 'neither reads nor writes' : 'no writes'
}

export function rewrites(effects: readonly Effect[]): boolean {
  return effects.some(effect => effect.rewrite === true)
}

/** Every row is read while writers wait: the lock lasts as long as the table is large. */
export function scansUnderLock(effects: readonly Effect[]): boolean {
  return effects.some(effect => effect.scan === true && effect.blocksWrites === true)
}
