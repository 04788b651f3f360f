import type { MigrationFile } from '../layouts/layout.ts'
import type { Script } from '../migration/migration.ts'

/** A migration in the code of a tool that cannot be read: it is told as one statement that nobody understands. */
export function unsupportedScript({ file, up, unsupported }: MigrationFile, source: string): Script {
  const firstLine = source.split(/\r?\n/, 1)[0] ?? ''
  return {
    file: up.file,
    source,
    transaction: up.transaction,
    notes: [],
    statements: [
      {
        text: file,
        location: { line: 1, column: 1, endLine: 1, endColumn: firstLine.length + 1 },
        reading: 'unknown',
        operations: [
          {
            kind: 'unreadable',
            level: 'unknown',
            reason: `${unsupported ?? 'This tool'} migrations written in code cannot be read yet`,
          },
        ],
      },
    ],
  }
}
