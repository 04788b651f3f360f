import type { Tool } from '../protocol.ts'

/** MariaDB is `mysql` here: they share the client and the codes of errors. */
export type EngineName = 'postgres' | 'mysql' | 'sqlite'

const engines: readonly (readonly [engine: EngineName | 'other', names: string])[] = [
  ['postgres', 'pg|pgnative|postgres|postgresql'],
  ['mysql', 'mysql|mysql2'],
  ['sqlite', 'sqlite|sqlite3|bettersqlite3'],
  ['other', 'mssql|sqlserver|oracle|cockroach|redshift|mongo'],
]

/**
 * `isSQLite(knex)` of a package that is not installed: its name says what it tells. MariaDB has MySQL's client, so that
 * `isMariaDB` stays open.
 */
export function answerAboutEngine(functionName: string, tool: Tool | undefined): boolean | undefined {
  const asked = /(?:^|[./])(?:is|uses|isUsing)_?(\w{2,20}?)(?:db|database|client|dialect)?$/i
    .exec(functionName)?.[1]
    ?.toLowerCase()
  const own = tool === undefined ? undefined : engineOf(tool)
  if (asked === undefined || own === undefined) return undefined
  const wanted = engineNamed(asked)
  return wanted && wanted === own
}

/** Undefined for what is no name of a database or client. */
export function engineNamed(name: string): EngineName | 'other' | undefined {
  const plain = name.toLowerCase().replace('-', '')
  return engines.find(([, names]) => names.split('|').includes(plain))?.[0]
}

export function engineOf(tool: Tool): EngineName | undefined {
  if (tool.name === 'node-pg-migrate') return 'postgres'
  const name = tool.name === 'db-migrate' ? tool.dialect : tool.client
  if (/^(?:pg|postgres)/i.test(name)) return 'postgres'
  if (/^(?:mysql|maria)/i.test(name)) return 'mysql'
  return /sqlite/i.test(name) ? 'sqlite' : undefined
}
