import type { Exemptions } from './exemption.ts'

/** As Knex sends it. */
const knexRebuild = `CREATE TABLE _knex_temp_alter042 (id INTEGER PRIMARY KEY); INSERT INTO _knex_temp_alter042 SELECT id FROM users;
DROP TABLE users; ALTER TABLE _knex_temp_alter042 RENAME TO users;`

export const sqliteTold: Exemptions = {
  'a child that is new in the deploy and has rows when its parent is dropped': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
    after: `CREATE TABLE shops (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, shop_id INTEGER REFERENCES shops (id) ON DELETE CASCADE);`,
    up: `PRAGMA foreign_keys = OFF;
INSERT INTO shops (id) SELECT id FROM users;
INSERT INTO carts (shop_id) SELECT id FROM users;
CREATE TABLE shops_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO shops_new (id) SELECT id FROM shops;
DROP TABLE shops;
ALTER TABLE shops_new RENAME TO shops;`,
    told: "sqlite-pragma-in-transaction warning PRAGMA foreign_keys = OFF does nothing inside the migration tool's transaction: where foreign keys are enforced, the drop of shops on line 6 deletes the rows of carts.",
  },
  'an UPDATE of another column before a rebuild with a new foreign key': {
    dialect: 'sqlite',
    given:
      'CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER, plan TEXT)',
    up: `UPDATE users SET plan = NULL WHERE team_id NOT IN (SELECT id FROM teams);
CREATE TABLE users_new (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams (id), plan TEXT);
INSERT INTO users_new SELECT id, team_id, plan FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
    told: 'add-fk-on-existing warning A row of users whose team_id',
  },
  'the copy of the child refers to the old table': {
    dialect: 'sqlite',
    given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY); INSERT INTO users_new (id) SELECT id FROM users;
CREATE TABLE carts_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO carts_new (id, user_id) SELECT id, user_id FROM carts;
DROP TABLE users; ALTER TABLE users_new RENAME TO users;
DROP TABLE carts; ALTER TABLE carts_new RENAME TO carts;`,
    told: 'sqlite-rebuild-cascade error Dropping the old users deletes the rows of carts_new, if',
  },
  'the rebuild before it copies the column into the table that is rebuilt now': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT)',
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, seen INTEGER);
INSERT INTO users_new (id, name, mail) SELECT id, name, mail FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT, seen INTEGER);
INSERT INTO users_new (id, name, seen) SELECT id, name, seen FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'drop-column-via-rebuild error The copy leaves out users.mail: dropping the old users deletes every value in it.',
  },
  'the migration before copies the column into the table that is rebuilt now': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT)',
    after: `ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, seen INTEGER);
INSERT INTO users (id, name, mail) SELECT id, name, mail FROM users_old; DROP TABLE users_old;`,
    up: `ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, seen INTEGER);
INSERT INTO users (id, name, seen) SELECT id, name, seen FROM users_old; DROP TABLE users_old;`,
    told: 'drop-column-via-rebuild error The copy leaves out users_old.mail: dropping the old users_old deletes every value in it.',
  },
  'the child is copied when its rows are gone': {
    dialect: 'sqlite',
    given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY); INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users; ALTER TABLE users_new RENAME TO users;
CREATE TABLE carts_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO carts_new (id, user_id) SELECT id, user_id FROM carts;
DROP TABLE carts; ALTER TABLE carts_new RENAME TO carts;`,
    told: 'sqlite-rebuild-cascade error Dropping the old users deletes the rows of carts, if',
  },
  'the schema table is changed without the PRAGMA': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT)',
    up: "UPDATE sqlite_master SET sql = replace(sql, 'age TEXT', 'age INTEGER') WHERE name = 'users'",
    told: 'unparsed-statement warning Change of catalog sqlite_master',
  },
  'a UNIQUE beside the one that a key takes in': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (name TEXT PRIMARY KEY UNIQUE NOT NULL, mail TEXT UNIQUE)',
    up: `CREATE TABLE users_new (name TEXT NOT NULL, mail TEXT, team TEXT NOT NULL DEFAULT 'first', PRIMARY KEY (team, name));
INSERT INTO users_new (name, mail) SELECT name, mail FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-rebuild-lost-objects warning The rebuild of users does not bring back UNIQUE (mail).',
  },
  'the default stays and NOT NULL goes': {
    dialect: 'sqlite',
    given: "CREATE TABLE users (id INTEGER PRIMARY KEY, settings TEXT NOT NULL DEFAULT '')",
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, settings TEXT DEFAULT '', seen INTEGER);
INSERT INTO users_new (id, settings) SELECT id, settings FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-rebuild-lost-objects info The rebuild of users does not bring back NOT NULL of settings.',
  },
  'the rebuild that took NOT NULL away has made NULL of a value': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT NOT NULL)',
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT);
INSERT INTO users_new SELECT id, nullif(plan, '') FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new SELECT id, plan FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-not-null-rebuild warning',
  },
  'the index has another column than the UNIQUE of the new table': {
    dialect: 'sqlite',
    given: `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, mail TEXT);
CREATE INDEX users_mail ON users (mail);`,
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT UNIQUE, mail TEXT);
INSERT INTO users_new SELECT id, name, mail FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-rebuild-lost-objects warning',
  },
  'the longer index begins with another column': {
    dialect: 'sqlite',
    given: `CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER, size INTEGER);
CREATE INDEX orders_user ON orders (user_id);`,
    up: `CREATE TABLE orders_new (id INTEGER PRIMARY KEY, user_id INTEGER, size INTEGER);
INSERT INTO orders_new SELECT id, user_id, size FROM orders; DROP TABLE orders; ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX orders_size ON orders (size, user_id);`,
    told: 'sqlite-rebuild-lost-objects warning',
  },
  'the new foreign key does not say what it does on DELETE': {
    dialect: 'sqlite',
    given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, size INTEGER, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
    up: `CREATE TABLE carts_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), size TEXT);
INSERT INTO carts_new SELECT id, user_id, size FROM carts; DROP TABLE carts; ALTER TABLE carts_new RENAME TO carts;`,
    told: 'sqlite-rebuild-lost-objects warning',
  },
  'a row is made of more than the flag': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, admin INTEGER, age INTEGER)',
    up: `CREATE TABLE roles (user_id INTEGER);
INSERT INTO roles SELECT id FROM users WHERE admin = 1 AND age > 17;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER);
INSERT INTO users_new SELECT id, age FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'drop-column-via-rebuild warning The copy leaves out users.admin, and the old users is dropped. Line 2 fills roles from it, but perhaps not from every row.',
  },
  'the rows refer to each other by the number that is counted again': {
    dialect: 'sqlite',
    given: 'CREATE TABLE parts (id INTEGER PRIMARY KEY, part_of INTEGER REFERENCES parts (id))',
    up: `CREATE TABLE parts_new (id INTEGER PRIMARY KEY, part_of INTEGER REFERENCES parts (id));
