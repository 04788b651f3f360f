import { missingNames } from './objects/missing-names.ts'
import type { Rule } from './rule.ts'

export const objectMissing: Rule = {
  id: 'object-missing',
  category: 'order',
  severity: 'error',
  title: 'The statement names a table or column that an earlier migration has dropped or renamed.',
  why: `The server refuses it and the deploy stops there. In MySQL and MariaDB the statements before it stay done. Often an
earlier migration of the same deploy, or one of another branch that is applied already, has dropped or renamed what this one
was written for. A name that no migration gives is judged where a schema dump is the baseline. Otherwise another tool may have
made it, or written it in another way.`,
  instead: 'Correct the name, or the order of the migrations.',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'dropped by an earlier pending migration',
        given: 'CREATE TABLE users (id int)',
        after: { up: 'DROP TABLE users' },
        up: 'ALTER TABLE users ADD COLUMN email text',
        instead: {
          noSql: 'the table is gone on purpose, or too early: the order of the migrations is to be corrected',
        },
      },
      {
        title: 'dropped by an applied migration, of another branch perhaps',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100)); ALTER TABLE users DROP COLUMN email',
        up: 'ALTER TABLE users MODIFY email varchar(200)',
        instead: 'ALTER TABLE users ADD COLUMN email varchar(200)',
      },
      {
        title: 'renamed in the same script',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users RENAME TO people; ALTER TABLE users ADD COLUMN email text',
        instead: `ALTER TABLE users RENAME TO people;
ALTER TABLE people ADD COLUMN email text;
CREATE VIEW users AS SELECT * FROM people;`,
      },
      {
        title: 'a column that the same script has dropped',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users DROP COLUMN email; ALTER TABLE users MODIFY email text',
        instead: 'ALTER TABLE users ADD COLUMN email_new text',
      },
      {
        title: 'an index on a column that has been renamed',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email; CREATE INDEX users_mail ON users (mail)',
        instead: `ALTER TABLE users RENAME COLUMN mail TO email;
CREATE INDEX users_mail ON users (email);`,
      },
      {
        title: 'an index on an expression of a column that was renamed',
        given: 'CREATE TABLE users (id int, mail text); ALTER TABLE users RENAME COLUMN mail TO email',
        up: 'CREATE INDEX users_mail ON users (lower(mail))',
        instead: { up: 'CREATE INDEX CONCURRENTLY users_mail ON users (lower(email))', transaction: 'none' },
      },
      {
        title: 'a condition on a column that was dropped',
        given: 'CREATE TABLE users (id int, email text); ALTER TABLE users DROP COLUMN email',
        up: "DELETE FROM users WHERE email = ''",
        instead: { noSql: 'what told these rows from the others is gone with the column' },
      },
      {
        title: 'a view of a table that was dropped',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY); DROP TABLE users',
        up: 'CREATE VIEW ids AS SELECT id FROM users',
        instead: {
          noSql: 'the table is gone on purpose, or too early: the order of the migrations is to be corrected',
        },
      },
      {
        title: 'an index that was dropped',
        dialect: 'mariadb',
        given: `CREATE TABLE users (id int PRIMARY KEY, email varchar(100), KEY by_email (email));
DROP INDEX by_email ON users;`,
        up: 'DROP INDEX by_email ON users',
        instead: 'DROP INDEX IF EXISTS by_email ON users',
      },
      {
        title: 'a down script names what up has renamed',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
        down: 'ALTER TABLE users ALTER COLUMN email DROP DEFAULT',
        instead: [
          {
            up: 'ALTER TABLE users RENAME COLUMN email TO mail',
            down: 'ALTER TABLE users RENAME COLUMN mail TO email',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'MySQL renames a table last, wherever it is said',
        dialect: 'mysql',
        given: 'CREATE TABLE teams (id int PRIMARY KEY)',
        up: 'ALTER TABLE teams RENAME TO groups_of_users, ADD role int NOT NULL DEFAULT 0',
      },
      {
        title: 'a function, a type and a text that are called like a column that was',
        dialect: 'mysql',
        given:
          'CREATE TABLE users (id int, date date, at datetime, role text, email text); ALTER TABLE users DROP COLUMN date, DROP COLUMN email',
        up: `DELETE FROM users WHERE date(at) < date '2020-01-01' AND role = "email"`,
      },
      {
        title: 'IF EXISTS',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users DROP COLUMN IF EXISTS email; DROP TABLE IF EXISTS users; DROP TABLE IF EXISTS users',
      },
      {
        title: 'a name that this deploy has not touched: a tool may spell it in another way',
        given: 'CREATE TABLE users (id int, quantity_on_hand int)',
        up: 'ALTER TABLE users DROP COLUMN "quantityOnHand"',
      },
      {
        title: 'a table whose history is not known',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'a table that points at itself, under a name that was free',
        dialect: 'sqlite',
        given: 'CREATE TABLE parts (id INTEGER PRIMARY KEY)',
        up: `ALTER TABLE parts RENAME TO parts_old;
CREATE TABLE parts (id INTEGER PRIMARY KEY, whole INTEGER REFERENCES parts (id));`,
      },
      {
        title: 'a trigger that was dropped and made again before, and now once more',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END; DROP TRIGGER t;
CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 2; END;`,
        up: 'DROP TRIGGER t; CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 3; END;',
      },
      {
        title: 'made again after it was dropped',
        given: 'CREATE TABLE users (id int)',
        up: 'DROP TABLE users; CREATE TABLE users (id int); ALTER TABLE users ADD COLUMN email text',
      },
    ],
  },

  checkDeploy: missingNames,
}
