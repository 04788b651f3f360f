import { expect, test } from 'vitest'
import { mariadbSummaries, summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  ['ALTER TABLE t ADD a INT', ['add-column t.a']],
  [
    'ALTER TABLE t ADD COLUMN a INT FIRST, ADD b INT AFTER a',
    ['add-column t.a first', 'add-column t.b after:a'],
  ],
  [
    'ALTER TABLE t ADD COLUMN (a INT, b INT NOT NULL, INDEX (a))',
    ['add-column t.a', 'add-column t.b', 'create-index t(a)'],
  ],
  ['ALTER TABLE t ADD c INT UNIQUE', ['add-column t.c', 'create-index unique t(c)']],
  ['ALTER TABLE t ADD id SERIAL', ['add-column t.id', 'create-index unique t(id)']],
  ['ALTER TABLE t ADD `order` INT, DROP `key`', ['add-column t.order', 'drop-column t.key']],
  ['ALTER TABLE db.t DROP a, DROP COLUMN b', ['drop-column db.t.a', 'drop-column db.t.b']],
  [
    'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a, b)',
    ['drop-constraint t primary-key', 'add-constraint t primary-key'],
  ],
  ['ALTER TABLE t DROP FOREIGN KEY f, DROP KEY f', ['drop-constraint t foreign-key f', 'drop-index t.f']],
  ['ALTER TABLE t DROP CHECK c, DROP CONSTRAINT d', ['drop-constraint t check c', 'drop-constraint t d']],
  [
    'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id) ON DELETE CASCADE ON UPDATE SET NULL',
    ['add-constraint t foreign-key f'],
  ],
  ['ALTER TABLE t ADD FOREIGN KEY idx (a) REFERENCES u (id)', ['add-constraint t foreign-key']],
  ['ALTER TABLE t ADD CONSTRAINT UNIQUE (a)', ['create-index unique t(a)']],
  ['ALTER TABLE t ADD CONSTRAINT uq UNIQUE KEY k (a)', ['create-index unique t(a) k']],
  ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED', ['add-constraint t check c']],
  ['ALTER TABLE t ADD FULLTEXT KEY ft (a, b) WITH PARSER ngram', ['create-index fulltext t(a b) ft']],
  ['ALTER TABLE t ADD SPATIAL INDEX (g)', ['create-index spatial t(g)']],
  [
    "ALTER TABLE t ADD INDEX i USING BTREE (a(10) DESC, (lower(b))) COMMENT 'x' INVISIBLE",
    ['create-index t(a (lower(b))) i'],
  ],
  ['ALTER TABLE t ADD INDEX (a) USING HASH', ['create-index t(a)']],
  ['ALTER TABLE t MODIFY a BIGINT NOT NULL AFTER b', ['change-column t.a a after:b']],
  [
    'ALTER TABLE t MODIFY COLUMN a VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin FIRST',
    ['change-column t.a a first'],
  ],
  ['ALTER TABLE t CHANGE a b INT, CHANGE COLUMN c c BIGINT', ['change-column t.a b', 'change-column t.c c']],
  [
    'ALTER TABLE t ALTER a SET DEFAULT 5, ALTER COLUMN b DROP DEFAULT',
    ['set-default t.a', 'drop-default t.b'],
  ],
  ['ALTER TABLE t ALTER COLUMN a SET DEFAULT (uuid())', ['set-default t.a']],
  ['ALTER TABLE t ALTER COLUMN a SET INVISIBLE', ['set-column-option t.a invisible']],
  ['ALTER TABLE t ALTER INDEX i INVISIBLE', ['alter-object other i invisible']],
  ['ALTER TABLE t ALTER CHECK c NOT ENFORCED', ['alter-object other c not enforced']],
  ['ALTER TABLE t RENAME COLUMN a TO b', ['rename-column t.a b']],
  ['ALTER TABLE t RENAME INDEX a TO b, RENAME KEY c TO d', ['rename-index t.a b', 'rename-index t.c d']],
  ['ALTER TABLE t RENAME u', ['rename-table t u']],
  ['ALTER TABLE t RENAME TO db.u', ['rename-table t db.u']],
  ['ALTER TABLE t RENAME AS u', ['rename-table t u']],
  ['ALTER TABLE t CONVERT TO CHARACTER SET utf8 COLLATE utf8_bin', ['convert-charset t utf8mb3 utf8mb3_bin']],
  ['ALTER TABLE t CONVERT TO CHARSET utf8mb4', ['convert-charset t utf8mb4']],
  [
    'ALTER TABLE t ENGINE=InnoDB ROW_FORMAT=DYNAMIC',
    ['set-table-option t engine=InnoDB', 'set-table-option t row_format=DYNAMIC'],
  ],
  [
    "ALTER TABLE t ENGINE InnoDB, COMMENT 'x', AUTO_INCREMENT = 5",
    [
      'set-table-option t engine=InnoDB',
      'set-table-option t comment=x',
      'set-table-option t auto_increment=5',
    ],
  ],
  [
    'ALTER TABLE t DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin',
    ['set-table-option t charset=utf8mb4', 'set-table-option t collate=utf8mb4_bin'],
  ],
  ['ALTER TABLE t CHARSET utf8mb4', ['set-table-option t charset=utf8mb4']],
  ['ALTER TABLE t FORCE', ['set-table-option t force=yes']],
  ['ALTER TABLE t ORDER BY a, b DESC', ['set-table-option t order by=a, b DESC']],
  ['ALTER TABLE t DISABLE KEYS', ['set-table-option t keys=disabled']],
  ['ALTER TABLE t DISCARD TABLESPACE', ['set-table-option t discard tablespace=yes', 'truncate-table t']],
  ['ALTER TABLE t ADD a INT, ALGORITHM=INPLACE, LOCK=NONE', ['add-column t.a']],
  ['ALTER TABLE t ALGORITHM=INSTANT, ADD a INT', ['add-column t.a']],
  ['ALTER TABLE t LOCK NONE', ['no-effect ALTER TABLE without a change']],
  ['ALTER TABLE t', ['no-effect ALTER TABLE without a change']],
  [
    'ALTER TABLE t ADD period INT, ADD vector INT, DROP period',
    ['add-column t.period', 'add-column t.vector', 'drop-column t.period'],
  ],
  ['/*!40000 ALTER TABLE t DISABLE KEYS */', ['set-table-option t keys=disabled']],
  ['ALTER TABLE t /*!50100 DROP COLUMN c */', ['drop-column t.c']],
  ['ALTER /* a */ TABLE -- b\n t # c\n ADD a INT', ['add-column t.a']],
  ['ALTER TABLE {{prefix}}users ADD a INT', ['add-column {{prefix}}users.a']],
  ['ALTER TABLE `{$NAMESPACE}_db`.`t` ADD a INT', ['add-column {$NAMESPACE}_db.t.a']],
  ['ALTER TABLE {$NAMESPACE}_db.t ADD a INT', ['add-column {$NAMESPACE}_db.t.a']],
  ['ALTER TABLE %TABLE_PREFIX%staff ADD a INT', ['add-column %TABLE_PREFIX%staff.a']],
  ['ALTER TABLE `a.b`.c ADD a INT', ['add-column "a.b".c.a']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})

