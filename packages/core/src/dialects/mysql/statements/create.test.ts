import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['CREATE INDEX i ON t (a)', ['create-index t(a) i']],
  [
    'CREATE UNIQUE INDEX i USING BTREE ON t (a, b DESC) ALGORITHM=INPLACE LOCK=NONE',
    ['create-index unique t(a b) i'],
  ],
  ['CREATE FULLTEXT INDEX i ON t (a)', ['create-index fulltext t(a) i']],
  ['CREATE INDEX i ON t ((a + b))', ['create-index t((a + b)) i']],
  [
    'CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`%` SQL SECURITY INVOKER VIEW v (x, y) AS SELECT a, b FROM t WITH CHECK OPTION',
    ['create-object view v'],
  ],
  ['CREATE DATABASE IF NOT EXISTS d DEFAULT CHARACTER SET utf8mb4', ['create-object database d']],
  ['CREATE SCHEMA d', ['create-object database d']],
  [
    "CREATE USER IF NOT EXISTS 'a'@'localhost' IDENTIFIED BY 'pw', b",
    ['create-object role a@localhost', 'create-object role b'],
  ],
  ['CREATE ROLE r1, r2', ['create-object role r1', 'create-object role r2']],
  ["CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'x')", ['create-object server s']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  ['CREATE OR REPLACE INDEX i ON t (a)', ['create-index t(a) i']],
  ['CREATE INDEX IF NOT EXISTS i ON t (a) WAIT 5', ['create-index t(a) i']],
  ['CREATE SEQUENCE s START WITH 1 INCREMENT BY 1', ['create-object sequence s']],
]

test.each(mariadbProbes)('CREATE in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
