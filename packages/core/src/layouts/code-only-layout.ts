import { type CodeMigrationTool, codeMigrationTool, isCode } from './code-migration-tool.ts'
import { compareCodeUnits } from './compare-names.ts'
import type { Layout, MigrationFile } from './layout.ts'
import { baseName } from './path-names.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

interface CodeOnlyTool extends Pick<Layout, 'title' | 'outOfOrder' | 'editedApplied' | 'missingApplied'> {
  readonly name: CodeMigrationTool
  readonly transaction: MigrationFile['up']['transaction']
  /** What its history table stores for a file. */
  nameOf(path: string): string
}

/** A tool whose migrations are code that is not read yet: they are listed, so that nobody takes them for none. */
export function codeOnlyLayout(tool: CodeOnlyTool): Layout {
  return {
    name: tool.name,
    title: tool.title,
    async detect() {
      return []
    },
    async recognise(paths, files) {
      const texts = await sampleTexts(paths.filter(isCode), files)
      return share(texts.filter(({ text }) => codeMigrationTool(text) === tool.name).length, texts.length, 75)
    },
    async arrange(paths) {
      const migrations = topmostFiles(paths.filter(path => isCode(path) && /\d/.test(baseName(path))))
        .toSorted(
          (first, second) =>
            compareCodeUnits(baseName(first), baseName(second)) || compareCodeUnits(first, second),
        )
        .map(path => toMigration(path, tool))
      return { migrations, problems: [] }
    },
    outOfOrder: tool.outOfOrder,
    editedApplied: tool.editedApplied,
    ...(tool.missingApplied && { missingApplied: tool.missingApplied }),
  }
}

function toMigration(file: string, tool: CodeOnlyTool): MigrationFile {
  const source = { file, transaction: tool.transaction }
  return {
    name: tool.nameOf(file),
    file,
    format: 'unsupported',
    unsupported: tool.title,
    up: source,
    down: source,
    downExpected: true,
  }
}
