import type { ChildSession } from './child-session.ts'
import type { KnexfileChoice, KnexfileFacts } from './protocol.ts'

export type { KnexfileFacts } from './protocol.ts'

/** Milliseconds. */
const timeout = 3000

/**
 * Loads a knexfile the way knex's command line does, in the process that migrations run in: no
 * environment variables, no network. Its `connection` is never used. Never throws: what is wrong is a warning.
 */
export async function readKnexfile(session: ChildSession, knexfile: KnexfileChoice): Promise<KnexfileFacts> {
  const result = await session.run({ ...knexfile, kind: 'knexfile', timeout })
  return result.kind === 'knexfile' ? result.facts : unreadable
}

const unreadable: KnexfileFacts = {
  directories: [],
  sortDirsSeparately: false,
  disableTransactions: false,
  environments: [],
  warnings: ['The knexfile did not finish loading, or ended the process that loaded it.'],
}
