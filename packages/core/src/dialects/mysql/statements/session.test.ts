import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['USE db', ['no-effect USE db']],
  ['SHOW TABLES', ['no-effect SHOW']],
  ['LOCK TABLES a WRITE, b AS c READ LOCAL', ['lock-table a write', 'lock-table b read']],
  ['UNLOCK TABLES', ['no-effect UNLOCK']],
  ['OPTIMIZE TABLE a, b', ['maintain optimize a', 'maintain optimize b']],
  ['ANALYZE LOCAL TABLE a', ['maintain analyze a']],
  ['ANALYZE TABLE t UPDATE HISTOGRAM ON a WITH 5 BUCKETS', ['maintain analyze t']],
  ['CHECK TABLE a FOR UPGRADE', ['maintain check a']],
  ['REPAIR TABLE a QUICK', ['maintain repair a']],
  ['FLUSH TABLES WITH READ LOCK', ['maintain flush']],
  ['PREPARE s FROM @sql', ['no-effect PREPARE']],
  ['EXECUTE s USING @a', ['run-code dynamic']],
  ['DEALLOCATE PREPARE s', ['no-effect DEALLOCATE PREPARE']],
  ['CALL p(1, 2)', ['run-code dynamic']],
  ['CALL db.p', ['run-code dynamic']],
  ['DO SLEEP(1)', ['no-effect DO']],
  ['HANDLER t OPEN', ['read-rows t']],
  ['EXPLAIN DELETE FROM t', ['no-effect EXPLAIN']],
  [';', ['no-effect nothing']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  ["EXECUTE IMMEDIATE 'DROP TABLE t'", ['run-code dynamic']],
  ['ANALYZE DELETE FROM t', ['delete-rows t absent']],
]

test.each(mariadbProbes)('session in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
