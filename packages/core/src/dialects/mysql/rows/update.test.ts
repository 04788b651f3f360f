import { expect, test } from 'vitest'
import { summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['UPDATE t SET a = 1', ['update-rows t a absent']],
  [
    "UPDATE t SET a = 1, b = REPLACE(b, ',', ';') WHERE id = 5 ORDER BY id LIMIT 3",
    ['update-rows t a,b present'],
  ],
  ['UPDATE t SET a = 1 WHERE 1 = 1', ['update-rows t a always-true']],
  ['UPDATE t SET a = 1 WHERE TRUE', ['update-rows t a always-true']],
  ['UPDATE t SET a = 1 WHERE id = id', ['update-rows t a always-true']],
  ['UPDATE t SET a = 1 WHERE id > 3 OR 1', ['update-rows t a always-true']],
  ['UPDATE t SET a = 1 WHERE NOT 0', ['update-rows t a always-true']],
  ["UPDATE t SET a = 1 WHERE '1' = '1' AND (2 = 2)", ['update-rows t a always-true']],
  ['UPDATE t SET a = 1 WHERE 1 = 2', ['update-rows t a present']],
  ['UPDATE t SET a = 1 WHERE id = 1 AND 1 = 1', ['update-rows t a present']],
  ['UPDATE t SET a = 1 LIMIT 5', ['update-rows t a present']],
  [
    'UPDATE t x JOIN u y ON x.id = y.id SET x.a = y.a, y.b = 2',
    ['update-rows t a present', 'update-rows u b present'],
  ],
  ['UPDATE t LEFT JOIN u ON t.id = u.id SET t.a = 1', ['update-rows t a absent']],
  ['UPDATE t, u SET t.a = u.a WHERE t.id = u.id', ['update-rows t a present']],
  ['UPDATE t INNER JOIN (SELECT id FROM u) d ON d.id = t.id SET t.a = 1', ['update-rows t a present']],
  [
    'UPDATE IGNORE db.t AS x SET x.a = (SELECT MAX(b) FROM u), `x`.`order` = 2',
    ['update-rows db.t a,order absent'],
  ],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})
