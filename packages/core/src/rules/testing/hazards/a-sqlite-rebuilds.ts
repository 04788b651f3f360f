import type { Hazard, HazardCase } from './hazard.ts'

const parent = 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)'
const child = (action: string) =>
  `${parent}; CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER DEFAULT 1 REFERENCES users (id) ${action})`
const rebuild =
  'CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users_new SELECT id, name FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;'
const knexGiven = `exports.up = knex => knex.schema.createTable('users', t => { t.integer('id').primary(); t.integer('age'); t.integer('size').notNullable() }).createTable('carts', t => { t.integer('id').primary(); t.integer('user_id').references('users.id').onDelete('CASCADE') })
exports.down = knex => knex.schema.dropTable('carts').dropTable('users')`
const knex = (
  when: string,
  up: string,
  down: string,
  expected: { says: readonly string[] } | { silent: string },
  config = '',
): HazardCase => ({
  when,
  on: 'sqlite',
  files: {
    'migrations/1_a.js': knexGiven,
    'migrations/2_b.js': `exports.up = knex => knex.schema.alterTable('users', t => { ${up} })\nexports.down = knex => knex.schema.alterTable('users', t => { ${down} })\n${config}`,
  },
  applied: ['1_a.js'],
  ...expected,
})
const lost = (when: string, given: string, columns: string, rest = ''): HazardCase => ({
  when,
  on: 'sqlite',
  given,
  up: `CREATE TABLE t_new (${columns}, more TEXT)${rest}; INSERT INTO t_new (id, c) SELECT id, c FROM t; DROP TABLE t; ALTER TABLE t_new RENAME TO t`,
  says: ['sqlite-rebuild-lost-objects'],
})

