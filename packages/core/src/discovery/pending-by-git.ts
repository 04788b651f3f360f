import type { Layout, LayoutProblem, MigrationFile, ProjectFiles } from '../layouts/layout.ts'
import { textIfReadable } from '../layouts/read-text.ts'
import { pathsFor } from './engine-in-path.ts'
import { filesIn } from './expand-paths.ts'
import type { FoundMigrations } from './found-migrations.ts'
import { outOfOrder } from './out-of-order.ts'
import { type MarkedMigrations, splitBatches } from './pending.ts'

export interface GitComparison {
  /** What `found` was read from: the disk, or the index. */
  readonly files: ProjectFiles
  /** The project at the merge base (`--since`) or at HEAD (`--staged`). */
  readonly base: ProjectFiles
  /** For messages: `origin/main`, `HEAD`. */
  readonly baseName: string
  /** Judge edited migrations too (`--staged`: all that the commit changes). */
  readonly judgeEdited: boolean
  /** Tells an edit of comments and white space from one of the SQL; absent: every edit counts. */
  readonly sameTokens?: (before: string, after: string) => boolean
}

/** What is new since another state of the repository is pending; what changed of the rest is a problem. */
export async function pendingByGit(
  found: FoundMigrations,
  comparison: GitComparison,
): Promise<MarkedMigrations> {
  const { layout } = found
  const paths = pathsFor(found.dialect, await filesIn(found.places, comparison.base)).kept
  const arranged = await layout.arrange(paths, comparison.base)
  const unlisted = new Set(found.migrations.filter(({ isUnlisted }) => isUnlisted).map(({ name }) => name))
  const before = arranged.migrations.filter(
    ({ engines, isUnlisted, name }) =>
      (engines?.includes(found.dialect) ?? true) && (isUnlisted !== true || unlisted.has(name)),
  )
  const old = new Map(before.map(migration => [migration.name, migration]))
  const added = found.migrations.filter(migration => !old.has(migration.name))
  const edits = await Promise.all(
    found.migrations.map(async migration => {
      const earlier = old.get(migration.name)
      return earlier && (await compare(earlier, migration, layout, comparison))
    }),
  )
  const judged = new Set([
    ...added,
    ...found.migrations.filter((_, index) => comparison.judgeEdited && edits[index]?.isChanged === true),
  ])
  const known = new Set(found.migrations.filter(migration => old.has(migration.name)))
  const gone = await goneMigrations(before, added, found, comparison)
  return {
    migrations: splitBatches(
      found.migrations.map(migration => ({ ...migration, pending: judged.has(migration) })),
    ),
    problems: [...outOfOrder(found, known), ...edits.flatMap(edit => edit?.problem ?? []), ...gone],
    detected: `pending: ${judged.size} of ${found.migrations.length} (by git: ${comparison.judgeEdited ? 'changed since' : 'not in'} ${comparison.baseName})`,
  }
}

interface Edit {
  /** Up or down, in any way. */
  readonly isChanged: boolean
  readonly problem?: LayoutProblem
}

/** A runner that keeps a checksum sees the whole file, the others never look at the up script again. */
async function compare(
  earlier: MigrationFile,
  now: MigrationFile,
  layout: Layout,
  comparison: GitComparison,
): Promise<Edit> {
  const [upBefore, upNow] = [await upText(earlier, comparison.base), await upText(now, comparison.files)]
  const isChanged =
    upBefore !== upNow ||
    (await downText(earlier, comparison.base)) !== (await downText(now, comparison.files))
  if (upBefore === upNow || now.repeatable === true) return { isChanged }
  const onlyLooks = comparison.sameTokens?.(upBefore, upNow) === true
  const isStopped = layout.editedApplied.behaviour === 'fails'
  return {
    isChanged,
    problem: {
      ruleId: 'edited-applied-migration',
      file: now.file,
      message: `${now.name} was changed since ${comparison.baseName}${onlyLooks ? ' in comments or white space only' : ''}. Where it is applied: ${layout.editedApplied.message}`,
      severity: onlyLooks && !isStopped ? 'warning' : 'error',
    },
  }
}

/** Renamed or deleted since the base. */
async function goneMigrations(
  before: readonly MigrationFile[],
  added: readonly MigrationFile[],
  found: FoundMigrations,
  comparison: GitComparison,
): Promise<readonly LayoutProblem[]> {
  const names = new Set(found.migrations.map(migration => migration.name))
  const texts = new Map(
    await Promise.all(
      added.map(async migration => [await upText(migration, comparison.files), migration] as const),
    ),
  )
  const files = new Set(found.migrations.map(migration => migration.file))
  const gone = before.filter(({ name, file }) => !names.has(name) && (found.isWhole || files.has(file)))
  return Promise.all(
    gone.map(async (migration): Promise<LayoutProblem> => {
      const renamed = texts.get(await upText(migration, comparison.base))
      const what =
        renamed === undefined
          ? `${migration.name} is in ${comparison.baseName} and was deleted here. ${found.layout.missingApplied?.message ?? 'Databases that have it applied keep what it did.'}`
          : `${migration.name} was renamed to ${renamed.name} since ${comparison.baseName}: for ${found.layout.title} that is a new migration, which runs again where the old one is applied.`
      return {
        ruleId: 'edited-applied-migration',
        file: renamed?.file ?? migration.file,
        message: what,
        severity: 'error',
      }
    }),
  )
}

async function upText(migration: MigrationFile, files: ProjectFiles): Promise<string> {
  return sourceText(migration.up, files)
}

async function downText(migration: MigrationFile, files: ProjectFiles): Promise<string | undefined> {
  return migration.down && sourceText(migration.down, files)
}

/** Line ends do not count: git may change them. */
async function sourceText(source: MigrationFile['up'], files: ProjectFiles): Promise<string> {
  const text = (await textIfReadable(files, source.file)) ?? ''
  const parts = source.sections?.map(([start, end]) => text.slice(start, end)) ?? [text]
  return parts.join('').replaceAll('\r\n', '\n')
}
