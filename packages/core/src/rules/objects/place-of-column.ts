import type { Location, Statement } from '../../migration/migration.ts'
import { textTokens } from '../../schema/sql-text.ts'

/** Where a CREATE TABLE writes one of its columns; the whole statement where it is not found, or was put together by
 * code. */
export function placeOfColumn({ text, location, reading }: Statement, column: string): Location {
  if (reading === 'recorded') return location
  let [offset, depth, isStart] = [0, 0, false]
  for (const token of textTokens(text)) {
    if (isStart && token.name?.toLowerCase() === column.toLowerCase()) {
      return locationWithin(text, location, offset, token.text.length)
    }
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (token.kind !== 'space') isStart = depth === 1 && (token.text === '(' || token.text === ',')
    offset += token.text.length
  }
  return location
}

function locationWithin(text: string, from: Location, offset: number, length: number): Location {
  const before = text.slice(0, offset).split('\n')
  const line = from.line + before.length - 1
  const column = (before.at(-1)?.length ?? 0) + (before.length === 1 ? from.column : 1)
  return { line, column, endLine: line, endColumn: column + length }
}
