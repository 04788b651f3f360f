import { droppedObjects } from './objects/dropped-object.ts'
import type { Rule } from './rule.ts'

export const dropTrigger: Rule = {
  id: 'drop-trigger',
  category: 'compatibility',
  severity: 'warning',
  title: 'A trigger, rule or event is dropped.',
  why: `What it kept in order, filled in or recorded, the database no longer does, without an error.`,
  instead: `Make sure that the code does it, or that nobody needs it any more, before it goes.`,
  noSql: 'the code has to do the work of the trigger before it goes',
  examples: {
    flagged: [
      {
        title: 'a trigger',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TRIGGER log_users AFTER INSERT ON users BEGIN SELECT 1; END;`,
        up: 'DROP TRIGGER log_users',
      },
    ],
    allowed: [
      {
        title: 'the table that it wrote goes too',
        dialect: 'sqlite',
        given: `CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIRTUAL TABLE fts_books USING fts5(title);
CREATE TRIGGER index_books AFTER INSERT ON books BEGIN INSERT INTO fts_books (title) VALUES (NEW.title); END;`,
        up: 'DROP TABLE fts_books; DROP TRIGGER index_books',
      },
      {
        title: 'the column that it filled in goes too',
        given: `CREATE TABLE invites (id int, token text, made_at timestamptz);
CREATE FUNCTION set_made_at() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.made_at := now(); RETURN NEW; END $$;
CREATE TRIGGER set_made_at BEFORE INSERT ON invites FOR EACH ROW EXECUTE FUNCTION set_made_at();`,
        up: `DROP TRIGGER set_made_at ON invites;
DROP FUNCTION set_made_at();
ALTER TABLE invites DROP COLUMN made_at;`,
      },
      {
        title: 'its table goes too',
        given: `CREATE TABLE jobs (id int);
CREATE FUNCTION notify() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER notify_workers AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION notify();`,
        up: 'DROP TRIGGER notify_workers ON jobs; DROP FUNCTION notify(); DROP TABLE jobs',
      },
      {
        title: 'another trigger of the table takes over',
        given: `CREATE TABLE users (id int);
CREATE TRIGGER log_users AFTER INSERT ON users EXECUTE FUNCTION log_users();`,
        up: `DROP TRIGGER log_users ON users;
CREATE TRIGGER note_users AFTER INSERT OR UPDATE ON users EXECUTE FUNCTION note_users();`,
      },
      {
        title: 'made again in the same script',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: `DROP TRIGGER IF EXISTS log_users;
CREATE TRIGGER log_users AFTER INSERT ON users FOR EACH ROW SET @n = 1;`,
      },
    ],
  },

  checkOperation: {
    'drop-object': (operation, context) =>
      droppedObjects(
        ['trigger', 'event', 'rule'],
        operation,
        context,
        ({ its }) => `the database no longer does ${its} work`,
      ),
  },
}
