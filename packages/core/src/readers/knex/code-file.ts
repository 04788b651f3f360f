import type { Script } from '../../migration/migration.ts'

/** A migration in code. */
export interface CodeFile {
  /** Relative to the working directory, with `/`: for the report. */
  readonly file: string
  /** Absolute. */
  readonly path: string
  /** The text to run in place of what the disk holds: staged content. */
  readonly source?: string
  /** Applied migrations are run for the schema that they leave: `up` alone. */
  readonly pending: boolean
  /** The name by which the `migrationSource` of the knexfile gives it. */
  readonly sourceName?: string
}

export interface CodeResult {
  readonly file: string
  readonly up: Script
  /** Absent where the file has none, and for applied migrations. */
  readonly down?: Script
  readonly declaredIrreversible?: { readonly reason?: string }
  /** False: the file was stopped by force, or it changed the process that read it. */
  readonly trusted: boolean
  /** Packages and files that were not there and got an empty stand-in. */
  readonly stubbed: readonly string[]
}
