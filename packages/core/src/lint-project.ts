import { resolve } from 'node:path'
import { chosenEnvironment } from './config/chosen-environment.ts'
import type { Config } from './config/config.ts'
import { loadConfig } from './config/load-config.ts'
import { dialects } from './dialects/index.ts'
import { didYouMean } from './did-you-mean.ts'
import type { DialectEvidence } from './discovery/dialect-evidence.ts'
import { findMigrations } from './discovery/find-migrations.ts'
import { runnerWithoutForeignKeys, withoutForeignKeys } from './discovery/foreign-keys-of-runner.ts'
import type { FoundFiles, FoundMigrations } from './discovery/found-migrations.ts'
import { markPending } from './discovery/mark-pending.ts'
import { openProject } from './discovery/open-project.ts'
import { ownKnexRunner } from './discovery/own-knex-runner.ts'
import type { PendingMigration } from './discovery/pending.ts'
import { projectFiles } from './discovery/project-files.ts'
import { runnerWithoutStrictMode, withSqlMode } from './discovery/sql-mode-of-runner.ts'
import type { LayoutProblem } from './layouts/layout.ts'
import { placeholderStyle } from './lexer/placeholders.ts'
import { lint } from './lint.ts'
import { findRequest, type LintRequest, lintOptions, withEngine } from './lint-request.ts'
import { dialectOfKnexfile, knexfileLoader, type ProjectKnexfile } from './project-knexfile.ts'
import { type ChildSession, openSession } from './readers/knex/child-session.ts'
import { baselineLine, readBaseline } from './readers/read-baseline.ts'
import { readMigrations } from './readers/read-migrations.ts'
import type { SelectedMigration } from './readers/read-request.ts'
import type { Report } from './report/report.ts'
import { builtInRules } from './rules/index.ts'
import { sourcedMigrations } from './sourced-migrations.ts'

/** Finds and reads the migrations, then lints them. Throws a UserError for what cannot be checked. */
export async function lintProject(request: LintRequest): Promise<Report> {
  const cwd = resolve(request.cwd)
  const codeAllowed = request.isUntrusted !== true
  const loaded = await loadConfig(cwd, ruleIds, { file: request.config, codeAllowed })
  const { file: configFile } = loaded
  const config = withEngine(loaded.config, request)
  // Knex migrations, and their knexfile, are read in one process: half of the time is its start.
  const session = openSession({ root: cwd, ...(config.knex?.engine && { engine: config.knex.engine }) })
  try {
    return await lintWith(request, cwd, config, configFile, session)
  } finally {
    session.end()
  }
}

async function lintWith(
  request: LintRequest,
  cwd: string,
  config: Config,
  configFile: string | undefined,
  session: ChildSession,
): Promise<Report> {
  const environment = chosenEnvironment(request.environment, config, configFile)
  const project = await openProject(cwd, request)
  const { files } = project
  const loadKnexfile = knexfileLoader(config, files, cwd, session)
  const loadedDialect = async (unread: FoundFiles): Promise<DialectEvidence | undefined> =>
    dialectOfKnexfile(await loadKnexfile(unread))
  const placeholders = config.placeholders?.map(placeholderStyle)
  const inFolders = await findMigrations(
    { ...findRequest(request, config, cwd), loadedDialect, ...(placeholders && { placeholders }) },
    files,
  )
  const knexfile = await loadKnexfile(inFolders)
  const found = sourcedMigrations(inFolders, knexfile, cwd)
  const marked = await markPending(found, request, project, cwd)
  const baseline = await readBaseline(config.baseline, found.dialect, projectFiles(cwd))
  const runner = await runnerWithoutForeignKeys(found, files)
  const loose = await runnerWithoutStrictMode(found, files)
  const oneByOne = await ownKnexRunner(found, files)
  const { migrations, notChecked, detected } = await readMigrations({
    migrations: [
      ...found.earlier.map((file): SelectedMigration => ({ file, pending: false, isContext: true })),
      ...marked.migrations.map((file): SelectedMigration => ({ file, pending: file.pending })),
    ],
    isOrderUnknown: found.isOrderUnknown,
    ranBefore: found.ranBefore,
    projectFiles: files,
    layout: found.layout.name,
    dialect: dialects[found.dialect],
    ...(placeholders && { placeholders }),
    root: cwd,
    knex: {
      ...knexSetup(session, knexfile, config),
      ...(oneByOne !== undefined && { disableTransactions: true }),
      ...(baseline && { baseline: baseline.statements }),
    },
  })
  return lint(withSqlMode(withoutForeignKeys(migrations, runner), loose), {
    ...lintOptions(request, config),
    ...(baseline && { baseline: baseline.statements }),
    dialect: found.dialect,
    ...(found.mayBeSibling && { mayBeSibling: true }),
    detected: [
      ...found.detected,
      ...(knexfile?.facts.warnings ?? []),
      ...detected,
      ...adoption(config, found),
      ...(oneByOne === undefined ? [] : [`transactions: none (${oneByOne} runs the migrations)`]),
      ...(runner ? [`foreign keys: off while migrations run (${runner.file})`] : []),
      ...(loose ? [`strict mode: off while migrations run (${loose.file})`] : []),
      ...(configFile === undefined ? [] : [`config: ${configFile}`]),
      ...(baseline ? [baselineLine(baseline)] : []),
      marked.detected,
    ],
    layoutProblems: [
      ...found.problems.filter(problem => !isTakenByRunner(problem, marked.migrations)),
      ...marked.problems,
    ],
    notChecked: [...found.notChecked, ...notChecked],
    ...(environment && { environment }),
  })
}

/** What an unknown runner might refuse, and what has been applied: it does not refuse it. */
function isTakenByRunner(
  { ruleId, severity, file }: LayoutProblem,
  migrations: readonly PendingMigration[],
): boolean {
  const isDoubtful = ruleId === 'duplicate-version' && severity === 'warning'
  return isDoubtful && migrations.some(({ up, pending }) => up.file === file && !pending)
}

const ruleIds = builtInRules.map(({ id }) => id)

/** Who checks one new file does not give the one that the team started after. */
function adoption({ startAfter }: Config, { isWhole, migrations }: FoundMigrations): readonly string[] {
  if (startAfter === undefined || !isWhole) return []
  const names = migrations.map(({ name }) => name)
  const count = names.indexOf(startAfter) + 1
  return count === 0
    ? [`startAfter: there is no migration "${startAfter}"${didYouMean(startAfter, names)}`]
    : [`startAfter: ${count} of ${names.length} are not judged`]
}

function knexSetup(
  session: ChildSession,
  knexfile: ProjectKnexfile | undefined,
  { knex: { timeout } = {} }: Config,
): Parameters<typeof readMigrations>[0]['knex'] {
  return {
    session,
    ...(knexfile && { knexfile, disableTransactions: knexfile.facts.disableTransactions }),
    ...(knexfile?.facts.searchPath && { searchPath: knexfile.facts.searchPath }),
    ...(timeout !== undefined && { timeout }),
  }
}
