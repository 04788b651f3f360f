import type { Config } from './config/config.ts'
import type { FindRequest } from './discovery/find-migrations.ts'
import type { PendingRequest } from './discovery/mark-pending.ts'
import { projectFiles, relativePath } from './discovery/project-files.ts'
import type { LintOptions } from './lint.ts'
import type { DialectName } from './migration/migration.ts'
import type { DeployContextInput } from './policy/policy.ts'

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

/** A config that a stranger wrote can make reading safer, never less safe. */
export function withEngine(config: Config, { knexEngine, isUntrusted = false }: LintRequest): Config {
  const configured = config.knex?.engine
  const engine = knexEngine ?? (isUntrusted && configured !== 'never' ? 'sandbox' : configured)
  return engine === undefined ? config : { ...config, knex: { ...config.knex, engine } }
}

/** Where to look. */
export function findRequest(request: LintRequest, config: Config, cwd: string): FindRequest {
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

/** How to judge: the command line beats the config. */
export function lintOptions(request: LintRequest, config: Config): LintOptions {
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
