import type { Dialect } from '../../dialects/dialect.ts'
import type { DataType } from '../../operations/column.ts'
import type { SeenSchema } from './seen-table.ts'

/** The schema that a server has told of, its types in the words that replay has for them. */
export function withOurTypes({ tables, others }: SeenSchema, dialect: Dialect): SeenSchema {
  return {
    others,
    tables: tables.map(table => ({
      ...table,
      columns: table.columns.map(column => ({ ...column, type: typeText(typeOf(dialect, column.type)) })),
    })),
  }
}

/** The server's words for a type, read as a column's type is. */
function typeOf(dialect: Dialect, text: string): DataType | undefined {
  const [operation] = dialect.parse(`CREATE TABLE t (c ${text})`).operations
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
