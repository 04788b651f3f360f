import { findLayout, layouts } from '../layouts/index.ts'
import type { Detection, Layout, ProjectFiles } from '../layouts/layout.ts'
import type { DialectName } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import { pathsFor } from './engine-in-path.ts'
import { isUnmistakable, sqlFolders } from './fixed-shapes.ts'
import { migrationFolders } from './migration-folders.ts'
import { rankLayouts } from './rank-layouts.ts'

export interface DetectedProject extends Detection {
  readonly layout: Layout
}

/**
 * Where a project keeps its migrations, without being told: by the config file of a migration tool, else by a
 * folder that is called like one, else by file names and markers that only migrations have; undefined: nowhere. Two
 * answers are an error, not a guess.
 */
export async function detectProject(
  files: ProjectFiles,
  layoutName?: string,
  dialect?: DialectName,
): Promise<DetectedProject | undefined> {
  const asked = layoutName === undefined ? layouts : [findLayout(layoutName)]
  const byConfig = await Promise.all(
    asked.map(async layout => (await layout.detect(files)).map(detection => ({ ...detection, layout }))),
  )
  const configured = nearest(await filled(withoutRepeats(byConfig.flat()), files))
  if (configured.length > 0) return only(configured, dialect)
  const named = await detectByFolders(await migrationFolders(files), files, layoutName)
  if (named.length > 0) return only(named, dialect)
  const shaped = await detectByFolders(await sqlFolders(files), files, layoutName)
  return only(
    shaped.filter(({ layout }) => layoutName !== undefined || isUnmistakable(layout.name)),
    dialect,
  )
}

async function detectByFolders(
  folders: readonly string[],
  files: ProjectFiles,
  layoutName: string | undefined,
): Promise<readonly DetectedProject[]> {
  const found: DetectedProject[] = []
  for (const folder of folders) {
    const paths = await files.list(folder)
    const likely =
      layoutName === undefined
        ? (await rankLayouts(paths, files)).map(({ layout }) => layout)
        : [findLayout(layoutName)]
    for (const layout of likely) {
      if (await arrangesNone(layout, paths, files)) continue
      found.push({ layout, paths: [folder], evidence: `the files in ${folder}` })
      break
    }
  }
  return found
}

/** A config file may name a folder whose files another tool runs: it counts where it finds migrations, or a file that it
 * cannot read. */
async function filled(
  found: readonly DetectedProject[],
  files: ProjectFiles,
): Promise<readonly DetectedProject[]> {
  const areEmpty = await Promise.all(
    found.map(async ({ layout, paths }) => {
      const lists = await Promise.all(paths.map(path => files.list(path)))
      return arrangesNone(layout, lists.flat(), files)
    }),
  )
  return found.filter((_, index) => areEmpty[index] === false)
}

async function arrangesNone(layout: Layout, paths: readonly string[], files: ProjectFiles): Promise<boolean> {
  const { migrations, problems } = await layout.arrange(paths, files)
  return (
    migrations.length === 0 &&
    problems.every(({ ruleId }) => ruleId !== 'unknown-statement' && ruleId !== 'missing-applied-file')
  )
}

/** Two config files that name the same folder agree; the first in the registry counts. */
function withoutRepeats(found: readonly DetectedProject[]): readonly DetectedProject[] {
  const seen = new Set<string>()
  return found.filter(({ paths }) => {
    const isNew = paths.some(path => !seen.has(path))
    for (const path of paths) seen.add(path)
    return isNew
  })
}

/** A config file at the top speaks for the project; those of its packages count when there is none. */
function nearest(found: readonly DetectedProject[]): readonly DetectedProject[] {
  const depth = (detection: Detection): number => detection.evidence.split('/').length
  const least = Math.min(...found.map(depth))
  return found.filter(detection => depth(detection) === least)
}

const mostNamed = 6

function only(
  all: readonly DetectedProject[],
  dialect: DialectName | undefined,
): DetectedProject | undefined {
  const found = dialect === undefined ? all : forEngine(all, dialect)
  if (found.length > 1) {
    const places = found.map(({ layout, paths }) => `${paths.join(', ')} (${layout.name})`)
    const more = places.length > mostNamed ? [`${places.length - mostNamed} more`] : []
    const named = [...places.slice(0, mostNamed), ...more].join('; ')
    throw new UserError(`Several migration folders found: ${named}; name the one to check.`)
  }
  return found[0]
}

/** Of folders of several engines, those of the given one. */
function forEngine(found: readonly DetectedProject[], dialect: DialectName): readonly DetectedProject[] {
  const folders = found.flatMap(({ paths }) => paths.map(path => `${path}/`))
  const { others } = pathsFor(dialect, folders)
  const left = found.filter(({ paths }) => paths.some(path => !others.includes(`${path}/`)))
  return left.length > 0 ? left : found
}
