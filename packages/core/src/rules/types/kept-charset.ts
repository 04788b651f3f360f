import type { Column, DataType, ObjectName } from '../../operations/column.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { columnIn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** A column that says nothing has the table's character set and collation. */
export function isTablesOwn({ type }: Column, table: Table | undefined): boolean {
  const { charset, collate } = table?.options ?? {}
  const own = charset ?? collate?.split('_')[0]
  const ofColumn = type?.charset ?? type?.collation?.split('_')[0]
  if (own === undefined || ofColumn !== own) return false
  return type?.collation === undefined || type.collation === (collate ?? `${own}_general_ci`)
}

const isText = /^(?:(?:var)?char|(?:tiny|medium|long)?text|enum|set)$/

/** The type with the character set and collation that the column has, where a definition that says none would lose them. */
export function withKeptCharset(
  type: DataType,
  table: ObjectName,
  column: string,
  { before, traits, tableBefore }: Pick<OperationContext, 'before' | 'traits' | 'tableBefore'>,
): DataType {
  const old = columnIn(before, table, column)
  const { charset, collation } = old?.type ?? {}
  const says = type.charset ?? type.collation ?? type.binaryCollation
  if (!traits.restatesColumns || !isText.test(type.name) || says !== undefined) return type
  if (old === undefined || (charset === undefined && collation === undefined)) return type
  if (isTablesOwn(old, tableBefore(table))) return type
  return { ...type, ...(charset !== undefined && { charset }), ...(collation !== undefined && { collation }) }
}

/** The sets that the migrations make their tables in, once for each; undefined where they say so of too few to tell anything
 * of a table that none of them makes. */
export function charsetsOfAll({ tables }: SchemaState): readonly string[] | undefined {
  const known = [...tables.values()].flatMap(
    ({ options }) => options.charset ?? options.collate?.split('_')[0] ?? [],
  )
  return known.length < fewTables ? undefined : [...new Set(known.map(each => each.toLowerCase()))]
}

const fewTables = 5
