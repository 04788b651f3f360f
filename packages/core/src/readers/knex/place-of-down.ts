import { positionsIn } from '../../lexer/positions.ts'
import type { Location } from '../../migration/migration.ts'

/** `exports.down =`, `async function down(`, `down: async`, `async down(`, at the beginning of what a line says. */
const definition =
  /^[ \t]*(?:export[ \t]+)?(?:(?:module\.)?exports\.down\b|(?:async[ \t]+)?function[ \t]+down\b|(?:const|let|var)[ \t]+down\b|(?:public[ \t]+)?(?:async[ \t]+)?down[ \t]*[:(=])/m

/** Where a migration in code writes its way back; undefined where it is made elsewhere. */
export function placeOfDown(source: string): Location | undefined {
  const found = definition.exec(source)
  if (found === null) return undefined
  const start = found.index + found[0].search(/\S/)
  const [from, to] = [start, found.index + found[0].length].map(offset => positionsIn(source).at(offset))
  return from && to && { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
}
