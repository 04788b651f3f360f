/** lossless: schema and rows come back. structure-only: the schema does, rows or values do not.
 * broken: down does not restore the schema. unknown: something in up or down could not be read. */
export type Grade = 'lossless' | 'structure-only' | 'broken' | 'missing' | 'irreversible' | 'unknown'

/** Up then down on the replayed schema. */
export interface RoundTrip {
  readonly grade: Grade
  /** What is not back: `column users.email: nullable, was NOT NULL`. Column order alone is not listed. */
  readonly differences: readonly string[]
  /** Rows and values that up destroys and down cannot bring back: `products.legacy_category_id: every value`. */
  readonly lost: readonly string[]
  /** What could not be told, and why. */
  readonly unknown: readonly string[]
}
