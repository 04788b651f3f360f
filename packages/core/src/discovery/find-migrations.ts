import { findLayout, layouts } from '../layouts/index.ts'
import type { Layout, LayoutProblem, MigrationFile, ProjectFiles } from '../layouts/layout.ts'
import type { PlaceholderStyle } from '../lexer/placeholders.ts'
import type { DialectName } from '../migration/migration.ts'
import { UserError } from '../user-error.ts'
import { detectDialect } from './detect-dialect.ts'
import { detectProject } from './detect-project.ts'
import type { DialectEvidence } from './dialect-evidence.ts'
import { onlyEngineIn, pathsFor } from './engine-in-path.ts'
import { type ExpandedPaths, expandPaths } from './expand-paths.ts'
import type { FoundFiles, FoundMigrations } from './found-migrations.ts'
import { earlierThan, inFolders, isAbout, selectGiven, withThem } from './given-files.ts'
import { includedFiles, isWhole, withIncluded } from './included-files.ts'
import {
  filesNotFor,
  filesOf,
  looksLikeMigration,
  noProject,
  notFor,
  notMigrations,
  reasonForNone,
  strayFiles,
} from './left-out.ts'
import { notChosen, otherHistories } from './other-histories.ts'
import { rankLayouts } from './rank-layouts.ts'
import { rememberLists } from './remember-lists.ts'

export interface FindRequest {
  /** Folders, files or globs, relative to the working directory; none: find them in the project. */
  readonly paths: readonly string[]
  /** From the command line or the config: nothing is detected then. */
  readonly layout?: string
  readonly dialect?: DialectName
  /** Of the config; the usual ones are known. */
  readonly placeholders?: readonly PlaceholderStyle[]
  /** Asked where no text names the engine: the tool's config, loaded. */
  readonly loadedDialect?: (found: FoundFiles) => Promise<DialectEvidence | undefined>
  /** Given files that are no migrations are left out silently. */
  readonly allowUnmatched?: boolean
  /** A path that is not here but there is no mistake: with `--staged`, what git does not know yet. */
  readonly isElsewhere?: (path: string) => Promise<boolean>
}

/** Finds the migrations, their layout and their engine, and says from what it knows. */
export async function findMigrations(
  request: FindRequest,
  projectFiles: ProjectFiles,
): Promise<FoundMigrations> {
  const files = rememberLists(projectFiles)
  const project =
    request.paths.length === 0 ? await detectProject(files, request.layout, request.dialect) : undefined
  if (project === undefined && request.paths.length === 0) return nothingFound(request, noProject)
  const { expanded, others, byName } = ofEngine(
    request.dialect,
    await withIncluded(
      await expandPaths(
        project?.paths ?? request.paths,
        files,
        request.allowUnmatched ?? false,
        request.isElsewhere,
      ),
      request.layout === undefined ? layouts : [findLayout(request.layout)],
      files,
    ),
  )
  const layout = project?.layout ?? (await layoutOf(request, expanded, files))
  if (layout === undefined) return nothingFound(request, reasonForNone(expanded), expanded)
  const arranged = await layout.arrange(expanded.files, files)
  const migrations = arranged.migrations.filter(isRun(expanded))
  const selected = selectGiven(migrations, expanded)
  const unreadable = new Set(
    arranged.problems.filter(({ ruleId }) => ruleId === 'unknown-statement').map(({ file }) => file),
  )
  const stray =
    request.allowUnmatched === true
      ? []
      : strayFiles(expanded, migrations, layout).filter(({ file }) => !unreadable.has(file))
  const notChecked = [...expanded.missing, ...stray]
  if (selected.length === 0)
    return nothingFound(
      request,
      notChecked[0]?.reason ??
        arranged.problems.find(problem => saysWhyNone(problem, expanded))?.message ??
        `No migrations found in ${expanded.named.join(', ')} (layout: ${layout.name}).`,
      expanded,
    )
  const before = earlierThan(selected, migrations)
  const known = { layout, migrations: [...withThem(before, selected), ...selected] }
  const dialect = await dialectOf(request, known, files, project?.dialect ?? byName)
  const isFor = ({ engines }: MigrationFile): boolean => engines?.includes(dialect.name) ?? true
  const run = selected.filter(isFor)
  if (run.length === 0)
    return nothingFound(
      request,
      `None of the migrations in ${expanded.named.join(', ') || 'the project'} is for ${dialect.name}.`,
      expanded,
    )
  const taken = new Set(arranged.migrations.flatMap(filesOf))
  const unmatched = expanded.files.filter(
    path => looksLikeMigration(path) && !taken.has(path) && inFolders(path, expanded),
  )
  const named = new Set([...expanded.namedFiles, ...unmatched])
  const passedOver = expanded.givenFiles.filter(
    path => looksLikeMigration(path) && !taken.has(path) && !named.has(path),
  )
  const ranBeside = new Set(
    arranged.migrations.flatMap(({ codeBefore = [], codeBehind = [] }) => [...codeBefore, ...codeBehind]),
  )
  const beside =
    request.allowUnmatched === true || project !== undefined
      ? []
      : await otherHistories(unmatched, layout, arranged.migrations, files)
  const isLayoutGiven = request.layout !== undefined
  return {
    layout,
    dialect: dialect.name,
    ...(dialect.mayBeSibling && { mayBeSibling: true }),
    detected: [
      `layout: ${layout.name} (${evidenceOfLayout(request, project?.evidence, expanded)})`,
      `dialect: ${dialect.name} (${dialect.evidence})`,
      ...includedFiles(expanded),
      ...notFor(dialect.name, selected.length - run.length),
      ...filesNotFor(
        dialect.name,
        others.filter(path => looksLikeMigration(path) && inFolders(path, expanded)),
      ),
      ...notMigrations([...unmatched, ...passedOver].filter(path => !ranBeside.has(path))),
      // The layout was given, so this is what was asked for.
      ...(isLayoutGiven ? beside.map(({ what }) => what) : []),
      ...(arranged.isOrderUnknown === true ? [orderUnknown] : []),
    ],
    isOrderUnknown: arranged.isOrderUnknown === true,
    migrations: run,
    earlier: before.filter(isFor),
    ranBefore: arranged.ranBefore ?? [],
    problems: arranged.problems.filter(problem => isAbout(problem, expanded, selected)),
    unmatched,
    notChecked: [...notChecked, ...(isLayoutGiven ? [] : beside.map(notChosen))],
    places: expanded.places,
    isWhole: isWhole(expanded),
  }
}

