import type { DataType } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import type { SeenSchema } from './seen-table.ts'

/** A dialect's reading of a statement. */
export type Read = (statement: string) => { readonly operations: readonly Operation[] }

/** The schema that a server has told of, its types in the words that replay has for them. */
export function withOurTypes({ tables, others }: SeenSchema, read: Read): SeenSchema {
  const texts = new Map<string, string>()
  const ours = (type: string): string => {
    const text = texts.get(type) ?? typeText(typeOf(type, read))
    texts.set(type, text)
    return text
  }
  return {
    others,
    tables: tables.map(table => ({
      ...table,
      columns: table.columns.map(column => ({ ...column, type: ours(column.type) })),
    })),
  }
}

/** The server's words for a type, read as a column's type is. */
function typeOf(text: string, read: Read): DataType | undefined {
  const [operation] = read(`CREATE TABLE t (c ${text})`).operations
  return operation?.kind === 'create-table' ? operation.columns[0]?.type : undefined
}

export function typeText(type: DataType | undefined): string {
  if (type === undefined) return ''
  const { name, args, values, unsigned, zerofill, arrayDimensions } = type
  const isInteger = name.endsWith('int') && zerofill !== true
  return [
    name,
    args.length === 0 || isInteger ? '' : `(${args.join(',')})`,
    values === undefined ? '' : `(${values.join(',')})`,
    unsigned === true ? ' unsigned' : '',
    '[]'.repeat(arrayDimensions ?? 0),
  ].join('')
}
