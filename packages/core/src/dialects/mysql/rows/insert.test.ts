import { expect, test } from 'vitest'
import { summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ["INSERT INTO t VALUES (1, 'a'), (2, 'b')", ['insert-rows t']],
  [
    'INSERT INTO t (a, b) VALUES (1, 2) ON DUPLICATE KEY UPDATE a = VALUES(a)',
    ['insert-rows t a,b', 'update-rows t a present'],
  ],
  ['INSERT t () VALUES ()', ['insert-rows t']],
  [
    'INSERT IGNORE INTO db.t PARTITION (p0) (a, t.b) SELECT a, b FROM u WHERE c = 1',
    ['insert-rows db.t a,b'],
  ],
  ["INSERT INTO t (a, b) SELECT x AS a, COALESCE(y, 'n', 2) FROM u", ['insert-rows t a,b']],
  ['INSERT INTO t SELECT * FROM u JOIN v USING (id)', ['insert-rows t']],
  ["INSERT INTO t SET a = 1, b = 'x'", ['insert-rows t a,b']],
  ['REPLACE INTO t (a) VALUES (1)', ['insert-rows t a replace']],
  ['INSERT INTO t (SELECT 1)', ['insert-rows t']],
  ['INSERT INTO t WITH c AS (SELECT 1) SELECT * FROM c', ['insert-rows t']],
  ['INSERT INTO t (a) VALUES ?', ['insert-rows t a']],
  ["LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE t FIELDS TERMINATED BY ','", ['insert-rows t replace']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})
