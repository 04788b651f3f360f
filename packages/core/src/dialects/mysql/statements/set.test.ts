import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  [
    "SET FOREIGN_KEY_CHECKS = 0, sql_mode = ''",
    ['set-variable session foreign_key_checks=0', "set-variable session sql_mode=''"],
  ],
  [
    'SET GLOBAL a = 1, b = 2, @x := 3, @@session.c = 4, SESSION d = 5',
    [
      'set-variable global a=1',
      'set-variable global b=2',
      'set-variable session @x=3',
      'set-variable session c=4',
      'set-variable session d=5',
    ],
  ],
  [
    "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'",
    [
      'set-variable session @old_sql_mode=@@SQL_MODE',
      "set-variable session sql_mode='NO_AUTO_VALUE_ON_ZERO'",
    ],
  ],
  ['/*!40014 SET FOREIGN_KEY_CHECKS=0 */', ['set-variable session foreign_key_checks=0']],
  ['SET NAMES utf8mb4 COLLATE utf8mb4_bin', ['set-variable session names=utf8mb4 COLLATE utf8mb4_bin']],
  [
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    ['set-variable session transaction=ISOLATION LEVEL READ COMMITTED'],
  ],
  ['SET TRANSACTION READ ONLY', ['set-variable transaction transaction=READ ONLY']],
  ["SET PASSWORD FOR u = 'x'", ["set-variable session password=FOR u = 'x'"]],
  ['SET @a = (SELECT MAX(id) FROM t)', ['set-variable session @a=(SELECT MAX(id) FROM t)']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  ['SET STATEMENT max_statement_time=1 FOR DELETE FROM t', ['delete-rows t absent']],
]

test.each(mariadbProbes)('SET in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
