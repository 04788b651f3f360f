import type { WrittenChange } from '../../layouts/written-change.ts'
import type { EngineWords } from './engine-words.ts'

/** A change whose SQL is not known, and why. */
export class NotWritten {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** Undefined for one that is absent or empty. */
export function field({ attributes }: WrittenChange, name: string): string | undefined {
  return attributes.get(name)?.trim() || undefined
}

export function needed(change: WrittenChange, name: string): string {
  const value = field(change, name)
  if (value === undefined) throw new NotWritten(`Liquibase's ${change.name} needs ${name}`)
  return value
}

export function isTrue(change: WrittenChange, name: string): boolean {
  return field(change, name)?.toLowerCase() === 'true'
}

/** Columns are elements of a list in YAML. */
export function columnsOf({ children }: WrittenChange): readonly WrittenChange[] {
  return children.flatMap(child =>
    child.name === 'columns' ? columnsOf(child) : child.name === 'column' ? [child] : [],
  )
}

/** The table or other object that a change is about, in its schema. */
export function target(
  change: WrittenChange,
  words: EngineWords,
  nameKey = 'tableName',
  prefix = '',
): string {
  const keyOf = (word: string): string =>
    prefix === '' ? word : prefix + word.charAt(0).toUpperCase() + word.slice(1)
  const schema =
    field(change, keyOf('schemaName')) ?? (words.isMysql ? field(change, keyOf('catalogName')) : undefined)
  const name = words.name(needed(change, nameKey))
  return schema === undefined || words.engine === 'sqlite' ? name : `${words.name(schema)}.${name}`
}
