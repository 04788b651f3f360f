import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'

/** One row, in most of them: the version that the schema has. */
export function isVersionTable(table: ObjectName): boolean {
  return /^version$|(?:^|_)(?:schema|db|database)_?(?:version|info)$/i.test(bareName(table))
}
