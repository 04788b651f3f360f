import type { Script } from '../../migration/migration.ts'
import { holdsUnknownText } from '../../operations/unknown-text.ts'
import type { CodeFile, CodeResult } from './code-file.ts'
import { knexTransactions, toResults } from './knex-results.ts'
import { sendsEmptyQueries } from './knex-version.ts'
import type { KnexfileChoice, Tool } from './protocol.ts'
import { type RunSetup, runFiles } from './run-files.ts'

type KnexTool = Extract<Tool, { readonly client: string }>

export type { CodeFile as KnexFile, CodeResult as KnexResult } from './code-file.ts'

export interface KnexSetup extends RunSetup {
  /** Knex's name of the client; default: the usual one of the dialect. */
  readonly client?: string
  /** Absolute path. What changes the SQL is taken from it (`wrapIdentifier`), never the connection. */
  readonly knexfile?: KnexfileChoice
  /** `migrations.disableTransactions` of the knexfile. */
  readonly disableTransactions?: boolean
  /** Of the knexfile: knex sets it on each connection (PostgreSQL). */
  readonly searchPath?: readonly string[]
}

/** The clients whose SQL the dialects stand for. */
const usualClients = { postgres: 'pg', mysql: 'mysql2', mariadb: 'mysql2', sqlite: 'sqlite3' } as const

/** Runs migrations on a Knex client that has no driver and no connection. */
export async function readKnexMigrations(
  files: readonly CodeFile[],
  setup: KnexSetup,
): Promise<readonly CodeResult[]> {
  const tool: Tool = { ...knexToolOf(setup, files), name: 'knex' }
  const variables = variablesOf(setup.searchPath)
  const readings = await runFiles(files, { ...setup, ...(variables && { variables }) }, () => ({ tool }))
  const transactionOf = knexTransactions(readings, setup.disableTransactions ?? false)
  const session = variables === undefined ? {} : { session: variables }
  return toResults(readings, (reading, direction) => ({ ...transactionOf(reading, direction), ...session }))
}

/** As knex writes it: `set search_path to "app", "public"` (client pg: setSchemaSearchPath). */
function variablesOf(searchPath: KnexSetup['searchPath']): Script['session'] {
  // A schema whose name the environment has is none that a reader knows.
  if (searchPath?.some(holdsUnknownText)) return undefined
  return searchPath && { search_path: searchPath.map(schema => `"${schema}"`).join(', ') }
}

/** The client that migrations are run on. */
export function knexToolOf(
  { client, dialect, knexfile, disableTransactions, root }: KnexSetup,
  [first]: readonly CodeFile[],
): Omit<KnexTool, 'name'> {
  return {
    client: client ?? usualClients[dialect.name],
    ...(knexfile === undefined ? {} : { knexfile }),
    ...(disableTransactions === true ? { disableTransactions } : {}),
    ...(first !== undefined && sendsEmptyQueries(first.path, root) ? { sendsEmptyQueries: true } : {}),
  }
}
