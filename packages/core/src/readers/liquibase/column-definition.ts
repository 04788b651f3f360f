import type { WrittenChange } from '../../layouts/written-change.ts'
import { isSerial } from './data-type.ts'
import type { EngineWords } from './engine-words.ts'
import { field, isTrue, needed } from './fields.ts'
import { defaultSql, quoted } from './values.ts'

export function constraintsOf({ children }: WrittenChange): WrittenChange | undefined {
  return children.find(({ name }) => name === 'constraints')
}

/** Name, type, default, NOT NULL: what a table's column and an added one have in common. */
export function columnDefinition(column: WrittenChange, words: EngineWords): string {
  const type = field(column, 'type')
  // The definition is in the name itself then.
  if (type === undefined) return words.name(needed(column, 'name'))
  const constraints = constraintsOf(column)
  const counts = isCounting(column)
  const value = counts ? undefined : defaultSql(column, words, type)
  const isNeeded = constraints !== undefined && field(constraints, 'nullable')?.toLowerCase() === 'false'
  const remarks = field(column, 'remarks')
  return [
    words.name(needed(column, 'name')),
    words.type(type),
    value === undefined ? '' : /^generated always/i.test(value) ? value : `DEFAULT ${value}`,
    counts ? counting(column, words) : '',
    isNeeded ? 'NOT NULL' : words.isMysql ? 'NULL' : '',
    words.isMysql && remarks !== undefined ? `COMMENT ${quoted(remarks, words)}` : '',
  ]
    .filter(part => part !== '')
    .join(' ')
}

export function isCounting(column: WrittenChange): boolean {
  return isTrue(column, 'autoIncrement') || isSerial(field(column, 'type') ?? '')
}

function counting(column: WrittenChange, { engine, isMysql }: EngineWords): string {
  if (isMysql) return 'AUTO_INCREMENT'
  // SQLite takes it after PRIMARY KEY alone.
  if (engine === 'sqlite') return ''
  const start = field(column, 'startWith')
  const step = field(column, 'incrementBy')
  const options = [start && `START WITH ${start}`, step && `INCREMENT BY ${step}`].filter(Boolean).join(' ')
  return `GENERATED ${field(column, 'generationType') ?? 'BY DEFAULT'} AS IDENTITY${options === '' ? '' : ` (${options})`}`
}

/** COMMENT ON, where a comment is no part of the column. */
export function remarksOf(column: WrittenChange, table: string, words: EngineWords): readonly string[] {
  const remarks = field(column, 'remarks')
  if (remarks === undefined || words.engine !== 'postgres') return []
  return [`COMMENT ON COLUMN ${table}.${words.name(needed(column, 'name'))} IS ${quoted(remarks, words)}`]
}

/** `REFERENCES other(id)` and what follows; undefined without. `references` is taken as it is written, `split` apart where
 * Liquibase makes a statement of its own of it. */
export function referenceOf(
  constraints: WrittenChange,
  words: EngineWords,
  taken: 'as-written' | 'split',
): string | undefined {
  const written = field(constraints, 'references')
  const table = field(constraints, 'referencedTableName')
  const columns = field(constraints, 'referencedColumnNames')
  const to =
    written === undefined
      ? names(table, columns, words)
      : taken === 'as-written'
        ? written
        : split(written, words)
  if (to === undefined) return undefined
  const deletes = isTrue(constraints, 'deleteCascade') ? ' ON DELETE CASCADE' : ''
  return `REFERENCES ${to}${deletes}${deferral(constraints, words)}`
}

function split(written: string, words: EngineWords): string | undefined {
  const [, table, columns] = /^([^(]+)\(([^)]*)\)/.exec(written) ?? []
  return names(table?.trim(), columns, words)
}

function names(
  table: string | undefined,
  columns: string | undefined,
  words: EngineWords,
): string | undefined {
  if (table === undefined || columns === undefined) return undefined
  return `${table.split('.').map(words.name).join('.')} (${words.names(columns)})`
}

export function deferral(change: WrittenChange, { engine }: EngineWords): string {
  if (engine !== 'postgres') return ''
  return `${isTrue(change, 'deferrable') ? ' DEFERRABLE' : ''}${isTrue(change, 'initiallyDeferred') ? ' INITIALLY DEFERRED' : ''}`
}

export function named(name: string | undefined, words: EngineWords): string {
  return name === undefined ? '' : `CONSTRAINT ${words.name(name)} `
}
