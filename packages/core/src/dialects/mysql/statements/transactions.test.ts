import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', ['control-transaction begin']],
  ['BEGIN', ['control-transaction begin']],
  ['BEGIN WORK', ['control-transaction begin']],
  ['COMMIT AND NO CHAIN', ['control-transaction commit']],
  ['ROLLBACK TO SAVEPOINT a', ['control-transaction rollback-to a']],
  ['ROLLBACK', ['control-transaction rollback']],
  ['SAVEPOINT a', ['control-transaction savepoint a']],
  ['RELEASE SAVEPOINT a', ['control-transaction release a']],
  ["XA START 'x'", ['control-transaction begin']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  ['BEGIN NOT ATOMIC DROP TABLE t; UPDATE u SET a = 1; END', ['drop-table t', 'update-rows u a absent']],
  ['IF EXISTS (SELECT 1) THEN DROP TABLE t; END IF', ['drop-table t']],
  ['FOR i IN (SELECT 1) DO DELETE FROM t; END FOR', ['delete-rows t absent']],
]

test.each(mariadbProbes)('transactions in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
