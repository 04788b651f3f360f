import { checksAndForeignKeysTold } from './checks-and-foreign-keys.ts'
import { columnsTold } from './columns.ts'
import { downsTold } from './downs.ts'
import type { Exemptions } from './exemption.ts'
import { keysTold } from './keys.ts'
import { objectsTold } from './objects.ts'
import { rightsTold } from './rights.ts'
import { rollbacksTold } from './rollbacks.ts'
import { rowsTold } from './rows.ts'
import { sqliteTold } from './sqlite.ts'
import { tablesTold } from './tables.ts'
import { transactionsTold } from './transactions.ts'
import { typesTold } from './types.ts'

export const exemptions: Readonly<Record<string, Exemptions>> = {
  tables: tablesTold,
  columns: columnsTold,
  types: typesTold,
  rows: rowsTold,
  keys: keysTold,
  'checks and foreign keys': checksAndForeignKeysTold,
  'views, triggers, routines, sequences': objectsTold,
  rights: rightsTold,
  'down scripts': downsTold,
  'down scripts: data, locks, what stops them': rollbacksTold,
  'transactions and settings': transactionsTold,
  sqlite: sqliteTold,
}
