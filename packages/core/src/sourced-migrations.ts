import type { FoundMigrations } from './discovery/found-migrations.ts'
import { relativePath } from './discovery/project-files.ts'
import type { LayoutProblem, MigrationFile } from './layouts/layout.ts'
import type { ProjectKnexfile } from './project-knexfile.ts'

/**
 * Where the knexfile has a `migrationSource` of its own, that says which migrations there are, under which names and
 * in which order; the folder has shown where to look.
 */
export function sourcedMigrations(
  found: FoundMigrations,
  knexfile: ProjectKnexfile | undefined,
  cwd: string,
): FoundMigrations {
  const source = knexfile?.facts.source
  if (knexfile === undefined || source === undefined) return found
  if (source.kind === 'failed') {
    return { ...found, problems: [...found.problems, notRun(knexfile.file, source.message)] }
  }
  const all = source.migrations.map(({ name, path }): MigrationFile => {
    const file = path === undefined ? knexfile.file : relativePath(cwd, path)
    const script = { file, transaction: 'batch' as const }
    return { name, file, format: 'knex', up: script, down: script, downExpected: true, isSourced: true }
  })
  const given = new Set(found.migrations.map(({ file }) => file))
  const selected = found.isWhole ? all : all.filter(({ file }) => given.has(file))
  const last = all.findLastIndex(migration => selected.includes(migration))
  return {
    ...found,
    migrations: selected,
    earlier: all.slice(0, Math.max(last, 0)).filter(migration => !selected.includes(migration)),
    detected: [...found.detected, `migrations: as the migrationSource of ${knexfile.file} gives them`],
  }
}

function notRun(file: string, message: string): LayoutProblem {
  return {
    ruleId: 'unknown-statement',
    file,
    message: `The migrationSource of ${file} could not be run here, so that the files of the folder were read in the order of their names: ${message}`,
  }
}
