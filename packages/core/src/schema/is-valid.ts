/** Not before every partition has a valid one attached to it does an index or key made ON ONLY a partitioned table serve
 * queries, foreign keys or ON CONFLICT (PostgreSQL, pg_index.indisvalid). */
export function isValid(indexOrKey: object): boolean {
  return !('unattached' in indexOrKey)
}
