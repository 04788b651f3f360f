import type { DialectName } from '../migration/migration.ts'

export interface DialectEvidence {
  readonly name: DialectName
  /** What says so: `client "mysql2" in knexfile.js`. */
  readonly evidence: string
}
