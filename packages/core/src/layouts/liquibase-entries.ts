import type { SqlText } from './decoded-text.ts'
import type { Section } from './one-file-migrations.ts'

/** What a changelog lists, in its order. */
export type ChangelogEntry =
  | ChangesetEntry
  | { readonly kind: 'include'; readonly path: string; readonly isRelative: boolean }
  /** Every changelog and SQL file of the folder. */
  | { readonly kind: 'include-all'; readonly path: string; readonly isRelative: boolean }

/** A changeset in XML, YAML or JSON. */
export interface ChangesetEntry {
  readonly kind: 'changeset'
  readonly id: string
  readonly author: string
  /** Where it stands. */
  readonly span: Section
  readonly dbms?: string
  readonly inTransaction: boolean
  readonly repeatable: boolean
  /** The SQL file that is all that it runs. */
  readonly sqlFile?: { readonly path: string; readonly isRelative: boolean }
  /** The SQL that is all that it runs. */
  readonly sql?: SqlText
  /** The SQL that takes it back; without sections where there is nothing to do. Absent: none, or not in SQL. */
  readonly rollback?: SqlText
  /** Its rollback is not in SQL. */
  readonly hasOtherRollback?: true
}
