import { dirname } from 'node:path'
import { openSession } from './child-session.ts'
import type { KnexEngine, KnexfileFacts } from './protocol.ts'

export type { KnexfileFacts } from './protocol.ts'

const timeout = 3000

/**
 * Loads a knexfile (absolute path) the way knex's command line does, in the process that migrations run in: no
 * environment variables, no network. Its `connection` is never used. Never throws: what is wrong is a warning.
 */
export async function readKnexfile(
  path: string,
  environment?: string,
  root: string = dirname(path),
  engine: KnexEngine = 'node',
): Promise<KnexfileFacts> {
  const session = openSession({ root, engine, client: 'pg', timeout, answer: () => ({ known: 'unknown' }) })
  try {
    const job = { kind: 'knexfile', path, ...(environment === undefined ? {} : { environment }) } as const
    const result = await session.run(job)
    return result.kind === 'knexfile' ? result.facts : unreadable
  } finally {
    session.end()
  }
}

const unreadable: KnexfileFacts = {
  directories: [],
  sortDirsSeparately: false,
  disableTransactions: false,
  environments: [],
  warnings: ['The knexfile did not finish loading, or ended the process that loaded it.'],
}
