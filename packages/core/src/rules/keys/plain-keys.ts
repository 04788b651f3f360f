import type { Constraint, Index } from '../../operations/column.ts'
import { constraintsWith, indexesLedBy } from '../../schema/find-parts.ts'
import { isValid } from '../../schema/is-valid.ts'
import { columnsOf } from '../../schema/lookup.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { sameColumn } from '../names/known-columns.ts'

/** What finds rows by the values of whole columns, in this order. */
interface Key {
  readonly name: string
  readonly columns: readonly string[]
  readonly unique: boolean
}

interface Parts {
  readonly indexes: Iterable<Index>
  readonly constraints: Iterable<Constraint>
}

export function plainKeys({ indexes, constraints }: Parts): readonly Key[] {
  return [
    ...[...indexes].filter(isValid).flatMap(index => {
      const columns = plainColumns(index)
      return columns === undefined || index.name === undefined
        ? []
        : [{ name: index.name, columns, unique: index.unique }]
    }),
    ...[...constraints]
      .filter(each => (each.type === 'primary-key' || each.type === 'unique') && isValid(each))
      .map(constraint => ({
        name: constraint.name ?? 'the key',
        columns: columnsOf(constraint),
        unique: true,
      })),
  ]
}

/** Undefined where the index is of another kind than a list of whole columns in a tree. */
export function plainColumns({
  parts,
  where,
  method,
  variant,
  include,
  invisible,
}: Index): readonly string[] | undefined {
  const isOther = where ?? variant ?? include ?? (invisible === true ? invisible : undefined)
  if (isOther !== undefined || (method !== undefined && method.toLowerCase() !== 'btree')) return undefined
  const columns = parts.map(({ column, length, descending, operatorClass, collation }) =>
    length === undefined && descending !== true && operatorClass === undefined && collation === undefined
      ? column
      : undefined,
  )
  return columns.every(column => column !== undefined) ? columns : undefined
}

export function isBeginning(columns: readonly string[], of: readonly string[], schema: SchemaState): boolean {
  return (
    columns.length <= of.length &&
    columns.every((column, place) => sameColumn(schema, column, of[place] ?? ''))
  )
}

/** Looks at those alone that begin with the same column. */
export function keysOnSame(table: Table, columns: readonly string[], schema: SchemaState): readonly Key[] {
  const [first] = columns
  if (first === undefined) return []
  const indexes = indexesLedBy(table, first, schema.semantics)
  const constraints = constraintsWith(table, first, schema.semantics)
  return plainKeys({ indexes, constraints }).filter(
    key => key.columns.length === columns.length && isBeginning(columns, key.columns, schema),
  )
}
