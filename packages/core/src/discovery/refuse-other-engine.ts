import { UserError } from '../user-error.ts'

/** Drivers and providers of engines whose SQL is not read here. */
const others = new Set([
  'mssql',
  'sqlserver',
  'tedious',
  'oracledb',
  'oracle',
  'mongodb',
  'snowflake',
  'firebird',
])

/** Taking T-SQL for PostgreSQL would leave everything unread, and look like a pass. Throws a UserError. */
export function refuseOtherEngine(name: string, evidence: string): void {
  if (!others.has(name.toLowerCase())) return
  throw new UserError(
    `${evidence}: migration-lint reads PostgreSQL, MySQL, MariaDB and SQLite only. If the migrations are for one of these, say which with --dialect.`,
  )
}