const mariadbProbes: readonly Probe[] = [
  ['ALTER TABLE IF EXISTS t ADD COLUMN IF NOT EXISTS a INT', ['add-column t.a']],
  [
    'ALTER TABLE t WAIT 5 DROP COLUMN IF EXISTS a, DROP INDEX IF EXISTS i, DROP FOREIGN KEY IF EXISTS f',
    ['drop-column t.a', 'drop-index t.i', 'drop-constraint t foreign-key f'],
  ],
  ['ALTER IGNORE TABLE t ADD UNIQUE u (a)', ['create-index unique t(a) u ignore']],
  ['ALTER ONLINE TABLE t NOWAIT MODIFY COLUMN IF EXISTS a INT', ['change-column t.a a']],
  [
    'ALTER TABLE t CHANGE COLUMN IF EXISTS a b INT, ADD INDEX IF NOT EXISTS i (a)',
    ['change-column t.a b', 'create-index t(a) i'],
  ],
  ['ALTER TABLE t ADD SYSTEM VERSIONING', ['set-table-option t system_versioning=yes']],
  [
    'ALTER TABLE t ADD PERIOD FOR SYSTEM_TIME (s, e), DROP SYSTEM VERSIONING',
    ['set-table-option t period=s, e', 'set-table-option t system_versioning=no'],
  ],
  ['ALTER TABLE t ADD PERIOD IF NOT EXISTS FOR app (s, e)', ['set-table-option t period=s, e']],
  ['ALTER TABLE t DROP PERIOD FOR app', ['set-table-option t period=']],
  ['ALTER TABLE t ALTER INDEX i NOT IGNORED', ['alter-object other i visible']],
  [
    'ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS f FOREIGN KEY (a) REFERENCES u (id)',
    ['add-constraint t foreign-key f'],
  ],
  ['ALTER TABLE t ADD VECTOR KEY v (e) DISTANCE=cosine', ['create-index t(e) v']],
]

test.each(mariadbProbes)('ALTER TABLE in MariaDB: %s', (text, operations) => {
  expect(mariadbSummaries(text)).toEqual(operations)
})
