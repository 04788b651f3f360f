import { dialects } from './dialects/index.ts'
import type { Migration } from './migration/migration.ts'
import type { Finding } from './rules/finding.ts'
import { inOrder } from './rules/running/finding-order.ts'
import type { RulesRun } from './rules/running/run-rules.ts'
import { applySuppressions } from './suppressions/apply-suppressions.ts'
import type { CommentedSource } from './suppressions/commented-source.ts'
import type { SuppressionOptions } from './suppressions/suppression-options.ts'

/** Marks what comments silence, and adds what is wrong with the comments to the migration whose file they are in.
 * All findings at once: a comment may silence one about the deploy. */
export function suppressFindings(run: RulesRun, options: SuppressionOptions): RulesRun {
  const migrations = [...run.byMigration.keys()]
  const all = [...[...run.byMigration.values()].flat(), ...run.deploy]
  const { findings, problems } = applySuppressions(all, sourcesOf(migrations), options)
  const marked = new Map(all.map((finding, index) => [finding, findings[index] ?? finding]))
  const markedOf = (list: readonly Finding[]) => list.map(finding => marked.get(finding) ?? finding)
  const homeOf = homes(migrations)
  return {
    byMigration: new Map(
      [...run.byMigration].map(([migration, own]) => [
        migration,
        inOrder([...markedOf(own), ...problems.filter(({ file }) => homeOf.get(file) === migration)]),
      ]),
    ),
    deploy: markedOf(run.deploy),
  }
}

/** Each file once, even where it holds both directions. */
function sourcesOf(migrations: readonly Migration[]): readonly CommentedSource[] {
  const sources = new Map<string, CommentedSource>()
  for (const { up, down, dialect } of migrations) {
    const { lexical } = dialects[dialect]
    for (const [direction, script] of [
      ['down', down],
      ['up', up],
    ] as const)
      for (const { file, source } of script?.included ?? [])
        sources.set(file, { file, direction, source, lexical })
    if (down) sources.set(down.file, { file: down.file, direction: 'down', source: down.source, lexical })
    sources.set(up.file, { file: up.file, direction: 'up', source: up.source, lexical })
  }
  return [...sources.values()]
}

function homes(migrations: readonly Migration[]): ReadonlyMap<string, Migration> {
  return new Map(
    migrations.flatMap(migration => [
      ...[migration.up, ...(migration.down ? [migration.down] : [])].flatMap(({ included = [] }) =>
        included.map(({ file }) => [file, migration] as const),
      ),
      ...(migration.down ? [[migration.down.file, migration] as const] : []),
      [migration.up.file, migration] as const,
    ]),
  )
}
