import { compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, MigrationFile, ProjectFiles } from './layout.ts'
import { markedLines } from './marked-lines.ts'
import { type MarkedSections, oneFileMigration } from './one-file-migrations.ts'
import { baseName, folderOf, inFolder } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { ignoresEdits } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'
import { topmostFiles } from './topmost-files.ts'

/** MyBatis Migrations 3.4, MigrationReader.determinePart: in capitals, and only the first one counts. */
const undo = /^[ \t]*(?:--|\/\/)[ \t]*\/\/[ \t]*@UNDO/

/** MyBatis Migrations (Java): `<time>_<what>.sql` in scripts/, beside environments/. */
export const mybatis: Layout = {
  name: 'mybatis',
  title: 'MyBatis Migrations',
  async detect() {
    return []
  },
  async recognise(paths, files) {
    const texts = await sampleTexts(paths.filter(isMigration), files)
    return share(texts.filter(({ text }) => undoIn(text) !== undefined).length, texts.length, 90)
  },
  async arrange(paths, files) {
    const scripts = topmostFiles(paths.filter(isMigration)).toSorted(
      (first, second) =>
        compareNaturally(versionOf(first), versionOf(second)) || compareNaturally(first, second),
    )
    const migrations = await Promise.all(scripts.map(path => toMigration(path, files)))
    return {
      migrations,
      problems: duplicateVersions(
        migrations.map(({ name, file }) => ({ version: name, file })),
        'MyBatis Migrations runs both, and the changelog, whose primary key it is, refuses the row of the second.',
      ),
    }
  },
  outOfOrder: {
    behaviour: 'never-runs',
    message:
      '`migrate up` never runs it and only warns: it runs what is above the highest applied version (`migrate pending` runs it).',
  },
  editedApplied: ignoresEdits('MyBatis Migrations'),
}

/** FileMigrationLoader: not bootstrap.sql and onabort.sql. */
function isMigration(path: string): boolean {
  return /^\d+(?:_.*)?\.sql$/.test(baseName(path))
}

/** `changelog.id` is a number. */
function versionOf(path: string): string {
  return (/^\d+/.exec(baseName(path))?.[0] ?? '').replace(/^0+(?=\d)/, '')
}

/** ScriptRunner: one transaction for each script, unless the environment says auto_commit; `development` is the default one. */
async function toMigration(path: string, files: ProjectFiles): Promise<MigrationFile> {
  const environment = inFolder(folderOf(folderOf(path)), 'environments/development.properties')
  const settings = (await files.exists(environment)) ? await textIfReadable(files, environment) : undefined
  const transaction = /^[ \t]*auto_commit[ \t]*[=:][ \t]*true\b/im.test(settings ?? '') ? 'none' : 'script'
  return oneFileMigration(
    path,
    versionOf(path),
    files,
    text => {
      const start = undoIn(text)
      const sections: MarkedSections = {
        up: [[0, start ?? text.length]],
        ...(start !== undefined && { down: [[start, text.length]] }),
        upTransaction: transaction,
        downTransaction: transaction,
      }
      return sections
    },
    transaction,
  )
}

/** Where the undo part begins. */
function undoIn(text: string): number | undefined {
  return markedLines(text, line => (undo.test(line) ? 'undo' : undefined))[0]?.start
}
