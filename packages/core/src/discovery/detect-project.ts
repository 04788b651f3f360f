import { findLayout, layouts } from '../layouts/index.ts'
import type { Detection, Layout, ProjectFiles } from '../layouts/layout.ts'
import { UserError } from '../user-error.ts'
import { migrationFolders } from './migration-folders.ts'
import { rankLayouts } from './rank-layouts.ts'

export interface DetectedProject extends Detection {
  readonly layout: Layout
}

/**
 * Where a project keeps its migrations, without being told: by the config file of a migration tool, else by a
 * folder that is called like one; undefined: nowhere. Two answers are an error, not a guess.
 */
export async function detectProject(
  files: ProjectFiles,
  layoutName?: string,
): Promise<DetectedProject | undefined> {
  const asked = layoutName === undefined ? layouts : [findLayout(layoutName)]
  const byConfig = await Promise.all(
    asked.map(async layout => (await layout.detect(files)).map(detection => ({ ...detection, layout }))),
  )
  const configured = nearest(withoutRepeats(byConfig.flat()))
  if (configured.length > 0) return only(configured)
  return only(await detectByFolders(files, layoutName))
}

async function detectByFolders(
  files: ProjectFiles,
  layoutName: string | undefined,
): Promise<DetectedProject[]> {
  const found: DetectedProject[] = []
  for (const folder of await migrationFolders(files)) {
    const paths = await files.list(folder)
    const layout =
      layoutName === undefined ? (await rankLayouts(paths, files))[0]?.layout : findLayout(layoutName)
    if (layout === undefined || (await layout.arrange(paths, files)).migrations.length === 0) continue
    found.push({ layout, paths: [folder], evidence: `the files in ${folder}` })
  }
  return found
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

function only(found: readonly DetectedProject[]): DetectedProject | undefined {
  if (found.length > 1) {
    const places = found.map(({ layout, paths }) => `${paths.join(', ')} (${layout.name})`)
    throw new UserError(`Several migration folders found: ${places.join('; ')}; name the one to check.`)
  }
  return found[0]
}
