import { escapedLiteral } from '../../writing/sql-writer.ts'

/** Options whose value is a name or a number. */
const plain = new Set([
  'engine',
  'row_format',
  'auto_increment',
  'key_block_size',
  'stats_persistent',
  'stats_auto_recalc',
  'stats_sample_pages',
  'checksum',
  'max_rows',
  'min_rows',
  'avg_row_length',
  'pack_keys',
  'delay_key_write',
])

/** One option of CREATE TABLE or ALTER TABLE; undefined where it is not known how to write it. */
export function tableOption(option: string, value: string): string | undefined {
  if (option === 'comment') return `COMMENT = ${escapedLiteral(value)}`
  if (!/^\w+$/.test(value)) return undefined
  if (option === 'charset') return `DEFAULT CHARACTER SET = ${value}`
  if (option === 'collate') return `COLLATE = ${value}`
  return plain.has(option) ? `${option.toUpperCase()} = ${value}` : undefined
}
