import { expect, test } from 'vitest'
import { summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT * FROM c', ['read-rows c']],
  [
    'SELECT a, EXTRACT(DAY FROM b) FROM t JOIN db.u ON TRUE WHERE c IN (SELECT d FROM v)',
    ['read-rows t,db.u,v'],
  ],
  ['SELECT 1', ['read-rows']],
  ['(SELECT 1 FROM a) UNION (SELECT 2 FROM b)', ['read-rows a,b']],
  ['TABLE t', ['read-rows t']],
  ['VALUES ROW(1, 2)', ['read-rows']],
  [
    'SELECT COUNT(*) INTO @x FROM information_schema.columns',
    [
      'read-rows information_schema.columns',
      'set-variable session @x=(SELECT COUNT(*)  FROM information_schema.columns)',
    ],
  ],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})
