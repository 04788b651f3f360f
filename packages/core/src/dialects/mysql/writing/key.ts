import type { Index } from '../../../operations/column.ts'
import { type EngineWords, escapedLiteral, words } from '../../writing/sql-writer.ts'
import { indexParts } from '../../writing/write-index.ts'

/** An index as CREATE TABLE and ALTER TABLE ADD have it. */
export function key(index: Index, engine: EngineWords, hidden: string | undefined): string {
  return words(
    index.unique && 'UNIQUE',
    index.variant?.toUpperCase(),
    'KEY',
    index.name && engine.quote(index.name),
    indexParts(index, engine),
    index.method && `USING ${index.method.toUpperCase()}`,
    index.invisible === true && hidden,
    index.comment !== undefined && `COMMENT ${escapedLiteral(index.comment)}`,
  )
}
