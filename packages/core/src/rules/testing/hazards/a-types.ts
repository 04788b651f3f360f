import type { DialectName } from '../../../migration/migration.ts'
import { type Hazard, type HazardCase, mysqlFamily } from './hazard.ts'

const engines: readonly DialectName[] = ['postgres', ...mysqlFamily]
const modified = (when: string, column: string, to: string, besides: readonly string[] = []): HazardCase => ({
  when,
  on: mysqlFamily,
  given: `CREATE TABLE t (id int PRIMARY KEY, ${column})`,
  up: `ALTER TABLE t MODIFY ${to}`,
  says: ['modify-drops-attributes', ...besides],
})
const changed = (
  from: string,
  to: string,
  says: readonly string[],
  on: HazardCase['on'] = 'postgres',
  using = '',
): HazardCase => ({
  when: `${from} to ${to}${using}`,
  on,
  given: `CREATE TABLE t (id int PRIMARY KEY, c ${from}) ${on === 'postgres' ? '' : 'DEFAULT CHARSET=utf8mb4'}`,
  up: on === 'postgres' ? `ALTER TABLE t ALTER COLUMN c TYPE ${to}${using}` : `ALTER TABLE t MODIFY c ${to}`,
  ...(says.length === 0 ? { silent: 'every value fits, and nothing is written again' } : { says }),
})
const rebuilt = (when: string, column: string, value: string, says: readonly string[]): HazardCase => ({
  when,
  on: 'sqlite',
  given: 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT)',
  up: `CREATE TABLE t_new (id INTEGER PRIMARY KEY, c ${column}); INSERT INTO t_new SELECT id, ${value} FROM t; DROP TABLE t; ALTER TABLE t_new RENAME TO t`,
  ...(says.length === 0 ? { silent: 'every value fits' } : { says }),
})

