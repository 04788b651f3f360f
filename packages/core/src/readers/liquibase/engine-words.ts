import type { Dialect } from '../../dialects/dialect.ts'
import type { DialectName } from '../../migration/migration.ts'
import { dataType } from './data-type.ts'

/** How names, types and values are written on the engine that a changelog runs on. */
export interface EngineWords {
  readonly engine: DialectName
  /** MySQL or MariaDB. */
  readonly isMysql: boolean
  name(written: string): string
  names(written: string): string
  type(written: string): string
}

export function engineWords(dialect: Dialect): EngineWords {
  const { quote } = dialect.traits()
  const engine = dialect.name
  // Liquibase quotes names of mixed case on PostgreSQL, and the server folds all others (PostgresDatabase.java).
  const name = (written: string): string =>
    quote(engine === 'postgres' && written === written.toUpperCase() ? written.toLowerCase() : written)
  return {
    engine,
    isMysql: engine === 'mysql' || engine === 'mariadb',
    name,
    names: written => listOf(written).map(name).join(', '),
    type: written => dataType(written, engine),
  }
}

/** `a, b` → `a` and `b`. */
export function listOf(written: string): readonly string[] {
  return written.split(',').flatMap(each => each.trim() || [])
}
