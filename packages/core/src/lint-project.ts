import { resolve } from 'node:path'
import type { Config } from './config/config.ts'
import { loadConfig } from './config/load-config.ts'
import { dialects } from './dialects/index.ts'
import { didYouMean } from './did-you-mean.ts'
import type { DialectEvidence } from './discovery/dialect-evidence.ts'
import { type FoundFiles, type FoundMigrations, findMigrations } from './discovery/find-migrations.ts'
import { markPending, type PendingRequest } from './discovery/mark-pending.ts'
import { openProject } from './discovery/open-project.ts'
import { projectFiles, relativePath } from './discovery/project-files.ts'
import { placeholderStyle } from './lexer/placeholders.ts'
import { type LintOptions, lint } from './lint.ts'
import type { DialectName, Script } from './migration/migration.ts'
import type { Environment } from './policy/environment.ts'
import type { DeployContextInput } from './policy/policy.ts'
import { dialectOfKnexfile, knexfileLoader, type ProjectKnexfile } from './project-knexfile.ts'
import { type ChildSession, openSession } from './readers/knex/child-session.ts'
import { readMigrations } from './readers/read-migrations.ts'
import type { SelectedMigration } from './readers/read-request.ts'
import { readSqlScript } from './readers/sql/read-sql-script.ts'
import type { Report } from './report/report.ts'
import { builtInRules } from './rules/index.ts'
import { sourcedMigrations } from './sourced-migrations.ts'
import { UserError } from './user-error.ts'

/** What the command line and the config file leave open is detected. */
export interface LintRequest extends PendingRequest {
  /** Absolute, or relative to where the process runs: paths in the report are relative to it. */
  readonly cwd: string
  /** Folders, files or globs; none: the migrations that the project's layout points to. */
  readonly paths?: readonly string[]
  readonly layout?: string
  readonly dialect?: DialectName
  readonly dbVersion?: string
  /** One migration that is in no file. */
  readonly stdin?: { readonly filename: string; readonly text: string }
  /** Judge by the policy of this environment of the config. */
  readonly environment?: string
  /** The config file; default: searched upward from `cwd`. */
  readonly config?: string
  /** Nothing to check is a pass. */
  readonly allowUnmatched?: boolean
  readonly failOn?: 'error' | 'warning' | 'never'
  readonly maxRisk?: number
  readonly context?: DeployContextInput
  /** Beats the config. */
  readonly knexEngine?: NonNullable<NonNullable<Config['knex']>['engine']>
  /**
   * The files come from somebody who may not run code here: a pull request from a fork. Knex migrations are run in
   * the sandbox, whatever the config says, and a config that is code itself is refused.
   */
  readonly isUntrusted?: boolean
}

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
  const environment = environmentOf(request.environment, config, configFile)
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
  const { migrations, notChecked, detected } = await readMigrations({
    migrations: [
      ...found.earlier.map(file => ({ file, pending: false })),
      ...marked.migrations.map((file): SelectedMigration => ({ file, pending: file.pending })),
    ],
    projectFiles: files,
    layout: found.layout.name,
    dialect: dialects[found.dialect],
    ...(placeholders && { placeholders }),
    root: cwd,
    knex: knexSetup(session, knexfile, config),
  })
  const baseline = await readBaseline(config.baseline, found.dialect, cwd)
  return lint(migrations, {
    ...lintOptions(request, config),
    ...(baseline && { baseline: baseline.statements }),
    dialect: found.dialect,
    detected: [
      ...found.detected,
      ...(knexfile?.facts.warnings ?? []),
      ...detected,
      ...adoption(config, found),
      ...(configFile === undefined ? [] : [`config: ${configFile}`]),
      ...(baseline ? [baselineLine(baseline)] : []),
      marked.detected,
    ],
    layoutProblems: [...found.problems, ...marked.problems],
    notChecked: [...found.notChecked, ...notChecked],
    ...(environment && { environment }),
  })
}

/** A config that a stranger wrote can make reading safer, never less safe. */
function withEngine(config: Config, { knexEngine, isUntrusted = false }: LintRequest): Config {
  const configured = config.knex?.engine
  const engine = knexEngine ?? (isUntrusted && configured !== 'never' ? 'sandbox' : configured)
  return engine === undefined ? config : { ...config, knex: { ...config.knex, engine } }
}

async function readBaseline(
  file: string | undefined,
  dialect: DialectName,
  cwd: string,
): Promise<Script | undefined> {
  if (file === undefined) return undefined
  await dialects[dialect].load()
  return readSqlScript({ file, transaction: 'none' }, await projectFiles(cwd).read(file), dialects[dialect])
}

function baselineLine({ file, statements }: Script): string {
  const unread = statements.filter(({ reading }) => reading === 'partial' || reading === 'unknown').length
  return `baseline: ${file} (${statements.length} statements${unread === 0 ? '' : `, ${unread} of them not read`})`
}

const ruleIds = builtInRules.map(({ id }) => id)

function findRequest(
  request: LintRequest,
  config: Config,
  cwd: string,
): Parameters<typeof findMigrations>[0] {
  const layout = request.layout ?? config.layout
  const dialect = request.dialect ?? config.dialect
  return {
    paths: pathsOf(request, config, cwd),
    ...(layout !== undefined && { layout }),
    ...(dialect !== undefined && { dialect }),
    ...(request.allowUnmatched === true || request.staged === true ? { allowUnmatched: true } : {}),
    ...(request.staged === true && { isElsewhere: path => projectFiles(cwd).exists(path) }),
  }
}

function pathsOf(
  { paths = [], stdin }: LintRequest,
  { migrations = [] }: Config,
  cwd: string,
): readonly string[] {
  const given = [...paths, ...(stdin === undefined ? [] : [stdin.filename])]
  if (given.length > 0) return given.map(path => relativePath(cwd, path))
  return typeof migrations === 'string' ? [migrations] : migrations
}

function environmentOf(
  name: string | undefined,
  { environments = {} }: Config,
  configFile: string | undefined,
): (Environment & { readonly name: string }) | undefined {
  if (name === undefined) return undefined
  const environment = Object.hasOwn(environments, name) ? environments[name] : undefined
  if (environment !== undefined) return { ...environment, name }
  const known = Object.keys(environments)
  if (configFile === undefined)
    throw new UserError(`There is no environment "${name}": no config file was found, so there are none.`)
  const others = known.length > 0 ? `: it has ${known.join(', ')}.` : ': it has none.'
  throw new UserError(
    `There is no environment "${name}" in ${configFile}${didYouMean(name, known) || others}`,
  )
}

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

/** The command line beats the config. */
function lintOptions(request: LintRequest, config: Config): LintOptions {
  const dbVersion = request.dbVersion ?? config.dbVersion
  const failOn = request.failOn ?? config.failOn
  const maxRisk = request.maxRisk ?? config.maxRisk
  const { rules, presets, plugins, startAfter, suppressions } = config
  return {
    ...(dbVersion !== undefined && { dbVersion }),
    ...(failOn !== undefined && { failOn }),
    ...(maxRisk !== undefined && { maxRisk }),
    ...(rules !== undefined && { rules }),
    ...(presets !== undefined && { presets }),
    ...(plugins !== undefined && { plugins }),
    ...(startAfter !== undefined && { startAfter }),
    ...(suppressions?.requireReason !== undefined && {
      requireSuppressionReason: suppressions.requireReason,
    }),
    ...(request.context !== undefined && { context: request.context }),
  }
}
