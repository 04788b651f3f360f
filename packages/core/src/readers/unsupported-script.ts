import { isCode } from '../layouts/code-migration-tool.ts'
import type { MigrationFile } from '../layouts/layout.ts'
import { positionsIn } from '../lexer/positions.ts'
import type { Script } from '../migration/migration.ts'

/** A migration in the code of a tool that cannot be read: it is told as one statement that nobody understands. */
export function unsupportedScript({ file, up, unsupported }: MigrationFile, source: string): Script {
  const start = up.sections?.[0]?.[0] ?? 0
  const firstLine = lineFrom(source, start)
  const { line, column } = positionsIn(source).at(start)
  return {
    file: up.file,
    source,
    transaction: up.transaction,
    notes: [],
    statements: [
      {
        text: file,
        location: { line, column, endLine: line, endColumn: column + firstLine.length },
        reading: 'unknown',
        operations: [
          {
            kind: 'unreadable',
            // An error, as for a binary file: a whole migration goes unseen.
            level: 'damaged',
            isWholeFile: true,
            reason: `${unsupported ?? 'This tool'} migrations${isCode(file) ? ' written in code' : ''} cannot be read yet`,
          },
        ],
      },
    ],
  }
}

function lineFrom(source: string, start: number): string {
  const end = source.indexOf('\n', start)
  return source.slice(start, end === -1 ? undefined : end).trimEnd()
}
