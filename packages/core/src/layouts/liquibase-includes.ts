import type { ProjectFiles } from './layout.ts'
import { entriesOf, mayBeChangelog } from './liquibase-changelogs.ts'
import { type ChangelogEntry, filesNamedIn } from './liquibase-entries.ts'
import { placesOf, tailsOf } from './liquibase-paths.ts'
import { isSql } from './path-names.ts'

/** The files that a changelog comes to: those that it includes, what these include, and the SQL that their changes run. */
export async function filesIncludedBy(changelog: string, files: ProjectFiles): Promise<readonly string[]> {
  const found = new Set([changelog])
  let includesNone = true
  // Whatever is added here on the way is looked at too.
  for (const path of found) {
    for (const entry of await entriesOf(path, files)) {
      const named = await filesOfEntry(entry, path, files)
      if (entry.kind !== 'changeset' && named.length > 0) includesNone = false
      for (const file of named) found.add(file)
    }
  }
  found.delete(changelog)
  return includesNone ? [] : [...found]
}

async function filesOfEntry(
  entry: ChangelogEntry,
  changelog: string,
  files: ProjectFiles,
): Promise<readonly string[]> {
  switch (entry.kind) {
    case 'property':
      return []
    case 'include':
      return existing(entry.path, entry.isRelative, changelog, files)
    case 'include-all': {
      const [folder] = await existing(entry.path, entry.isRelative, changelog, files)
      const inside = folder === undefined ? [] : await files.list(folder)
      return inside.filter(path => isSql(path) || mayBeChangelog(path))
    }
    case 'changeset': {
      const run = filesNamedIn(entry)
      const lists = await Promise.all(
        run.map(({ path, isRelative }) => existing(path, isRelative, changelog, files)),
      )
      return lists.flat()
    }
    default:
      return entry satisfies never
  }
}

async function existing(
  path: string,
  isRelative: boolean,
  changelog: string,
  files: ProjectFiles,
): Promise<readonly string[]> {
  for (const place of [...placesOf(path, isRelative, changelog), ...tailsOf(path, isRelative, changelog)])
    if (await files.exists(place)) return [place]
  return []
}

/** The changelogs in Groovy that are there, as they are named: their code says what they do. */
export async function groovyIncludes(
  entries: ReadonlyMap<string, readonly ChangelogEntry[]>,
  files: ProjectFiles,
): Promise<ReadonlySet<string>> {
  const named = [...entries].flatMap(([changelog, list]) =>
    list.flatMap(entry =>
      entry.kind === 'include' && /\.groovy$/i.test(entry.path) ? [{ changelog, entry }] : [],
    ),
  )
  const found = await Promise.all(
    named.map(async ({ changelog, entry: { path, isRelative } }) =>
      (await existing(path, isRelative, changelog, files)).length > 0 ? [path] : [],
    ),
  )
  return new Set(found.flat())
}
