import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['CREATE TABLE t (id INT PRIMARY KEY)', ['create-table t (id) primary-key']],
  [
    "CREATE TABLE IF NOT EXISTS db.t (id INT AUTO_INCREMENT, a INT, KEY (a), UNIQUE u (a), PRIMARY KEY (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='x'",
    ['create-table db.t (id a) primary-key index:? index:u'],
  ],
  ['CREATE TEMPORARY TABLE t (a INT)', ['create-table t (a) temporary']],
  ['CREATE TABLE t LIKE u', ['create-table t () like:u']],
  ['CREATE TABLE t (LIKE u)', ['create-table t () like:u']],
  ['CREATE TABLE t AS SELECT * FROM u', ['create-table t () select']],
  ['CREATE TABLE t (a INT) SELECT 1 AS a', ['create-table t (a) select']],
  ['CREATE TABLE t ENGINE=MyISAM AS (SELECT 1)', ['create-table t () select']],
  ['CREATE TABLE t (a INT REFERENCES u (id))', ['create-table t (a)']],
  [
    "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a + 1) STORED UNIQUE, c INT AS (a) VIRTUAL COMMENT 'x')",
    ['create-table t (a b c) index:?'],
  ],
  [
    'CREATE TABLE t (a INT CHECK (a > 0), CONSTRAINT c CHECK (a < 9), CHECK (a <> 5) NOT ENFORCED)',
    ['create-table t (a) check check check'],
  ],
  ['CREATE TABLE t (`KEY` INT, `a,b` INT, KEY `k` (`KEY`))', ['create-table t (KEY a,b) index:k']],
  [
    'CREATE TABLE t (a JSON, g GEOMETRY NOT NULL SRID 4326, SPATIAL INDEX (g))',
    ['create-table t (a g) index:?'],
  ],
  [
    'CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)',
    ['create-table t (a)'],
  ],
  [
    'CREATE TABLE t (a INT) /*!40101 ENGINE=InnoDB */ /*!50100 PARTITION BY KEY (a) */',
    ['create-table t (a)'],
  ],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  ['CREATE TABLE t (a INT REFERENCES u (id))', ['create-table t (a) foreign-key']],
  ['CREATE OR REPLACE TABLE t (a INT)', ['create-table t (a) replace']],
  [
    'CREATE TABLE t (a INT, s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, e TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING',
    ['create-table t (a s e)'],
  ],
  [
    'CREATE TABLE t (a INT WITHOUT SYSTEM VERSIONING, b UUID DEFAULT uuid(), c INT DEFAULT NEXT VALUE FOR s, d INT INVISIBLE DEFAULT 1)',
    ['create-table t (a b c d)'],
  ],
]

test.each(mariadbProbes)('CREATE TABLE in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