// biome-ignore format: a table
export const sqliteRebuilds: readonly Hazard[] = [
  {
    hazard: 'sqlite-rebuild-cascade',
    engines: ['sqlite'],
    cases: [
      ...['ON DELETE CASCADE', 'ON DELETE SET NULL', 'ON DELETE SET DEFAULT'].map((action): HazardCase => ({ when: action, on: 'sqlite', given: child(action), up: rebuild, says: ['sqlite-rebuild-cascade'] })),
      { when: 'the PRAGMA inside the transaction', on: 'sqlite', given: child('ON DELETE CASCADE'), up: `PRAGMA foreign_keys = OFF; ${rebuild}`, says: ['sqlite-rebuild-cascade', 'sqlite-pragma-in-transaction'] },
      { when: 'the PRAGMA before the transaction', on: 'sqlite', transaction: 'none', given: child('ON DELETE CASCADE'), up: `PRAGMA foreign_keys = OFF; BEGIN; ${rebuild} COMMIT; PRAGMA foreign_keys = ON;`, silent: 'nothing is enforced while the old table goes' },
      { when: 'the table is dropped for good', on: 'sqlite', given: child('ON DELETE CASCADE'), up: 'DROP TABLE users', says: ['drop-table'] },
      { when: 'the reference stops a deletion', on: 'sqlite', given: child(''), up: rebuild, says: ['drop-order'] },
      { when: 'the reference stops a deletion, and nothing is enforced', on: 'sqlite', transaction: 'none', given: child(''), up: `PRAGMA foreign_keys = OFF; BEGIN; ${rebuild} COMMIT; PRAGMA foreign_keys = ON;`, silent: 'nothing is enforced while the old table goes' },
      ...['users', 'users_new'].map((name): HazardCase => ({
        when: `the new table refers to ${name}`,
        on: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES users (id))',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES ${name} (id)); INSERT INTO users_new SELECT id, boss FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users`,
        ...(name === 'users' ? { says: ['drop-order'] } : { silent: 'no row refers to the old one' }),
      })),
      { when: 'nothing refers to it', on: 'sqlite', given: parent, up: rebuild, silent: 'no other row is touched' },
    ],
  },
  {
    hazard: 'knex-sqlite-alter-cascade',
    engines: ['sqlite'],
    cases: [
      knex('alter()', "t.bigInteger('age').alter()", "t.integer('age').alter()", { says: ['knex-sqlite-alter-cascade', 'knex-sqlite-alter-cascade'] }),
      knex('dropColumn()', "t.dropColumn('age')", "t.integer('age')", { says: ['knex-sqlite-alter-cascade', 'drop-column', 'down-loses-data'] }),
      knex('setNullable()', "t.setNullable('size')", "t.dropNullable('size')", { says: ['knex-sqlite-alter-cascade', 'knex-sqlite-alter-cascade', 'down-can-fail-on-data'] }),
      knex('dropNullable()', "t.dropNullable('age')", "t.setNullable('age')", { says: ['knex-sqlite-alter-cascade', 'knex-sqlite-alter-cascade', 'set-not-null'] }),
      knex('foreign()', "t.foreign('age').references('carts.id')", "t.dropForeign('age')", { says: ['knex-sqlite-alter-cascade', 'knex-sqlite-alter-cascade', 'add-fk-on-existing'] }),
      knex('references() of a new column', "t.integer('cart').references('carts.id')", "t.dropColumn('cart')", { says: ['knex-sqlite-alter-cascade', 'knex-sqlite-alter-cascade'] }),
      knex('dropPrimary()', 't.dropPrimary()', "t.primary(['id'])", { says: ['knex-sqlite-alter-cascade', 'knex-sqlite-alter-cascade', 'drop-unique', 'down-can-fail-on-data'] }),
      knex('renameColumn()', "t.renameColumn('age', 'years')", "t.renameColumn('years', 'age')", { says: ['rename-column'] }),
      knex('a new column', "t.integer('height')", "t.dropColumn('height')", { says: ['knex-sqlite-alter-cascade'] }),
      knex('unique()', "t.unique(['age'])", "t.dropUnique(['age'])", { says: ['add-unique-on-existing'] }),
      knex('outside a transaction', "t.bigInteger('age').alter()", "t.integer('age').alter()", { silent: 'the PRAGMA that Knex sends works there' }, 'exports.config = { transaction: false }'),
    ],
  },
  {
    hazard: 'sqlite-rebuild-lost-objects',
    engines: ['sqlite'],
    cases: [
      lost('an index', 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT); CREATE INDEX t_c ON t (c)', 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('a trigger', 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT); CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END', 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('CHECK', "CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT CHECK (c <> ''))", 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('UNIQUE', 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT UNIQUE)', 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('DEFAULT', "CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT DEFAULT '')", 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('NOT NULL', 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT NOT NULL)', 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('COLLATE', 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT COLLATE NOCASE)', 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('REFERENCES', `${parent}; CREATE TABLE t (id INTEGER PRIMARY KEY, c INTEGER REFERENCES users (id))`, 'id INTEGER PRIMARY KEY, c INTEGER'),
      lost('AUTOINCREMENT', 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, c TEXT)', 'id INTEGER PRIMARY KEY, c TEXT'),
      lost('WITHOUT ROWID', 'CREATE TABLE t (id TEXT PRIMARY KEY, c TEXT) WITHOUT ROWID', 'id TEXT PRIMARY KEY, c TEXT'),
      lost('STRICT', 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT) STRICT', 'id INTEGER PRIMARY KEY, c TEXT'),
      { when: 'the index is made again', on: 'sqlite', given: `${parent}; CREATE INDEX users_name ON users (name)`, up: `${rebuild} CREATE INDEX users_name ON users (name)`, silent: 'nothing is missing' },
      { when: 'the number that AUTOINCREMENT is at', on: 'sqlite', given: 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, c TEXT)', up: 'CREATE TABLE t_new (id INTEGER PRIMARY KEY AUTOINCREMENT, c TEXT); INSERT INTO t_new SELECT id, c FROM t; DROP TABLE t; ALTER TABLE t_new RENAME TO t', says: ['sqlite-rebuild-lost-objects'] },
      { when: 'a view reads it', on: 'sqlite', given: `${parent}; CREATE VIEW people AS SELECT name FROM users`, up: rebuild, says: ['dependent-objects-broken'] },
      { when: 'a trigger of another table writes to it', on: 'sqlite', given: `${parent}; CREATE TABLE logs (a); CREATE TRIGGER tr AFTER INSERT ON logs BEGIN UPDATE users SET name = 1; END`, up: rebuild, says: ['dependent-objects-broken'] },
      { when: 'a view reads it, and the old behaviour is switched on', on: 'sqlite', given: `${parent}; CREATE VIEW people AS SELECT name FROM users`, up: `PRAGMA legacy_alter_table = ON; ${rebuild} PRAGMA legacy_alter_table = OFF`, silent: 'a rename looks at nothing else then' },
      { when: 'one thing is lost, and nothing else is changed', on: 'sqlite', given: 'CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT NOT NULL)', up: 'CREATE TABLE t_new (id INTEGER PRIMARY KEY, c TEXT); INSERT INTO t_new (id, c) SELECT id, c FROM t; DROP TABLE t; ALTER TABLE t_new RENAME TO t', silent: 'that is what the rebuild is for' },
      { when: 'a view reads it and is dropped and made again', on: 'sqlite', given: `${parent}; CREATE VIEW people AS SELECT name FROM users`, up: `DROP VIEW people; ${rebuild} CREATE VIEW people AS SELECT name FROM users`, silent: 'nothing is missing' },
    ],
  },
  {
    hazard: 'sqlite-rename-old-first',
    engines: ['sqlite'],
    cases: [
      { when: 'another table refers to it', on: 'sqlite', given: child(''), up: 'ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users SELECT id, name FROM users_old; DROP TABLE users_old', says: ['sqlite-rename-old-first'] },
      { when: 'the old behaviour is switched on', on: 'sqlite', transaction: 'none', given: child(''), up: 'PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users SELECT id, name FROM users_old; DROP TABLE users_old; PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON', silent: 'the references stay with the name' },
      { when: 'nothing refers to it', on: 'sqlite', given: parent, up: 'ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users SELECT id, name FROM users_old; DROP TABLE users_old', silent: 'there is no reference to move' },
    ],
  },
]
