import type { ObjectName } from '../../operations/column.ts'
import { heldLock, lockHeldByBatch, lockInWords, rowsUnderLock } from '../deploy/held-lock.ts'
import type { OperationContext } from '../rule.ts'
import { nextTransaction } from '../scripts/next-transaction.ts'

/** What a gentler statement leaves as it is: a lock that the transaction has on the table from before, and that lasts for what
 * takes long behind it. */
export function lockLasts(table: ObjectName, context: OperationContext): string {
  if (!context.traits.transactionalDdl) return ''
  const ofBatch = lockHeldByBatch(table, context)
  if (ofBatch !== undefined) {
    const lock = lockInWords(ofBatch.step, ofBatch.migration.name)
    return ` The lock of ${lock} lasts until all pending migrations are done even so: what else takes long belongs into ${nextTransaction(context)} too.`
  }
  const own = heldLock(table, context)
  const rows = rowsUnderLock(table, context)
  if (own === undefined || rows === undefined) return ''
  return ` The lock of ${lockInWords(own)} lasts until the transaction ends even so: ${lockInWords(rows)} runs under it. That, and what comes behind it and needs it, belongs into ${nextTransaction(context)} too.`
}
