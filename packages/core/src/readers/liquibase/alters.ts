import type { WrittenChange } from '../../layouts/written-change.ts'
import type { EngineWords } from './engine-words.ts'
import { NotWritten, target } from './fields.ts'

function refuseSqlite({ name }: WrittenChange, { engine }: EngineWords): void {
  if (engine === 'sqlite')
    throw new NotWritten(`on SQLite Liquibase builds the table anew for ${name}, which is not followed yet`)
}

/** What SQLite's ALTER TABLE cannot do. */
export function alters(change: WrittenChange, words: EngineWords, action: string): readonly string[] {
  refuseSqlite(change, words)
  return [`ALTER TABLE ${target(change, words)} ${action}`]
}

/** MySQL says the whole column again, and Liquibase says its type alone. */
export function notNull(
  table: string,
  change: WrittenChange,
  column: string,
  type: string | undefined,
  isNeeded: boolean,
  words: EngineWords,
): string {
  refuseSqlite(change, words)
  const name = words.name(column)
  if (!words.isMysql) return `ALTER TABLE ${table} ALTER COLUMN ${name} ${isNeeded ? 'SET' : 'DROP'} NOT NULL`
  if (type === undefined)
    throw new NotWritten(`Liquibase's ${change.name} needs columnDataType on MySQL and MariaDB`)
  return `ALTER TABLE ${table} MODIFY ${name} ${words.type(type)} ${isNeeded ? 'NOT NULL' : 'NULL'}`
}
