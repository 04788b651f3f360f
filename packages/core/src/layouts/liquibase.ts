import type { SqlText } from './decoded-text.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, MigrationFile, ScriptSource } from './layout.ts'
import { includesInSql, isFormattedSql, mayBeChangelog, readChangelogs } from './liquibase-changelogs.ts'
import { type Changeset, readChangesets } from './liquibase-changesets.ts'
import { enginesOf } from './liquibase-dbms.ts'
import { detectChangelogs } from './liquibase-detection.ts'
import { sqlOf } from './liquibase-entries.ts'
import { filesIncludedBy, groovyIncludes } from './liquibase-includes.ts'
import { type Step, sequenceOf } from './liquibase-sequence.ts'
import { unlistedFiles, unlistedProblems } from './liquibase-unlisted.ts'
import { isSql } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { refusesEdits, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'
import type { Property } from './written-change.ts'

/**
 * Liquibase: every changeset is a migration, in formatted SQL, in SQL files that a changelog includes or runs, or in XML,
 * YAML and JSON. `DATABASECHANGELOG` knows a changeset by id, author and file.
 */
export const liquibase: Layout = {
  name: 'liquibase',
  title: 'Liquibase',
  detect: detectChangelogs,
  async recognise(paths, files) {
    const texts = await sampleTexts(paths.filter(isSql), files)
    const sql = share(texts.filter(({ text }) => isFormattedSql(text)).length, texts.length, 95)
    if (sql > 0) return sql
    const others = await sampleTexts(paths.filter(mayBeChangelog), files)
    return share(others.filter(({ text }) => text.includes('databaseChangeLog')).length, others.length, 95)
  },
  includedBy: filesIncludedBy,
  async arrange(paths, files) {
    const scripts = paths.filter(isSql)
    const texts = new Map(
      await Promise.all(scripts.map(async path => [path, await textIfReadable(files, path)] as const)),
    )
    const changelogs = await readChangelogs(paths, files)
    const entries = new Map([
      ...changelogs.entries,
      ...scripts
        .map(path => [path, includesInSql(path, texts.get(path) ?? '')] as const)
        .filter(([, includes]) => includes.length > 0),
    ])
    const asked = new Set(paths)
    const unlisted = unlistedFiles(entries, scripts, asked)
    const { steps, properties, problems } = sequenceOf(
      entries,
      scripts,
      new Set(unlisted.keys()),
      await groovyIncludes(entries, files),
    )
    const migrations = steps.flatMap(step => {
      const found = fromStep(step, properties, texts, asked)
      const isUnlisted = unlisted.has(step.kind === 'sql-file' ? step.path : step.changelog)
      return isUnlisted ? found.map(migration => ({ ...migration, isUnlisted: true as const })) : found
    })
    const run = migrations.filter(({ isUnlisted }) => isUnlisted !== true)
    return {
      migrations,
      problems: [
        ...[...problems, ...changelogs.problems].filter(({ file }) => asked.has(file)),
        ...unlistedProblems(notRun(unlisted, texts), asked),
        ...duplicateVersions(
          run.map(({ name, file, engines }) => ({ version: name, file, ...(engines && { engines }) })),
          'Liquibase runs none of the changesets, as some have "duplicate identifiers".',
        ),
      ],
    }
  },
  otherNames: namesOnClassPath,
  outOfOrder: runsLate('Liquibase'),
  editedApplied: refusesEdits('Liquibase', 'the MD5 sum in DATABASECHANGELOG differs'),
}

/** Where its changelog lies below the root of the class path, wherever that is. */
function namesOnClassPath({ name }: MigrationFile): readonly string[] {
  const start = name.lastIndexOf('::') + 2
  const parts = name.slice(start).split('/')
  return parts.flatMap((_, index) => {
    const path = parts.slice(index).join('/')
    return [path, `classpath:${path}`].map(each => name.slice(0, start) + each)
  })
}

/** Not SQL that is no migration at all. */
function notRun(
  unlisted: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, string> {
  return new Map([...unlisted].filter(([path]) => !isSql(path) || isFormattedSql(texts.get(path) ?? '')))
}

function fromStep(
  step: Step,
  properties: readonly Property[],
  texts: ReadonlyMap<string, string | undefined>,
  asked: ReadonlySet<string>,
): readonly MigrationFile[] {
  if (step.kind === 'sql-file') return fromSql(step.path, texts.get(step.path), step.isIncluded)
  const { changelog, changeset, files } = step
  if (!asked.has(changelog)) return []
  const { changes, rollback, rollbackAt, preconditions, dbms, engines, span } = changeset
  const transaction: ScriptSource['transaction'] = changeset.inTransaction ? 'script' : 'none'
  const common = {
    name: nameOf(changeset, changeset.logicalPath ?? changelog),
    file: changelog,
    downExpected: true,
    ...(engines && { engines }),
    ...(changeset.repeatable && { repeatable: true as const }),
  }
  const scriptOf = ({ sections, holes, replaced }: SqlText): ScriptSource => ({
    file: changelog,
    sections,
    holes,
    replaced,
    transaction,
  })
  const sql = sqlOf(changes, dbms)
  const [only, ...others] = changes
  const file =
    others.length === 0 && only?.name === 'sqlFile' ? files.get(only.attributes.get('path') ?? '') : undefined
  const up = file === undefined ? sql && scriptOf(sql) : { file, transaction }
  const at = rollbackAt === undefined ? {} : { at: rollbackAt }
  const back = rollback && sqlOf(rollback, undefined)
  // Mere SQL is read where it stands, as that of other layouts.
  if (
    changes.length > 0 &&
    preconditions === undefined &&
    up !== undefined &&
    (rollback === undefined || back !== undefined)
  )
    return [
      { ...common, file: up.file, format: 'sql', up, ...(back && { down: { ...scriptOf(back), ...at } }) },
    ]
  const source: ScriptSource = { file: changelog, sections: [span], transaction }
  const written = {
    changes,
    properties: [...step.properties, ...properties],
    files,
    ...(rollback && { rollback }),
    ...(preconditions && { preconditions }),
  }
  return [
    { ...common, format: 'liquibase', written, up: source, ...(rollback && { down: { ...source, ...at } }) },
  ]
}

/** Included SQL without the first line of formatted SQL is one changeset (SqlChangeLogParser). */
function fromSql(file: string, text: string | undefined, isIncluded: boolean): readonly MigrationFile[] {
  if (text !== undefined && isFormattedSql(text))
    return readChangesets(text).map(changeset => toMigration(changeset, file))
  const isUnreadable = text === undefined
  if (!isIncluded && !isUnreadable) return []
  const name = isUnreadable ? file : nameOf({ id: 'raw', author: 'includeAll' }, file)
  return [{ name, file, format: 'sql', up: { file, transaction: 'script' }, downExpected: true }]
}

function toMigration(changeset: Changeset, file: string): MigrationFile {
  const transaction = changeset.inTransaction ? 'script' : 'none'
  const engines = enginesOf(changeset.dbms)
  const { up, down } = changeset
  return {
    name: nameOf(changeset, changeset.logicalPath ?? file),
    file,
    format: 'sql',
    up: { file, sections: up, transaction },
    ...(down && { down: { file, sections: down.sections, holes: down.holes, transaction } }),
    downExpected: true,
    ...(engines && { engines }),
    ...(changeset.repeatable && { repeatable: true }),
  }
}

function nameOf({ id, author }: { readonly id: string; readonly author: string }, file: string): string {
  return `${id}::${author}::${file}`
}
