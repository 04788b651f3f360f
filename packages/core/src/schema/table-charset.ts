import type { Column, DataType } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { collationOf, isText } from './compare-types.ts'
import type { SchemaSemantics, Table } from './schema-state.ts'

/** A table's default is for columns to come: those that are there keep the character set that they had. */
export function withOwnCharsets(table: Table, { option }: OperationOf<'set-table-option'>): Table {
  const charset = table.options.charset ?? table.options.collate?.split('_')[0]
  if ((option !== 'charset' && option !== 'collate') || charset === undefined) return table
  const columns = [...table.columns].map(([key, column]): [string, Column] => {
    const { type } = column
    const hasOwn = type === undefined || type.charset !== undefined || type.collation !== undefined
    return hasOwn || !isText(type) ? [key, column] : [key, { ...column, type: { ...type, charset } }]
  })
  return { ...table, columns: new Map(columns) }
}

/** A column without a character set of its own has its table's. */
export function withTableCharset(type: DataType, { options }: Table): DataType {
  if (type.charset !== undefined || type.collation !== undefined || !isText(type)) return type
  const { charset } = options
  const collation = collationOf(type, options)
  return {
    ...type,
    ...(charset === undefined ? {} : { charset }),
    ...(collation === undefined ? {} : { collation }),
  }
}

/** The table's default and every text column take the charset; a column keeps none of its own, and no BINARY (measured:
 * MariaDB 10.11). */
export function convertCharset(
  semantics: SchemaSemantics,
  table: Table,
  operation: OperationOf<'convert-charset'>,
): Table {
  const { collate: collation, ...options } = table.options
  const tableCharset = options.charset ?? collation?.split('_')[0]
  const converted = (column: Column): Column => inCharset(semantics, column, tableCharset, operation.charset)
  return {
    ...table,
    columns: new Map([...table.columns].map(([key, column]) => [key, converted(column)])),
    options: {
      ...options,
      charset: operation.charset,
      ...(operation.collation === undefined ? {} : { collate: operation.collation }),
    },
  }
}

function inCharset(
  { typeInCharset }: SchemaSemantics,
  column: Column,
  tableCharset: string | undefined,
  to: string,
): Column {
  if (column.type === undefined) return column
  const { charset, collation, binaryCollation, ...type } = column.type
  const from = charset ?? collation?.split('_')[0] ?? tableCharset
  const bare = { ...type, text: type.text.replace(ownCharset, '') }
  return { ...column, type: typeInCharset?.(bare, from, to) ?? bare }
}

const ownCharset = /\s+(?:(?:character\s+set|charset|collate)\s+\S+|binary\b)/gi
