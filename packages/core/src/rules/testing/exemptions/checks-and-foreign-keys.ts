import type { Exemptions } from './exemption.ts'
import { tables } from './shop.ts'

export const checksAndForeignKeysTold: Exemptions = {
  'two UPDATEs that leave one value in': {
    given: `${tables} ALTER TABLE users ADD COLUMN plan text CONSTRAINT plans CHECK (plan IN ('a', 'b', 'c', 'd'));`,
    up: `ALTER TABLE users DROP CONSTRAINT plans;
UPDATE users SET plan = 'd' WHERE plan = 'a'; UPDATE users SET plan = 'd' WHERE plan IN ('c');
ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('d'));`,
    told: "add-check-on-existing warning A row of users with plan 'b' stops the statement: the CHECK before let it in",
  },
  'a CHECK of a column that an earlier migration of the deploy adds and fills': {
    given: tables,
    after: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'trial'));
UPDATE users SET plan = 'trial' WHERE id < 9;`,
    up: "ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('free'))",
    told: "add-check-on-existing warning A row of users with plan 'trial'",
  },
  'a CHECK of a column that an earlier migration of the deploy adds, and an INSERT': {
    given: tables,
    after: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'trial'));
INSERT INTO users (email, plan) SELECT email, 'trial' FROM users;`,
    up: "ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('free'))",
    told: "add-check-on-existing warning A row of users with plan 'trial'",
  },
  'two UPDATEs that leave no value in, and code that writes them': {
    given: `${tables} ALTER TABLE users ADD COLUMN plan text CONSTRAINT plans CHECK (plan IN ('a', 'b', 'd'));`,
    up: `ALTER TABLE users DROP CONSTRAINT plans;
UPDATE users SET plan = 'd' WHERE plan = 'a'; UPDATE users SET plan = 'd' WHERE plan = 'b';
ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('d'));`,
    told: "add-check-on-existing info The statements from line 2 on change the rows of users with plan 'a' or 'b'; code that",
  },
  'an UPDATE of all rows to a value that the CHECK takes': {
    given: `${tables} ALTER TABLE users ADD COLUMN plan text CONSTRAINT plans CHECK (plan IN ('a', 'b'));`,
    up: `UPDATE users SET plan = 'b' WHERE plan IS NOT NULL; ALTER TABLE users DROP CONSTRAINT plans;
ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('b'));`,
    told: "add-check-on-existing info Line 1 changes the rows of users with plan 'a'; code",
  },
  'an UPDATE of all rows to a value that the CHECK refuses': {
    given: `${tables} ALTER TABLE users ADD COLUMN plan text CONSTRAINT plans CHECK (plan IN ('a', 'b'));`,
    up: `UPDATE users SET plan = 'a'; ALTER TABLE users DROP CONSTRAINT plans;
ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('b'));`,
    told: "add-check-on-existing info A row of users with plan 'a' stops the statement, unless line 1 has changed it",
  },
  'a CHECK of a column that the migration adds with a value that it refuses': {
    given: tables,
    up: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'trial' CHECK (plan IN ('free', 'trial'));
ALTER TABLE users ADD CONSTRAINT plans CHECK (plan IN ('free'));`,
    told: "add-check-on-existing warning A row of users with plan 'trial'",
  },
  'the UPDATE before moves the rows with another value': {
    given: "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'lost', 'done')))",
    up: `ALTER TABLE jobs DROP CONSTRAINT known; UPDATE jobs SET state = 'done' WHERE state = 'new';
ALTER TABLE jobs ADD CONSTRAINT known CHECK (state = 'done' OR state = 'new' OR state IS NULL);`,
    told: "add-check-on-existing warning A row of jobs with state 'lost' stops the statement: the CHECK before let it in.",
  },
  'the rows are moved, and the code may still write the value': {
    given: "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'lost', 'done')))",
    up: `ALTER TABLE jobs DROP CONSTRAINT known; DELETE FROM jobs WHERE state = 'lost';
ALTER TABLE jobs ADD CONSTRAINT known CHECK (state IN ('new', 'done'));`,
    told: 'add-check-on-existing info',
  },
  'one bound is wider and the other narrower': {
    given: 'CREATE TABLE users (id int, age int CHECK (age BETWEEN 10 AND 90))',
    up: `ALTER TABLE users DROP CONSTRAINT users_age_check;
ALTER TABLE users ADD CHECK (age > 0 AND age < 80) NOT VALID;`,
    told: 'A row of users with age > 79 stays, and NOT VALID refuses every later UPDATE of it: the CHECK before let in age >= 10 and age <= 90.',
  },
  'the foreign key is on another column than the CHECK': {
    given: `CREATE TABLE states (name text PRIMARY KEY);
CREATE TABLE jobs (id int, other text, state text CONSTRAINT jobs_state CHECK (state IN ('new', 'done')))`,
    up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state;
ALTER TABLE jobs ADD CONSTRAINT jobs_other_fkey FOREIGN KEY (other) REFERENCES states (name) NOT VALID;`,
    told: 'drop-check info',
  },
  'the column that goes is not the one of the foreign key': {
    given: 'CREATE TABLE users (id int)',
    up: 'ALTER TABLE carts DROP CONSTRAINT carts_user_id_foreign; ALTER TABLE carts DROP COLUMN size',
    told: 'drop-fk info',
  },
  'the new column refers to another table': {
    given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE profiles (id int PRIMARY KEY, CONSTRAINT profiles_user FOREIGN KEY (id) REFERENCES users (id));`,
    up: `ALTER TABLE profiles DROP CONSTRAINT profiles_user;
ALTER TABLE profiles ADD COLUMN team_id int;
ALTER TABLE profiles ADD CONSTRAINT profiles_team FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;`,
    told: 'drop-fk info',
  },
  'the foreign key goes, and its column stays': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int)',
    up: 'ALTER TABLE carts DROP FOREIGN KEY carts_ibfk_1; ALTER TABLE carts DROP COLUMN other',
    told: 'drop-fk info',
  },
  'NULL is not IS NOT every key: a text key may be NULL itself': {
    dialect: 'sqlite',
    given: 'CREATE TABLE tags (name TEXT PRIMARY KEY)',
    up: 'ALTER TABLE tags ADD COLUMN parent TEXT CHECK (name IS NOT parent)',
    told: 'add-check-on-existing warning',
  },
  'a new column with a default is not NULL': {
    dialect: 'sqlite',
    given: 'CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL)',
    up: 'ALTER TABLE tags ADD COLUMN parent INTEGER DEFAULT 1 CHECK (id IS NOT parent)',
    told: 'add-check-on-existing warning',
  },
  'nor is a computed one': {
    dialect: 'sqlite',
    given: 'CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL)',
    up: 'ALTER TABLE tags ADD COLUMN parent INTEGER GENERATED ALWAYS AS (id) CHECK (id <> parent)',
    told: 'add-check-on-existing warning',
  },
  'a CHECK that lets in less than the one before': {
    dialect: 'sqlite',
    given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b', 'c')))",
    up: `CREATE TABLE notes_new (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b')));
INSERT INTO notes_new SELECT id, kind FROM notes; DROP TABLE notes; ALTER TABLE notes_new RENAME TO notes`,
    told: 'add-check-on-existing warning',
  },
  'a foreign key that goes while another column gets one': {
    given: `${tables} CREATE TABLE t (a int, b int, CONSTRAINT t_a FOREIGN KEY (a) REFERENCES users (id))`,
    up: 'ALTER TABLE t DROP CONSTRAINT t_a, ADD CONSTRAINT t_b FOREIGN KEY (b) REFERENCES users (id)',
    told: 'drop-fk info',
  },
  'a CHECK that goes while another column gets one': {
    given: 'CREATE TABLE t (a int, b int, CONSTRAINT a_positive CHECK (a > 0))',
    up: 'ALTER TABLE t DROP CONSTRAINT a_positive; ALTER TABLE t ADD CONSTRAINT b_positive CHECK (b > 0)',
    told: 'drop-check info',
  },
  'a CHECK against NULL goes while another column becomes NOT NULL': {
    given: 'CREATE TABLE t (a int, b int, CONSTRAINT has_a CHECK (a IS NOT NULL))',
    up: 'ALTER TABLE t DROP CONSTRAINT has_a, ALTER b SET NOT NULL',
    told: 'drop-check info',
  },
  'a CHECK of more than NULL goes while one of its columns becomes NOT NULL': {
    given: 'CREATE TABLE t (a int, b int, CONSTRAINT has_one CHECK (num_nonnulls(a, b) = 1 OR a > 5))',
    up: 'ALTER TABLE t DROP CONSTRAINT has_one, ALTER a SET NOT NULL',
    told: 'drop-check info',
  },
  'a CHECK that no migration makes goes beside a column that its name does not tell of': {
    given: 'CREATE TABLE t (a int)',
    up: 'ALTER TABLE jobs DROP COLUMN IF EXISTS note, DROP CONSTRAINT IF EXISTS jobs_state_check',
    told: 'drop-check info Without jobs_state_check, jobs takes values',
  },
  'a CHECK goes beside one on the column that takes more': {
    given: `CREATE TABLE t (a text, CONSTRAINT a_old CHECK (a IN ('x', 'y')), CONSTRAINT a_new CHECK (a IN ('x', 'y', 'z')))`,
    up: 'ALTER TABLE t DROP CONSTRAINT a_old',
    told: "drop-check info t takes rows with a 'z' from now on, which a_old refused: the CHECK a_new lets it in.",
  },
  'a foreign key goes whose column gets a type that still fits': {
    given: `${tables} CREATE TABLE t (a int, CONSTRAINT t_a FOREIGN KEY (a) REFERENCES users (id))`,
    up: 'ALTER TABLE t DROP CONSTRAINT t_a; ALTER TABLE t ALTER COLUMN a TYPE bigint',
    told: 'drop-fk info Without t_a, t takes rows without a parent in users',
  },
  'a CHECK goes whose column another one looks at among others': {
    given: 'CREATE TABLE t (a int, b int, CONSTRAINT a_b CHECK (a > b), CONSTRAINT a_positive CHECK (a > 0))',
    up: 'ALTER TABLE t DROP CONSTRAINT a_positive',
    told: 'drop-check info Without a_positive (a > 0), t takes values that it refused.',
  },
  'the column goes of a table that has taken the name over': {
    given: `${tables} CREATE TABLE t (a int, CONSTRAINT t_a FOREIGN KEY (a) REFERENCES users (id))`,
    up: `ALTER TABLE t DROP CONSTRAINT t_a; ALTER TABLE t RENAME TO s; CREATE TABLE t (a int, b int);
ALTER TABLE t DROP COLUMN b;`,
    told: 'drop-fk info',
  },
  'a narrower CHECK of a column in other letters': {
    given: "CREATE TABLE t (STATUS text CONSTRAINT known CHECK (STATUS IN ('a', 'b')))",
    up: "ALTER TABLE t ADD CONSTRAINT fewer CHECK (status IN ('a'))",
    told: "add-check-on-existing warning A row of t with status 'b' stops the statement: the CHECK before let it in.",
  },
  'a narrower CHECK of a function, and of a column of its name': {
    given: 'CREATE TABLE t (date int CONSTRAINT known CHECK (date(date) <= 100))',
    up: 'ALTER TABLE t ADD CONSTRAINT fewer CHECK (date(date) <= 50)',
    told: 'add-check-on-existing warning A row of t with date(date) > 50 stops the statement: the CHECK before let in date(date) <= 100.',
  },
  'a foreign key to another table on the same column': {
    given: `${tables} CREATE TABLE t (a int, CONSTRAINT t_users FOREIGN KEY (a) REFERENCES users (id), CONSTRAINT t_orders FOREIGN KEY (a) REFERENCES orders (id))`,
    up: 'ALTER TABLE t DROP CONSTRAINT t_orders',
    told: 'drop-fk info',
  },
  'a check of two columns, of which one becomes an enum': {
    given:
      "CREATE TYPE kind AS ENUM ('a'); CREATE TABLE t (k text, n int, CONSTRAINT t_ok CHECK (k <> 'a' OR n > 0))",
    up: 'ALTER TABLE t DROP CONSTRAINT t_ok; ALTER TABLE t ALTER COLUMN k TYPE kind USING k::kind',
    told: 'drop-check info',
  },
  'a table that gets another name, and leaves none in its place': {
    given: `${tables} CREATE TABLE t (a int, CONSTRAINT t_a FOREIGN KEY (a) REFERENCES users (id))`,
    up: 'ALTER TABLE t RENAME TO s; ALTER TABLE s DROP CONSTRAINT t_a',
    told: 'drop-fk info',
  },
  'the list of the new table leaves out a member of the old one': {
    dialect: 'sqlite',
    given: "CREATE TABLE users (id INTEGER PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('host', 'user')))",
    up: `CREATE TABLE new_users (id INTEGER PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('admin', 'user')));
INSERT INTO new_users SELECT * FROM users; DROP TABLE users; ALTER TABLE new_users RENAME TO users;`,
    told: 'add-check-on-existing warning',
  },
  'only some rows of the parent were put into the new one': {
    dialect: 'sqlite',
    given:
      'CREATE TABLE rules (id INTEGER PRIMARY KEY); CREATE TABLE shares (id INTEGER PRIMARY KEY, rule_id INTEGER REFERENCES rules (id))',
    up: `CREATE TABLE rules_temp (id INTEGER PRIMARY KEY); INSERT INTO rules_temp SELECT id FROM rules WHERE id > 9;
CREATE TABLE shares_temp (id INTEGER PRIMARY KEY, rule_id INTEGER REFERENCES rules_temp (id));
INSERT INTO shares_temp SELECT id, rule_id FROM shares;
DROP TABLE shares; DROP TABLE rules; ALTER TABLE rules_temp RENAME TO rules; ALTER TABLE shares_temp RENAME TO shares;`,
    told: 'add-fk-on-existing warning',
  },
  'the foreign key that a later migration adds under its name refers to another table': {
    given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
    after: 'ALTER TABLE carts DROP CONSTRAINT carts_user',
    up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES teams (id) NOT VALID',
    told: 'drop-fk info',
  },
  'ADD COLUMN with a CHECK that no other one says, though it names the same columns': {
    dialect: 'sqlite',
    given: 'CREATE TABLE jobs (id int, a int, b int, CHECK ((a IS NULL) <> (b IS NULL)))',
    up: 'ALTER TABLE jobs ADD COLUMN c int CHECK ((a IS NULL) = (b IS NULL))',
    told: 'add-check-on-existing warning',
  },
}
