import type { SqlText } from './decoded-text.ts'
import { duplicateVersions } from './duplicate-versions.ts'
import type { Layout, LayoutProblem, MigrationFile, ScriptSource } from './layout.ts'
import { includesInSql, isFormattedSql, mayBeChangelog, readChangelogs } from './liquibase-changelogs.ts'
import { type Changeset, readChangesets } from './liquibase-changesets.ts'
import { enginesOf } from './liquibase-dbms.ts'
import { detectChangelogs } from './liquibase-detection.ts'
import { type Step, sequenceOf } from './liquibase-sequence.ts'
import { extensionOf, isSql } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { refusesEdits, runsLate } from './runner-behaviour.ts'
import { sampleTexts } from './sample.ts'
import { share } from './share-of.ts'

/**
 * Liquibase: every changeset is a migration. Formatted SQL is read, SQL files that a changelog includes or runs, and
 * SQL in XML, YAML and JSON; changesets that say it in Liquibase's own words are listed as not readable. `DATABASECHANGELOG` knows a changeset by id, author
 * and file.
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
    const { steps, problems } = sequenceOf(entries, scripts)
    const asked = new Set(paths)
    const migrations = steps.flatMap(step => fromStep(step, texts, asked))
    return {
      migrations,
      problems: [
        ...[...problems, ...changelogs.broken.map(unreadableChangelog)].filter(({ file }) => asked.has(file)),
        ...duplicateVersions(
          migrations.map(({ name, file }) => ({ version: name, file })),
          'Liquibase stops with "Duplicate changeSets".',
        ),
      ],
    }
  },
  outOfOrder: runsLate('Liquibase'),
  editedApplied: refusesEdits('Liquibase', 'the MD5 sum in DATABASECHANGELOG differs'),
}

function fromStep(
  step: Step,
  texts: ReadonlyMap<string, string | undefined>,
  asked: ReadonlySet<string>,
): readonly MigrationFile[] {
  if (step.kind === 'sql-file') return fromSql(step.path, texts.get(step.path), step.isIncluded)
  const { changelog, changeset, sqlFile } = step
  if (!asked.has(changelog)) return []
  const engines = enginesOf(changeset.dbms)
  const transaction: ScriptSource['transaction'] = changeset.inTransaction ? 'script' : 'none'
  const common = {
    name: nameOf(changeset, changelog),
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
  const { sql, rollback, hasOtherRollback = false } = changeset
  const unsupported = `Liquibase (${extensionOf(changelog) === '.xml' ? 'XML' : extensionOf(changelog) === '.json' ? 'JSON' : 'YAML'})`
  const up: ScriptSource | undefined =
    sqlFile === undefined ? sql && scriptOf(sql) : { file: sqlFile, transaction }
  if (up !== undefined && !hasOtherRollback)
    return [{ ...common, file: up.file, format: 'sql', up, ...(rollback && { down: scriptOf(rollback) }) }]
  const source = { file: changelog, sections: [changeset.span], transaction } as const
  return [{ ...common, file: changelog, format: 'unsupported', unsupported, up: source, down: source }]
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
    name: nameOf(changeset, file),
    file,
    format: 'sql',
    up: { file, sections: up, transaction },
    ...(down && { down: { file, sections: down.sections, holes: down.holes, transaction } }),
    downExpected: true,
    ...(engines && { engines }),
    ...(changeset.repeatable && { repeatable: true }),
  }
}

function unreadableChangelog(file: string): LayoutProblem {
  return {
    ruleId: 'unknown-statement',
    file,
    message: `${file} is not a Liquibase changelog that can be read.`,
  }
}

function nameOf({ id, author }: { readonly id: string; readonly author: string }, file: string): string {
  return `${id}::${author}::${file}`
}
