import type { Index, IndexPart } from '../../operations/column.ts'
import { type EngineWords, quotedName, quotedNames, words } from './sql-writer.ts'

export function indexParts({ parts }: Index, engine: EngineWords): string {
  return `(${parts.map(part => words(indexed(part, engine), engine.indexPartTail(part))).join(', ')})`
}

/** An expression stands in parentheses of its own: all three engines take it so. */
function indexed({ column, expression = '', length }: IndexPart, { quote }: EngineWords): string {
  if (column === undefined) return `(${expression})`
  return length === undefined ? quote(column) : `${quote(column)}(${length})`
}

export function createIndex(index: Index, engine: EngineWords): string {
  return words(
    'CREATE',
    index.unique && 'UNIQUE',
    index.variant?.toUpperCase(),
    'INDEX',
    index.name && quotedName(index.name, engine),
    `ON ${quotedName(index.table, engine)}`,
    index.method && `USING ${index.method}`,
    indexParts(index, engine),
    index.include && `INCLUDE (${quotedNames(index.include, engine)})`,
    index.nullsNotDistinct === true && 'NULLS NOT DISTINCT',
    index.where && `WHERE ${index.where}`,
  )
}
