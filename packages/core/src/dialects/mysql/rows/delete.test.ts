import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['DELETE FROM t', ['delete-rows t absent']],
  ['DELETE FROM t WHERE a IS NULL', ['delete-rows t present']],
  ['DELETE FROM t WHERE 1', ['delete-rows t always-true']],
  ['DELETE FROM t ORDER BY id LIMIT 5', ['delete-rows t present']],
  ['DELETE x FROM t AS x JOIN u ON x.id = u.id', ['delete-rows t present']],
  ['DELETE x, u.* FROM t AS x, u WHERE x.id = u.id', ['delete-rows t present', 'delete-rows u present']],
  ['DELETE FROM x USING t AS x INNER JOIN u WHERE x.id = u.id', ['delete-rows t present']],
  ['DELETE FROM t1.* USING t1', ['delete-rows t1 absent']],
  ['DELETE QUICK FROM t PARTITION (p0) WHERE a = 1', ['delete-rows t present']],
  ['WITH c AS (SELECT 1) DELETE FROM t WHERE id IN (SELECT * FROM c)', ['delete-rows t present']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  ['DELETE HISTORY FROM t', ['delete-rows t absent']],
  ['DELETE FROM t RETURNING id', ['delete-rows t absent']],
]

test.each(mariadbProbes)('DELETE in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
