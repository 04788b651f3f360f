import { droppedObjects } from './objects/dropped-object.ts'
import type { Rule } from './rule.ts'

export const dropFunction: Rule = {
  id: 'drop-function',
  category: 'compatibility',
  severity: 'warning',
  title: 'A function or procedure that code may call is dropped.',
  why: `The running release, a trigger or a view still calls it and fails.`,
  instead: 'Stop calling it in one release and drop it in a later one. To change it, use CREATE OR REPLACE.',
  examples: {
    flagged: [
      {
        title: 'a function',
        given: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        up: 'DROP FUNCTION one()',
        instead: "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      },
    ],
    allowed: [
      {
        title: 'a procedure that has done the work of an earlier migration',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int);
CREATE PROCEDURE add_index() BEGIN IF 1 = 1 THEN CREATE INDEX users_id ON users (id); END IF; END`,
        up: 'DROP PROCEDURE add_index',
      },
      {
        title: 'the column that was computed with it goes too',
        given: `CREATE FUNCTION two(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * n';
CREATE TABLE users (id int, twice int GENERATED ALWAYS AS (two(id)) STORED);`,
        up: 'ALTER TABLE users DROP COLUMN twice; DROP FUNCTION two(int)',
      },
      {
        title: 'the function that called it goes too',
        given: `CREATE TABLE users (id int);
CREATE FUNCTION greet(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION sign_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM greet(NEW.id); RETURN NEW; END $$;
CREATE TRIGGER sign_up AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION sign_up();`,
        up: `DROP TRIGGER sign_up ON users;
DROP FUNCTION sign_up();
DROP FUNCTION greet(int);`,
      },
      {
        title: 'a trigger function whose type a dump writes in quotes',
        given: `CREATE TABLE reviews (id int);
CREATE FUNCTION "public"."notify_the_owner_of_a_shop_that_a_customer_has_written_a_new_review"() RETURNS "trigger"
LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`,
        up: 'DROP FUNCTION IF EXISTS "public"."notify_the_owner_of_a_shop_that_a_customer_has_written_a_new_re"()',
      },
      {
        title: 'a trigger function, which is not dropped while a trigger uses it',
        given: `CREATE TABLE users (id int);
CREATE FUNCTION log_users() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
        up: 'DROP FUNCTION log_users()',
      },
      {
        title: 'one that an earlier migration of this deploy has made to fill a column',
        given: 'CREATE TABLE teams (id int, name text)',
        after: {
          up: "CREATE OR REPLACE FUNCTION slug(t text) RETURNS text LANGUAGE sql AS 'SELECT lower(t)'",
        },
        up: 'DROP FUNCTION IF EXISTS slug(text)',
      },
      {
        title: 'made again in the same script',
        given: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        up: "DROP FUNCTION one(); CREATE FUNCTION one() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
      },
    ],
  },

  checkOperation: {
    'drop-object'(operation, context) {
      const problem = droppedObjects(
        ['function', 'procedure', 'aggregate'],
        operation,
        context,
        ({ it }) => `what calls ${it} fails`,
      )
      const it = problem?.objects?.length === 1 ? 'it' : 'them'
      return (
        problem && { ...problem, instead: `Stop calling ${it} in one release and drop ${it} in a later one.` }
      )
    },
  },
}