INSERT INTO parts_new (part_of) SELECT part_of FROM parts; DROP TABLE parts; ALTER TABLE parts_new RENAME TO parts;`,
    told: 'drop-column-via-rebuild error',
  },
  'the key is a text, which nobody counts': {
    dialect: 'sqlite',
    given: 'CREATE TABLE parts (id TEXT PRIMARY KEY, name TEXT)',
    up: `CREATE TABLE parts_new (id TEXT PRIMARY KEY, name TEXT);
INSERT INTO parts_new (name) SELECT name FROM parts; DROP TABLE parts; ALTER TABLE parts_new RENAME TO parts;`,
    told: 'drop-column-via-rebuild error',
  },
  'the foreign key is a clause of its own': {
    dialect: 'sqlite',
    given: `CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER, FOREIGN KEY (team_id) REFERENCES teams (id));`,
    up: 'ALTER TABLE users DROP COLUMN team_id',
    told: 'sqlite-drop-column-illegal warning',
  },
  'another table takes the name that the foreign key went to': {
    dialect: 'sqlite',
    given: `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE other (id INTEGER PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));`,
    up: `PRAGMA foreign_keys = OFF; ALTER TABLE a RENAME TO a_old; CREATE TABLE a (id INTEGER PRIMARY KEY);
INSERT INTO a SELECT id FROM a_old; DROP TABLE a_old; ALTER TABLE other RENAME TO a_old;`,
    told: 'sqlite-rename-old-first error',
  },
  'OR REPLACE without a default': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT OR REPLACE INTO users_new (id, plan) SELECT id, plan FROM users;
DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-not-null-rebuild warning',
  },
  'the flag of some of its rows is taken over': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN NOT NULL DEFAULT FALSE, team INTEGER)',
    up: `CREATE TABLE pins (post INTEGER PRIMARY KEY); INSERT INTO pins SELECT id FROM posts WHERE pinned = 1 AND team = 2;
CREATE TABLE p (id INTEGER PRIMARY KEY, team INTEGER); INSERT INTO p SELECT id, team FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'a flag that may be NULL is taken over': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN)',
    up: `CREATE TABLE pins (post INTEGER PRIMARY KEY); INSERT INTO pins SELECT id FROM posts WHERE pinned = 1;
CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p SELECT id FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'the rows whose flag is set are counted, and not kept by their key': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN NOT NULL DEFAULT FALSE, team INTEGER)',
    up: `CREATE TABLE pins (team INTEGER); INSERT INTO pins SELECT team FROM posts WHERE pinned = 1;
CREATE TABLE p (id INTEGER PRIMARY KEY, team INTEGER); INSERT INTO p SELECT id, team FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'the rows whose flag is set are kept, one for each of another key': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN NOT NULL DEFAULT FALSE, team INTEGER)',
    up: `CREATE TABLE pins (team INTEGER PRIMARY KEY, post INTEGER); INSERT OR IGNORE INTO pins (team, post) SELECT team, id FROM posts WHERE pinned = 1;
CREATE TABLE p (id INTEGER PRIMARY KEY, team INTEGER); INSERT INTO p SELECT id, team FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'down, Knex builds a table anew that tables of the same deploy refer to': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY);',
    after: `CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
    up: 'ALTER TABLE users ADD age INTEGER',
    down: knexRebuild,
    told: 'knex-sqlite-alter-cascade warning Knex builds users anew here: dropping the old one deletes the rows of carts, if foreign keys are enforced. Those tables are new in this deploy',
  },
  'down, Knex builds a table anew that a table from before refers to': {
    dialect: 'sqlite',
    given:
      'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);',
    after: `CREATE TABLE teams (id INTEGER PRIMARY KEY)`,
    up: 'ALTER TABLE users ADD age INTEGER',
    down: knexRebuild,
    told: 'knex-sqlite-alter-cascade error',
  },
  'down, Knex builds a table anew that a table with rows from before refers to': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE baskets (id INTEGER PRIMARY KEY)',
    after: `CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE); INSERT INTO carts (id) SELECT id FROM baskets; DROP TABLE baskets;`,
    up: 'ALTER TABLE users ADD age INTEGER',
    down: knexRebuild,
    told: 'knex-sqlite-alter-cascade error',
  },
  'down, Knex builds a table anew that a table renamed by the deploy refers to': {
    dialect: 'sqlite',
    given:
      'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);',
    after: `ALTER TABLE carts RENAME TO baskets`,
    up: 'ALTER TABLE users ADD age INTEGER',
    down: knexRebuild,
    told: 'knex-sqlite-alter-cascade error',
  },
}
