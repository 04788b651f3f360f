import type { DialectName } from '../migration/migration.ts'

export interface DialectEvidence {
  readonly name: DialectName
  /** What says so: `client "mysql2" in knexfile.js`. */
  readonly evidence: string
  /** Nothing tells it from the other engine that takes the same drivers: MySQL from MariaDB. */
  readonly mayBeSibling?: true
}
