import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 4', ['change-partitions t partition-by']],
  [
    'ALTER TABLE t PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (10) ENGINE = InnoDB, PARTITION b VALUES LESS THAN MAXVALUE)',
    ['change-partitions t partition-by a,b'],
  ],
  [
    "ALTER TABLE t PARTITION BY LIST COLUMNS (c) SUBPARTITION BY KEY (id) SUBPARTITIONS 2 (PARTITION a VALUES IN ('x'))",
    ['change-partitions t partition-by a'],
  ],
  ['ALTER TABLE t ADD PARTITION (PARTITION c VALUES LESS THAN (20))', ['change-partitions t add c']],
  ['ALTER TABLE t ADD PARTITION PARTITIONS 2', ['change-partitions t add']],
  ['ALTER TABLE t DROP PARTITION a, b', ['change-partitions t drop a,b']],
  ['ALTER TABLE t TRUNCATE PARTITION ALL', ['change-partitions t truncate']],
  ['ALTER TABLE t COALESCE PARTITION 2', ['change-partitions t coalesce']],
  [
    'ALTER TABLE t REORGANIZE PARTITION a, b INTO (PARTITION c VALUES LESS THAN (20))',
    ['change-partitions t reorganize a,b'],
  ],
  ['ALTER TABLE t EXCHANGE PARTITION a WITH TABLE u WITHOUT VALIDATION', ['change-partitions t exchange a']],
  ['ALTER TABLE t REBUILD PARTITION a', ['change-partitions t rebuild a']],
  ['ALTER TABLE t CHECK PARTITION a QUICK', ['change-partitions t check a']],
  ['ALTER TABLE t DISCARD PARTITION a TABLESPACE', ['change-partitions t truncate a']],
  ['ALTER TABLE t REMOVE PARTITIONING', ['change-partitions t remove']],
  [
    'ALTER TABLE t ADD a INT PARTITION BY KEY () PARTITIONS 2',
    ['add-column t.a', 'change-partitions t partition-by'],
  ],
  ['/*!50510 ALTER TABLE t PARTITION BY HASH (id) */', ['change-partitions t partition-by']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  [
    'ALTER TABLE t PARTITION BY SYSTEM_TIME INTERVAL 1 MONTH (PARTITION p0 HISTORY, PARTITION pn CURRENT)',
    ['change-partitions t partition-by p0,pn'],
  ],
  ['ALTER TABLE t CONVERT PARTITION p TO TABLE u', ['change-partitions t convert p']],
  [
    'ALTER TABLE t CONVERT TABLE u TO PARTITION p VALUES LESS THAN (5)',
    ['change-partitions t attach-table p'],
  ],
]

test.each(mariadbProbes)('partitions in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
