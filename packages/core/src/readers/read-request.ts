import type { Dialect } from '../dialects/dialect.ts'
import type { MigrationFile, ProjectFiles, ScriptSource } from '../layouts/layout.ts'
import type { PlaceholderStyle } from '../lexer/placeholders.ts'
import type { KnexSetup } from './knex/read-knex-migrations.ts'

/** A migration of which it is known whether it still has to run. */
export interface SelectedMigration {
  readonly file: MigrationFile
  readonly pending: boolean
  readonly isContext?: true
}

export interface ReadRequest {
  readonly migrations: readonly SelectedMigration[]
  /** Nothing says in which order they run. */
  readonly isOrderUnknown?: boolean
  /** What the runner runs before them: the code that is made there can be called. */
  readonly ranBefore?: readonly ScriptSource[]
  readonly projectFiles: ProjectFiles
  readonly layout: string
  readonly dialect: Dialect
  /** Of the config; the usual ones are known. */
  readonly placeholders?: readonly PlaceholderStyle[]
  /** The working directory, absolute: paths are relative to it. */
  readonly root: string
  /** What migrations in code are run with; most of it is Knex's. */
  readonly knex: Pick<
    KnexSetup,
    'client' | 'knexfile' | 'disableTransactions' | 'searchPath' | 'timeout' | 'session' | 'baseline'
  >
}