// biome-ignore format: a table
export const changedTypes: readonly Hazard[] = [
  {
    hazard: 'modify-drops-attributes',
    engines: mysqlFamily,
    cases: [
      modified('NOT NULL', 'n int NOT NULL', 'n bigint', ['mysql-table-copy']),
      modified('DEFAULT', 'n int DEFAULT 3', 'n bigint', ['mysql-table-copy']),
      modified('UNSIGNED', 'n int UNSIGNED', 'n bigint', ['mysql-table-copy']),
      modified('AUTO_INCREMENT', 'n int NOT NULL AUTO_INCREMENT, KEY (n)', 'n bigint NOT NULL', ['mysql-table-copy']),
      modified('COMMENT', "n int COMMENT 'how many'", 'n bigint', ['mysql-table-copy']),
      modified('CHARACTER SET', 'n varchar(20) CHARACTER SET latin1', 'n varchar(21)', ['mysql-table-copy']),
      modified('COLLATE', 'n varchar(20) COLLATE utf8mb4_bin', 'n varchar(21)'),
      modified('ON UPDATE', 'n timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP', 'n timestamp NULL DEFAULT CURRENT_TIMESTAMP'),
      modified('GENERATED', 'n int GENERATED ALWAYS AS (id + 1) STORED', 'n int', ['mysql-table-copy']),
      modified('INVISIBLE', 'n int INVISIBLE', 'n bigint', ['mysql-table-copy']),
      { when: 'CHANGE', on: mysqlFamily, given: "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3)", up: 'ALTER TABLE t CHANGE n n bigint', says: ['modify-drops-attributes', 'mysql-table-copy'] },
      { when: 'alter() of Knex', on: mysqlFamily, files: { 'migrations/1_a.js': "exports.up = knex => knex.schema.createTable('t', t => { t.integer('id').primary(); t.integer('n').notNullable().defaultTo(3) })\nexports.down = knex => knex.schema.dropTable('t')", 'migrations/2_b.js': "exports.up = knex => knex.schema.alterTable('t', t => { t.bigInteger('n').alter() })\nexports.down = knex => knex.schema.alterTable('t', t => { t.integer('n').notNullable().defaultTo(3).alter() })" }, applied: ['1_a.js'], says: ['modify-drops-attributes', 'mysql-table-copy', 'down-can-fail-on-data'] },
      { when: 'each is repeated', on: mysqlFamily, given: "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3 COMMENT 'how many')", up: "ALTER TABLE t MODIFY n int NOT NULL DEFAULT 3 COMMENT 'how many'", silent: 'the column stays as it was' },
    ],
  },
  {
    hazard: 'type-narrowing',
    engines: [...engines, 'sqlite'],
    cases: [
      changed('bigint', 'int', ['type-narrowing'], mysqlFamily),
      changed('int', 'int unsigned', ['type-narrowing'], mysqlFamily),
      changed('int unsigned', 'bigint', ['mysql-table-copy', 'modify-drops-attributes'], mysqlFamily),
      changed('decimal(10,2)', 'decimal(8,2)', ['type-narrowing'], mysqlFamily),
      changed('decimal(10,2)', 'decimal(10,1)', ['type-narrowing'], mysqlFamily),
      changed('bit(8)', 'bit(4)', ['type-narrowing'], mysqlFamily),
      changed('datetime(6)', 'datetime', ['type-narrowing'], mysqlFamily),
      changed('double', 'float', ['type-narrowing'], mysqlFamily),
      changed('varchar(100)', 'varchar(20)', ['type-narrowing'], mysqlFamily),
      changed('varchar(64)', 'tinytext', ['type-narrowing'], mysqlFamily),
      changed('varchar(63)', 'tinytext', ['mysql-table-copy'], mysqlFamily),
      changed('binary(4)', 'binary(8)', ['type-narrowing'], mysqlFamily),
      changed('varchar(20)', 'int', ['type-narrowing'], mysqlFamily),
      changed('text', 'json', ['type-narrowing'], mysqlFamily),
      changed('uuid', 'inet6', ['type-narrowing'], 'mariadb'),
      changed('inet6', 'inet4', ['type-narrowing'], 'mariadb'),
      changed('varchar(100)', 'varchar(20)', ['type-narrowing']),
      changed('text', 'varchar(20)', ['type-narrowing']),
      changed('varchar(100)', 'varchar(20)', ['type-narrowing'], 'postgres', ' USING c::varchar(20)'),
      changed('text', 'varchar(20)', ['type-narrowing'], 'postgres', ' USING left(c, 20)'),
      changed('text', 'varchar(20)', ['type-narrowing'], 'postgres', ' USING substring(c, 1, 20)'),
      changed('numeric(10,2)', 'numeric(10,1)', ['type-narrowing']),
      changed('numeric(10,2)', 'numeric(8,2)', ['type-narrowing']),
      changed('bigint', 'integer', ['type-narrowing']),
      changed('timestamptz', 'timestamp', ['alter-column-type-rewrite']),
      changed('timestamp', 'date', ['type-narrowing']),
      changed('double precision', 'real', ['type-narrowing']),
      changed('varchar(20)', 'varchar(100)', []),
      rebuilt('another affinity', 'INTEGER', 'c', ['type-narrowing']),
      rebuilt('CAST in the copy', 'INTEGER', 'CAST(c AS INTEGER)', ['type-narrowing']),
      rebuilt('the same affinity', 'VARCHAR(20)', 'c', []),
    ],
  },
  {
    hazard: 'charset-conversion',
    engines: mysqlFamily,
    cases: [
      { when: 'CONVERT TO a smaller set', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(20)) DEFAULT CHARSET=utf8mb4', up: 'ALTER TABLE t CONVERT TO CHARACTER SET latin1', says: ['charset-conversion'] },
      { when: 'of a column', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(20)) DEFAULT CHARSET=utf8mb4', up: 'ALTER TABLE t MODIFY c varchar(20) CHARACTER SET latin1', says: ['charset-conversion'] },
      { when: 'to a larger set', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(20)) DEFAULT CHARSET=latin1', up: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4', says: ['mysql-table-copy'] },
      { when: 'the default of columns to come', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(20)) DEFAULT CHARSET=utf8mb4', up: 'ALTER TABLE t DEFAULT CHARACTER SET latin1', silent: 'no column that is there changes' },
      { when: 'from three bytes to four', on: 'mysql', given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(20)) DEFAULT CHARSET=utf8mb3', up: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4', silent: 'every character has a place, and no row is copied where no index is on the column' },
      { when: 'from three bytes to four, of an index', on: 'mysql', given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(20), KEY (c)) DEFAULT CHARSET=utf8mb3', up: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4', says: ['mysql-table-copy'] },
      { when: 'from three bytes to four', on: 'mariadb', given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(20)) DEFAULT CHARSET=utf8mb3', up: 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4', says: ['mysql-table-copy'] },
    ],
  },
]
