import type { Table } from './schema-state.ts'

/** Of MyISAM and Aria: what InnoDB does in place or at once writes the table again, but for names, defaults, comments
 * and members at the end of an ENUM (measured: MariaDB 10.11, ALGORITHM= of each). */
export function alwaysCopies(table: Table | undefined): boolean {
  return /^(?:myisam|aria)$/i.test(table?.options.engine ?? '')
}
