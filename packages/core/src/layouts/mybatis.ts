import { compareNaturally } from './compare-names.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, MigrationFile, ProjectFiles } from './layout.ts'
import { linesOf } from './liquibase-lines.ts'
import { markedLines } from './marked-lines.ts'
import { type MarkedSections, oneFileMigration } from './one-file-migrations.ts'
import { baseName, folderOf, inFolder } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { ignoresEdits } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import type { Section } from './section.ts'
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
        up: withoutDelimiters(text, [0, start ?? text.length]),
        ...(start !== undefined && { down: withoutDelimiters(text, [start, text.length]) }),
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

/** ScriptRunner.DELIMITER_PATTERN, of a line that is a comment. */
const delimiterLine = /^\s*(?:--|\/\/)\s*(?:\/\/)?\s*@DELIMITER\s+(\S+)/i

/** `-- @DELIMITER //`: from there on the last one in a line ends a statement in place of the semicolon. */
function withoutDelimiters(text: string, [start, end]: Section): readonly Section[] {
  const sections: Section[] = []
  let delimiter = ';'
  let from = start
  for (const line of linesOf(text.slice(start, end))) {
    const said = delimiterLine.exec(line.text)?.[1]
    if (said !== undefined) delimiter = said
    const isComment = /^\s*(?:--|\/\/)/.test(line.text)
    const cut = isComment || delimiter === ';' ? -1 : line.text.lastIndexOf(delimiter)
    if (cut < 0) continue
    sections.push([from, start + line.start + cut])
    from = start + line.end
  }
  return [...sections, [from, end]]
}
