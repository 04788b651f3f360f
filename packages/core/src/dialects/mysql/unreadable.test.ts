import { expect, test } from 'vitest'
import { summaries } from './testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['ALTER TABLE t ADD a INT DROP b', ['partial:', 'unreadable partial ALTER TABLE t near "DROP" @24']],
  ['ALTER TABLE t ADD a INT,', ['partial:', 'unreadable partial ALTER TABLE t near the end @24']],
  [
    'ALTER TABLE t DROP KEY (a)',
    [
      'partial:',
      'unreadable partial ALTER TABLE t syntax error near "(": DROP KEY takes the name of the key @23',
    ],
  ],
  ['ALTER TABLE t ADD COLUMN a', ['partial:', 'unreadable partial ALTER TABLE t near the end @26']],
  ['ALTER TABLE t ALTER COLUMN a TYPE int', ['partial:', 'unreadable partial ALTER TABLE t near "TYPE" @29']],
  ['ALTER TABLE t ADD a INT --DROP b', ['partial:', 'unreadable partial ALTER TABLE t near "-" @24']],
  ['CREATE TABLE t (a INT,)', ['partial:', 'unreadable partial CREATE TABLE t near ")" @22']],
  ['CREATE TABLE t ()', ['partial:', 'unreadable partial CREATE TABLE t near ")" @16']],
  ['CREATE TABLE t (a)', ['partial:', 'unreadable partial CREATE TABLE t near ")" @17']],
  ['CREATE TABLE t (a INT', ['partial:', 'unreadable partial CREATE TABLE t near the end @21']],
  [
    'CREATE PROCEDURE p() BEGIN FROBNICATE; DROP TABLE x; END',
    ['partial:', 'create-object procedure p', 'unreadable partial FROBNICATE near "FROBNICATE" @27'],
  ],
  [
    'CREATE PROCEDURE p() BEGIN SELECT 1',
    ['partial:', 'unreadable partial CREATE PROCEDURE p near the end @35'],
  ],
  [
    'DROP INDEX i',
    [
      'partial:',
      'unreadable partial DROP INDEX i syntax error near the end: DROP INDEX takes ON with the table @12',
    ],
  ],
  [
    'DROP TABLE a DROP TABLE b',
    [
      'partial:',
      'unreadable partial DROP TABLE a syntax error near "DROP": another statement begins here, with no ; before it @13',
    ],
  ],
  ['--DROP TABLE b', ['unknown:', 'unreadable unknown near "--", which needs a space to be a comment @0']],
  ['--DROP', ['unknown:', 'unreadable unknown near "--", which needs a space to be a comment @0']],
  ['FROBNICATE t', ['unknown:', 'unreadable unknown near "FROBNICATE" @0']],
  ['SELEC 1', ['unknown:', 'unreadable unknown near "SELEC" @0']],
  ['12', ['unknown:', 'unreadable unknown near "12" @0']],
  ["SELECT 'abc", ['partial:', 'unreadable damaged SELECT the quote opened here is never closed @7']],
  [
    'CREATE TABLE t (a INT /* never closed',
    ['partial:', 'unreadable damaged CREATE TABLE t the comment opened here is never closed @22'],
  ],
  ['INSERT INTO t a = 1', ['partial:', 'unreadable partial INSERT t near "a" @14']],
  ['UPDATE t SET', ['partial:', 'unreadable partial UPDATE t near the end @12']],
  ['DELETE t', ['partial:', 'unreadable partial DELETE near the end @8']],
  ['INSERT INTO t VALUES (1', ['partial:', 'unreadable partial INSERT t near the end @23']],
  ['DELETE FROM t WHERE', ['partial:', 'unreadable partial DELETE t near the end @19']],
  ['UPDATE t SET a = 1 WHERE (id = 1', ['partial:', 'unreadable partial UPDATE t near the end @32']],
  ['SELECT (1))', ['partial:', 'unreadable partial SELECT near ")" @10']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})
