import type { SelectedColumn, Selection, SelectionSource } from '../../operations/selection.ts'
import type { Expr, ResultColumn, Select, SelectTable } from './grammar.ts'
import { objectName, textOf } from './names.ts'
import { selectedColumn } from './semantics.ts'

/** The columns of a query (SQLite manual, CREATE TABLE … AS SELECT; measured: SQLite 3.40). */
export function selectionOf(select: Select, source: string): Selection | undefined {
  const { select: first } = select
  if (first.type !== 'SelectFrom') return undefined
  const local = new Set((select.with?.ctes ?? []).map(cte => cte.tblName.text.toLowerCase()))
  const joins = first.from?.joins ?? []
  const tables = [first.from?.select, ...joins.map(({ table }) => table)].filter(table => table !== undefined)
  const isMerged = joins.some(({ constraint }) => constraint?.type === 'UsingJoinConstraint')
  return {
    from: [...tables.map(table => sourceOf(table, local, source)), ...(isMerged ? [{ as: '' }] : [])],
    columns: first.columns.map(column => columnOf(column, source)),
    ...(select.compounds ? { merged: true } : {}),
  }
}

function sourceOf(table: SelectTable, local: ReadonlySet<string>, source: string): SelectionSource {
  const alias = table.alias?.name.text
  if (table.type === 'TableSelectTable') {
    const name = table.tblName.objName.text
    const as = alias ?? name
    return local.has(name.toLowerCase())
      ? { as }
      : { as, table: objectName({ ...table.tblName, alias: undefined }) }
  }
  const query = table.type === 'SelectSelectTable' ? selectionOf(table.select, source) : undefined
  return { as: alias ?? '', ...(query && { query }) }
}

function columnOf(column: ResultColumn, source: string): SelectedColumn {
  if (column.type === 'StarResultColumn') return { all: true }
  if (column.type === 'TableStarResultColumn') return { all: true, of: column.table.text }
  const { expr, alias } = column
  const reference = referenceOf(expr)
  if (reference !== undefined) return { name: alias?.name.text ?? reference.name, column: reference }
  const name = alias?.name.text ?? textOf(source, expr)
  if (expr.type === 'SubqueryExpr') return { name }
  const { type } = selectedColumn(name, expr.type === 'CastExpr' ? (expr.typeName?.name ?? '') : '')
  return type === undefined ? { name, typeless: true } : { name, type }
}

function referenceOf(expr: Expr): { readonly name: string; readonly of?: string } | undefined {
  if (expr.type === 'Id') return { name: expr.name }
  if (expr.type === 'NameExpr') return { name: expr.name.text }
  return expr.type === 'QualifiedExpr' ? { name: expr.column.text, of: expr.table.text } : undefined
}
