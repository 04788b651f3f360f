import type { DialectName } from '../migration/migration.ts'

const dialects: ReadonlyMap<string, DialectName> = new Map<string, DialectName>([
  ['pg', 'postgres'],
  ['pg-native', 'postgres'],
  ['pgnative', 'postgres'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['cockroachdb', 'postgres'],
  ['mysql', 'mysql'],
  ['mysql2', 'mysql'],
  ['mariadb', 'mariadb'],
  ['sqlite', 'sqlite'],
  ['sqlite3', 'sqlite'],
  ['better-sqlite3', 'sqlite'],
  ['libsql', 'sqlite'],
  ['turso', 'sqlite'],
])

/** The engine behind the name of a driver, a client or a provider: `mysql2` → `mysql`. */
export function dialectOfDriver(name: string): DialectName | undefined {
  return dialects.get(name.toLowerCase())
}
