import type { DialectName } from '../migration/migration.ts'
import type { Environment } from '../policy/environment.ts'
import type { Rule, RuleSetting } from '../rules/rule.ts'
import type { Preset } from '../rules/running/rule-settings.ts'

/** Rules (and later more) from outside; ids are prefixed with its name. */
export interface Plugin {
  readonly name: string
  readonly rules?: readonly Rule[]
}

export interface Config {
  /** Folders, files or globs; default: where the detected layout keeps them. */
  readonly migrations?: string | readonly string[]
  readonly layout?: string
  readonly dialect?: DialectName
  /** `15.4`, `8.0.36`. */
  readonly dbVersion?: string
  /** A schema dump (pg_dump, mysqldump, SQLite's .schema) of the target, without the pending migrations. */
  readonly baseline?: string
  /** What a template engine fills in, besides `${…}`, `{{…}}`, `{$…}` and `%…%`: the text around a `*`, as in
   * `@*@` for `@schema@`. */
  readonly placeholders?: readonly string[]
  readonly rules?: Readonly<Record<string, RuleSetting>>
  /** Sets of rules that are off unless chosen: `style`. */
  readonly presets?: readonly Preset[]
  readonly plugins?: readonly Plugin[]
  /** The name of the last migration from before the tool came in: it and those before it are not judged. */
  readonly startAfter?: string
  readonly failOn?: 'error' | 'warning' | 'never'
  readonly maxRisk?: number
  readonly environments?: Readonly<Record<string, Environment>>
  readonly suppressions?: { readonly requireReason?: boolean }
  readonly knex?: {
    /** Default: knexfile.* upward from the working directory. */
    readonly knexfile?: string
    /** The knexfile's environment; default: `development`, then the only one there is. */
    readonly environment?: string
    /** `node`: migrations are run, in a locked child process (default). `sandbox`: they are run in a JavaScript engine
     * that has no files, no network and no process. `never`: their source is followed without running a line of the
     * project; findings are marked as approximate. */
    readonly engine?: 'node' | 'sandbox' | 'never'
    /** Milliseconds for one direction of one migration; default 2000. The sandbox, which is slower, takes three times as much. */
    readonly timeout?: number
  }
}

/** Types a config file; returns what it is given. */
export function defineConfig(config: Config): Config {
  return config
}
