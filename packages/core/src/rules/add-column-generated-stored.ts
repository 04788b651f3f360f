import { columnRewrite } from './advice/column-rewrite.ts'
import type { Rule } from './rule.ts'

export const addColumnGeneratedStored: Rule = {
  id: 'add-column-generated-stored',
  category: 'locking',
  severity: 'error',
  title: 'A new stored generated column writes the whole table again.',
  why: `Each row gets its computed value, so that every row is written again, and nobody can read or write the table meanwhile.`,
  instead: `Add a plain column that a trigger or the code fills, or compute the value in a view.`,
  sources: ['PostgreSQL manual, ALTER TABLE, Notes', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE users (email text)',
        up: 'ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) STORED',
        instead: [
          `ALTER TABLE users ADD COLUMN lower_email text;
CREATE FUNCTION fill_lower_email() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.lower_email := lower(NEW.email); RETURN NEW; END $$;
CREATE TRIGGER fill_lower_email BEFORE INSERT OR UPDATE OF email ON users
FOR EACH ROW EXECUTE FUNCTION fill_lower_email();`,
        ],
      },
    ],
    allowed: [
      {
        title: 'a plain column',
        given: 'CREATE TABLE users (email text)',
        up: 'ALTER TABLE users ADD COLUMN lower_email text',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (email text); ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) STORED',
      },
    ],
  },

  checkOperation: {
    'add-column': (operation, context) =>
      columnRewrite(operation, context, ({ generated }) => generated?.storage === 'stored'),
  },
}
