import type { Column, ObjectName } from '../operations/column.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { innerColumns, keysOfInner } from './inner-keys.ts'
import { oncePer } from './once-per.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'
import { namesIn } from './sql-text.ts'

/** The columns of a type that the schema has made. */
export function columnsOfType(
  schema: SchemaState,
  type: ObjectName,
): readonly { readonly table: Table; readonly column: Column }[] {
  const { tables, semantics } = schema
  const key = semantics.objectKey(type)
  return valuesBy(tables, columnTypes(semantics), key).flatMap(table =>
    valuesBy(table.columns, typeOf(semantics), key).map(column => ({ table, column })),
  )
}

/** The generated columns whose expression names the column. */
export function columnsComputedFrom(
  { columns }: Table,
  column: string,
  semantics: SchemaSemantics,
): readonly Column[] {
  return valuesBy(columns, computedFrom(semantics), semantics.columnKey(column))
}

const typeOf = oncePer(
  ({ objectKey }: SchemaSemantics): KeysOf<Column> =>
    ({ type }) =>
      type === undefined ? [] : [objectKey(type.name)],
)

const columnTypes = oncePer((semantics: SchemaSemantics) => keysOfInner(innerColumns(typeOf(semantics))))

const computedFrom = oncePer(
  ({ columnKey }: SchemaSemantics): KeysOf<Column> =>
    ({ generated }) =>
      generated === undefined ? [] : namesIn(generated.expression).map(columnKey),
)
