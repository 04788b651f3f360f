import type { Layout, LayoutProblem, MigrationFile, ScriptSource } from '../layouts/layout.ts'
import type { DialectName } from '../migration/migration.ts'
import type { MissingPath, Place } from './expand-paths.ts'

/** Found, and not yet looked into. */
export interface FoundFiles {
  readonly layout: Layout
  /** In the order in which they run. */
  readonly migrations: readonly MigrationFile[]
}

export interface FoundMigrations extends FoundFiles {
  readonly dialect: DialectName
  /** Of the engine: nothing tells it from the other one that takes the same drivers. */
  readonly mayBeSibling?: true
  /** `layout: knex (knexfile.js)`, `dialect: mysql (client "mysql2" in knexfile.js)`. */
  readonly detected: readonly string[]
  /** When single files were given: the others of their folder that run before the last of them. Replayed for
   * the schema that the given ones meet, not judged. */
  readonly earlier: readonly MigrationFile[]
  /** Nothing says in which order they run. */
  readonly isOrderUnknown: boolean
  readonly ranBefore: readonly ScriptSource[]
  readonly problems: readonly LayoutProblem[]
  /** SQL and code files in the given folders that this layout takes for no migration. */
  readonly unmatched: readonly string[]
  /** Given paths that are not there or are no migrations, beside others that are. */
  readonly notChecked: readonly MissingPath[]
  /** Where it was looked, so that the same places can be looked at in another commit. */
  readonly places: readonly Place[]
  /** Folders were given, not single files: what is not in `migrations` does not exist. */
  readonly isWhole: boolean
}
