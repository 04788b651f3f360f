import type { WrittenChange } from '../../layouts/written-change.ts'
import { isBoolean, isNumeric } from './data-type.ts'
import type { EngineWords } from './engine-words.ts'
import { field } from './fields.ts'

/** The default that a column or change gives, as SQL; undefined: none. */
export function defaultSql(change: WrittenChange, words: EngineWords, type = ''): string | undefined {
  return valueAmong(change, words, type, 'defaultValue')
}

/** The value that a column is given, as SQL; undefined: none is said. */
export function valueSql(column: WrittenChange, words: EngineWords, type = ''): string | undefined {
  return valueAmong(column, words, type, 'value')
}

/** ColumnConfig.getDefaultValueObject and getValueObject: the first that is there counts. */
function valueAmong(
  change: WrittenChange,
  words: EngineWords,
  type: string,
  prefix: 'value' | 'defaultValue',
): string | undefined {
  const plain = change.attributes.get(prefix)
  if (plain !== undefined) return literal(plain, words, type)
  const flag = field(change, `${prefix}Boolean`)
  if (flag !== undefined) return boolean(/^(?:true|t|1|yes)$/i.test(flag), words, type)
  const number = field(change, `${prefix}Numeric`)
  if (number !== undefined)
    return isBoolean(type) && /^[01]$/.test(number) ? boolean(number === '1', words, type) : number
  const date = field(change, `${prefix}Date`)
  if (date !== undefined) return /^\d/.test(date) ? quoted(date.replace('T', ' '), words) : date
  const computed = field(change, `${prefix}Computed`)
  if (computed !== undefined) return computed
  const next = field(change, `${prefix}SequenceNext`)
  if (next !== undefined)
    return words.engine === 'postgres'
      ? `nextval(${quoted(next, words)})`
      : `NEXT VALUE FOR ${words.name(next)}`
  return field(change, `${prefix}ClobFile`) !== undefined || field(change, `${prefix}BlobFile`) !== undefined
    ? "''"
    : undefined
}

function literal(value: string, words: EngineWords, type: string): string {
  if (/^null$/i.test(value)) return 'NULL'
  if (isNumeric(type) && /^-?[\d.]+$/.test(value)) return value
  if (isBoolean(type) && /^(?:true|false|t|f|[01])$/i.test(value))
    return boolean(/^(?:true|t|1)$/i.test(value), words, type)
  return /^(?:current_(?:timestamp|date|time)|now|getdate|sysdate|uuid|gen_random_uuid)(?:\(\d?\))?$/i.test(
    value,
  )
    ? value
    : quoted(value, words)
}

function boolean(isTrue: boolean, { engine, isMysql }: EngineWords, type: string): string {
  if (engine === 'postgres' && /^bit/i.test(type)) return `B'${isTrue ? 1 : 0}'`
  if (isMysql || engine === 'sqlite') return isTrue ? '1' : '0'
  return isTrue ? 'TRUE' : 'FALSE'
}

export function quoted(text: string, { isMysql }: EngineWords): string {
  return `'${(isMysql ? text.replaceAll('\\', '\\\\') : text).replaceAll("'", "''")}'`
}
