import { expect, test } from 'vitest'
import { summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['ALTER VIEW v AS SELECT 1', ['create-object view v']],
  ['ALTER DATABASE d CHARACTER SET utf8mb4', ['alter-object database d character set utf8mb4']],
  ['ALTER DATABASE CHARACTER SET utf8mb4', ['alter-object database character set utf8mb4']],
  ['ALTER EVENT e DISABLE', ['alter-object event e disable']],
  ['ALTER EVENT e RENAME TO f', ['rename-object event e f']],
  [
    "ALTER USER 'a'@'%' IDENTIFIED BY 'x', b@localhost ACCOUNT LOCK",
    ['alter-object role a@% account settings', 'alter-object role b@localhost account settings'],
  ],
  ["ALTER PROCEDURE p COMMENT 'x'", ["alter-object procedure p comment 'x'"]],
  ['ALTER INSTANCE ROTATE INNODB MASTER KEY', ['maintain alter instance']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})