const orderUnknown =
  'order: not known, as no file name begins with a number or a date; read by name, each after what it needs'

/** Without the files of other engines that lie beside them. Files given one by one may name theirs. */
function ofEngine(
  given: DialectName | undefined,
  expanded: ExpandedPaths,
): {
  readonly expanded: ExpandedPaths
  readonly others: readonly string[]
  readonly byName?: DialectEvidence
} {
  const named = expanded.folders.length > 0 ? undefined : onlyEngineIn(expanded.givenFiles, expanded.files)
  const engine = given ?? named
  if (engine === undefined) return { expanded, others: [] }
  const { kept, others } = pathsFor(engine, expanded.files)
  return {
    expanded: { ...expanded, files: kept },
    others,
    ...(named && { byName: { name: named, evidence: 'the path says so' } }),
  }
}

/** A UserError, unless nothing to check is a pass. A path that is not there never is. */
function nothingFound(request: FindRequest, reason: string, expanded?: ExpandedPaths): FoundMigrations {
  const missing = expanded?.missing[0]
  if (request.allowUnmatched !== true || missing !== undefined) throw new UserError(missing?.reason ?? reason)
  return {
    layout: findLayout(request.layout ?? 'plain'),
    dialect: request.dialect ?? 'postgres',
    detected: ['no migrations found'],
    isOrderUnknown: false,
    migrations: [],
    earlier: [],
    ranBefore: [],
    problems: [],
    unmatched: [],
    notChecked: [],
    places: expanded?.places ?? [],
    isWhole: expanded?.givenFiles.length === 0,
  }
}

/** What nothing includes is still read where it is named. */
function isRun({ givenFiles }: ExpandedPaths): (migration: MigrationFile) => boolean {
  return ({ isUnlisted, file }) => isUnlisted !== true || givenFiles.includes(file)
}

async function layoutOf(
  request: FindRequest,
  expanded: ExpandedPaths,
  files: ProjectFiles,
): Promise<Layout | undefined> {
  if (request.layout !== undefined) return findLayout(request.layout)
  const ranked = await rankLayouts(expanded.files, files)
  for (const { layout } of ranked) {
    const { migrations, problems } = await layout.arrange(expanded.files, files)
    if (selectGiven(migrations.filter(isRun(expanded)), expanded).length > 0) return layout
    if (problems.some(problem => saysWhyNone(problem, expanded))) return layout
  }
  return undefined
}

/** The list of a tool that names files which are not there, or does not name the one that was given. */
function saysWhyNone({ ruleId, file }: LayoutProblem, { givenFiles }: ExpandedPaths): boolean {
  if (givenFiles.length > 0) return givenFiles.includes(file)
  return ruleId === 'unknown-statement' || ruleId === 'missing-applied-file'
}

async function dialectOf(
  request: FindRequest,
  found: FoundFiles,
  files: ProjectFiles,
  fromLayout: DialectEvidence | undefined,
): Promise<DialectEvidence> {
  if (request.dialect !== undefined) return { name: request.dialect, evidence: 'given' }
  return detectDialect(
    found.migrations,
    files,
    fromLayout,
    async () => request.loadedDialect?.(found),
    request.placeholders,
  )
}

function evidenceOfLayout(
  request: FindRequest,
  evidence: string | undefined,
  expanded: ExpandedPaths,
): string {
  if (evidence !== undefined) return evidence
  return request.layout === undefined ? `the files in ${expanded.named.join(', ')}` : 'given'
}
