import { dataLoss } from './a-data-loss.ts'
import { irreversibility } from './b-irreversibility.ts'
import { compatibility } from './c-compatibility.ts'
import { postgresLocks } from './d-postgres-locks.ts'
import { mysqlLocks } from './e-mysql-locks.ts'
import { sqliteSpecifics } from './f-sqlite.ts'
import { dataDependent } from './g-data-dependent.ts'
import { transactions } from './h-transactions.ts'
import type { Section } from './hazard.ts'
import { privileges } from './j-privileges.ts'

export const catalogue: readonly Section[] = [
  dataLoss,
  irreversibility,
  compatibility,
  postgresLocks,
  mysqlLocks,
  sqliteSpecifics,
  dataDependent,
  transactions,
  privileges,
]
