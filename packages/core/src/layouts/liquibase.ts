import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, MigrationFile, ProjectFiles } from './layout.ts'
import { type Changeset, readChangesets } from './liquibase-changesets.ts'
import { inChangelogOrder } from './liquibase-order.ts'
import { isSql } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { refusesEdits, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'

const formatted = /^\uFEFF?\s*--\s*liquibase\s*formatted/i

/**
 * Liquibase formatted SQL; every changeset is a migration. Of XML, YAML and JSON changelogs the names of the SQL
 * files are read, not their own changesets. `DATABASECHANGELOG` knows a changeset by id, author and file.
 */
export const liquibase: Layout = {
  name: 'liquibase',
  title: 'Liquibase formatted SQL',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const texts = await sampleTexts(paths.filter(isSql), files)
    return share(texts.filter(({ text }) => formatted.test(text)).length, texts.length, 95)
  },
  async arrange(paths, files) {
    const ordered = await inChangelogOrder(paths.filter(isSql), paths, files)
    const migrations = (await Promise.all(ordered.map(path => fromFile(path, files)))).flat()
    return {
      migrations,
      problems: duplicateVersions(
        migrations.map(({ name, file }) => ({ version: name, file })),
        'Liquibase stops with "Duplicate changeSets".',
      ),
    }
  },
  outOfOrder: runsLate('Liquibase'),
  editedApplied: refusesEdits('Liquibase', 'the MD5 sum in DATABASECHANGELOG differs'),
}

async function fromFile(file: string, files: ProjectFiles): Promise<readonly MigrationFile[]> {
  const text = await textIfReadable(files, file)
  if (text === undefined || !formatted.test(text))
    return text === undefined
      ? [{ name: file, file, format: 'sql', up: { file, transaction: 'script' }, downExpected: true }]
      : []
  return readChangesets(text).map(changeset => toMigration(changeset, file))
}

function toMigration(changeset: Changeset, file: string): MigrationFile {
  const transaction = changeset.inTransaction ? 'script' : 'none'
  return {
    name: `${changeset.id}::${changeset.author}::${file}`,
    file,
    format: 'sql',
    up: { file, sections: changeset.up, transaction },
    ...(changeset.down && { down: { file, sections: changeset.down, transaction } }),
    downExpected: true,
    ...(changeset.repeatable && { repeatable: true }),
  }
}
