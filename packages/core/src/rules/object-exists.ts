import { checkNames } from './names/batch-names.ts'
import { takenName } from './names/taken-name.ts'
import type { Rule } from './rule.ts'

export const objectExists: Rule = {
  id: 'object-exists',
  category: 'order',
  severity: 'error',
  title: 'The statement creates what an earlier migration has created already.',
  why: `The server refuses it and the deploy stops there. In MySQL and MariaDB the statements before it stay done. Often two
branches have made the same change and one is applied, or a migration was copied and not finished. What no migration has
made is not judged.`,
  instead:
    'Take the statement out, or give the new object another name. IF NOT EXISTS would hide it, whatever shape the old one has.',
  sources: ['measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.50.4'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a table, made by another pending migration',
        after: { up: 'CREATE TABLE users (id int)' },
        up: 'CREATE TABLE users (id int, email text)',
        instead: { noSql: 'the name is free once: the statement is left out, or gives another name' },
      },
      {
        title: 'a column',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        after: { up: 'ALTER TABLE users ADD COLUMN plan TEXT' },
        up: 'ALTER TABLE users ADD COLUMN plan TEXT',
        instead: { noSql: 'the statement is left out: the column is there' },
      },
      {
        title: 'a column that an applied migration has made',
        given: 'CREATE TABLE users (id int); ALTER TABLE users ADD COLUMN plan text',
        up: 'ALTER TABLE users ADD COLUMN plan text',
        instead: { noSql: 'the statement is left out: the column is there' },
      },
      {
        title: 'an index',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users ADD INDEX by_email (email); CREATE INDEX by_email ON users (email)',
        instead: 'ALTER TABLE users ADD INDEX by_email (email)',
      },
      {
        title: 'the foreign key of another table',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'CREATE TABLE notes (user_id int, CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users (id))',
        instead:
          'CREATE TABLE notes (user_id int, CONSTRAINT notes_by_user FOREIGN KEY (user_id) REFERENCES users (id))',
      },
      {
        title: 'an enum value',
        after: { up: "CREATE TYPE mood AS ENUM ('sad', 'ok')" },
        up: "ALTER TYPE mood ADD VALUE 'ok'",
        instead: { noSql: 'the statement is left out: the value is there' },
      },
      {
        title: 'a view with the name of a table',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE OR REPLACE VIEW users AS SELECT 1 AS id',
        instead: 'CREATE OR REPLACE VIEW all_users AS SELECT 1 AS id',
      },
      {
        title: 'a table that is renamed to a name that is taken',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int); CREATE TABLE people (id int)',
        up: 'ALTER TABLE users RENAME TO people',
        instead: { noSql: 'what is in the way goes first, or another name is chosen' },
      },
      {
        title: 'a column that is renamed to a name that is taken',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, email TEXT)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email',
        instead: { noSql: 'what is in the way goes first, or another name is chosen' },
      },
      {
        title: 'a second primary key',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, number int NOT NULL)',
        up: 'ALTER TABLE users ADD PRIMARY KEY (number)',
        instead: { noSql: 'the key that is there goes in the same statement, or stays the only one' },
      },
    ],
    allowed: [
      {
        title: 'columns that change names',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, mail text, email text)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email, RENAME COLUMN email TO mail',
      },
      {
        title: 'tables that change names, one after the other',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE people (id int PRIMARY KEY)',
        up: 'RENAME TABLE users TO waiting, people TO users, waiting TO people',
      },
      {
        title: 'one primary key for another',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, number int NOT NULL)',
        up: 'ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (number)',
      },
      {
        title: 'the trigger of a table that was renamed and dropped, whatever legacy_alter_table says',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT);
CREATE TRIGGER users_plan AFTER INSERT ON users BEGIN UPDATE users SET plan = 'free' WHERE id = NEW.id; END;`,
        up: `PRAGMA legacy_alter_table = ON;
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users (id, plan) SELECT id, plan FROM users_old;
DROP TABLE users_old;
CREATE TRIGGER users_plan AFTER INSERT ON users BEGIN UPDATE users SET plan = 'free' WHERE id = NEW.id; END;`,
      },
      {
        title: 'dropped before',
        after: { up: 'CREATE TABLE users (id int, email text); CREATE INDEX by_email ON users (email)' },
        up: 'DROP INDEX by_email; CREATE INDEX by_email ON users (lower(email))',
      },
      {
        title: 'code that looks first',
        after: { up: 'CREATE TABLE users (id int, plan text)' },
        up: `DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'plan') THEN
    ALTER TABLE users ADD COLUMN plan text;
  END IF;
END $$`,
      },
      {
        title: 'IF NOT EXISTS',
        after: { up: 'CREATE TABLE users (id int)' },
        up: 'CREATE TABLE IF NOT EXISTS users (id int)',
      },
      {
        title: 'the same index name in another table, in MySQL',
        dialect: 'mysql',
        after: {
          up: 'CREATE TABLE users (email varchar(100), INDEX by_email (email)); CREATE TABLE guests (email varchar(100))',
        },
        up: 'CREATE INDEX by_email ON guests (email)',
      },
      {
        title: 'a function with other arguments',
        after: { up: "CREATE FUNCTION one(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'" },
        up: "CREATE FUNCTION one(a text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      },
    ],
  },

  checkDeploy(deploy) {
    return checkNames(deploy, ({ step, migration, seen }) => {
      const name = takenName(step)
      const maker = name && seen(name.key)
      if (name === undefined || maker?.change !== 'made') return undefined
      const by =
        maker.migration === migration
          ? ''
          : `, made by the ${maker.migration.pending ? 'pending' : 'applied'} migration ${maker.migration.name}`
      return {
        message: `${name.what} exists already at this point${by}: the statement fails.`,
        objects: name.taker === undefined ? [name.object] : [name.taker, name.object],
      }
    })
  },
}
