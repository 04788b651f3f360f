import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['DROP TABLE IF EXISTS a, db.b CASCADE', ['drop-table a', 'drop-table db.b']],
  ['DROP TEMPORARY TABLE a', ['drop-table a']],
  ['DROP INDEX i ON t ALGORITHM=INPLACE', ['drop-index t.i']],
  ['DROP INDEX `PRIMARY` ON t', ['drop-constraint t primary-key']],
  ['DROP VIEW IF EXISTS v, w', ['drop-object view v', 'drop-object view w']],
  ['DROP DATABASE d', ['drop-object database d']],
  ['DROP TRIGGER IF EXISTS db.tr', ['drop-object trigger db.tr']],
  ['DROP PROCEDURE p', ['drop-object procedure p']],
  ["DROP USER IF EXISTS 'a'@'%', b", ['drop-object role a@%', 'drop-object role b']],
  ['DROP EVENT e', ['drop-object event e']],
  ['RENAME TABLE a TO b, c TO db.d', ['rename-table a b', 'rename-table c db.d']],
  ['RENAME USER a TO b', ['rename-object role a b']],
  ['TRUNCATE t', ['truncate-table t']],
  ['TRUNCATE TABLE db.t', ['truncate-table db.t']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [['DROP TABLE t WAIT 3', ['drop-table t']]]

test.each(mariadbProbes)('DROP and RENAME in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
