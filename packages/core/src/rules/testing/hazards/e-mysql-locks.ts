import { instant } from './e-instant.ts'
import { keys } from './e-keys.ts'
import { lockClauses } from './e-lock-clauses.ts'
import { onlineChanges } from './e-online-changes.ts'
import { rebuilds } from './e-rebuilds.ts'
import { tableCopy } from './e-table-copy.ts'
import { varcharLength } from './e-varchar-length.ts'
import type { Section } from './hazard.ts'

export const mysqlLocks: Section = {
  title: 'E: locks and rewrites in MySQL and MariaDB',
  hazards: [
    ...tableCopy,
    ...rebuilds,
    ...instant,
    ...varcharLength,
    ...lockClauses,
    ...onlineChanges,
    ...keys,
  ],
}
