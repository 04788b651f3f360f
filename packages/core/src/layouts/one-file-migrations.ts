import type { MigrationFile, ProjectFiles, ScriptSource } from './layout.ts'
import { textIfReadable } from './read-text.ts'
import type { Section } from './section.ts'

/** What the markers of one file say. */
export interface MarkedSections {
  readonly up: readonly Section[]
  /** Absent without a down marker. */
  readonly down?: readonly Section[]
  readonly upTransaction: ScriptSource['transaction']
  readonly downTransaction: ScriptSource['transaction']
}

/**
 * Migrations whose up and down are sections of one file. A file without markers, or one that cannot be read, is
 * given whole as the up script: its reader then says what is wrong with it.
 */
export async function oneFileMigration(
  file: string,
  name: string,
  files: ProjectFiles,
  sectionsOf: (text: string) => MarkedSections | undefined,
  transaction: ScriptSource['transaction'] = 'script',
): Promise<MigrationFile> {
  const text = await textIfReadable(files, file)
  const sections = text === undefined ? undefined : sectionsOf(text)
  return {
    name,
    file,
    format: 'sql',
    up: {
      file,
      ...(sections && { sections: sections.up }),
      transaction: sections?.upTransaction ?? transaction,
    },
    ...(sections?.down && {
      down: { file, sections: sections.down, transaction: sections.downTransaction },
    }),
    downExpected: true,
  }
}
