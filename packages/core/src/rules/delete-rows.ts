import { putInAgain, readBeforeDelete } from './rows/copy-of-deleted.ts'
import { childrenOf, keptFirst, losesRows } from './rows/deleted-rows.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const deleteRows: Rule = {
  id: 'delete-rows',
  category: 'data-loss',
  severity: 'info',
  title: 'A DELETE takes rows away that are kept nowhere else.',
  why: `The rows that the condition finds are gone once it commits, and with ON DELETE CASCADE rows of other tables too. If the
condition finds more than was meant, only a backup helps.`,
  instead: `Keep the rows first, in a table of their own.`,
  examples: {
    flagged: [
      {
        title: 'rows that a condition finds',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "DELETE FROM users WHERE plan = 'trial'",
      },
      {
        title: 'MySQL, and rows of another table with them',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY, plan varchar(20));
CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);`,
        up: "DELETE FROM users WHERE plan = 'trial'",
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: "DELETE FROM users WHERE plan = 'trial'",
      },
      {
        title: 'an earlier statement fills a column from such rows',
        dialect: 'mysql',
        given: `CREATE TABLE shops (id int PRIMARY KEY);
CREATE TABLE settings (shop int, name varchar(20), value varchar(20), PRIMARY KEY (shop, name));`,
        after: {
          up: `ALTER TABLE shops ADD COLUMN open int NOT NULL DEFAULT 0;
UPDATE shops JOIN settings s ON s.shop = shops.id AND s.name = 'open' SET shops.open = 1 WHERE s.value != '';`,
        },
        up: "DELETE FROM settings WHERE name = 'open' AND shop > 0",
      },
      {
        title: 'a procedure puts each row in anew before it takes the old one away',
        dialect: 'mysql',
        given: `CREATE TABLE shops (id int PRIMARY KEY, town int);
CREATE TABLE fields (id varchar(50), town int, shop int);`,
        up: `CREATE PROCEDURE fields_of_shops() BEGIN
  DECLARE fieldId varchar(50);
  SELECT min(id) INTO fieldId FROM fields WHERE shop IS NULL;
  INSERT INTO fields (id, town, shop) SELECT uuid(), fields.town, shops.id
    FROM shops JOIN fields ON fields.town = shops.town WHERE fields.id = fieldId;
  DELETE FROM fields WHERE id = fieldId;
END;
CALL fields_of_shops();`,
        instead: { noSql: 'which rows a join leaves out, the rows alone tell' },
      },
    ],
    allowed: [
      {
        title: 'a value that no row has: the deploy adds the column and fills it with others',
        dialect: 'mysql',
        given: 'CREATE TABLE reports (id int PRIMARY KEY, made_by varchar(20))',
        after: {
          up: `ALTER TABLE reports ADD kind varchar(100);
UPDATE reports SET kind = 'GROUPED' WHERE made_by LIKE '[%';
UPDATE reports SET kind = 'SINGLE' WHERE kind IS NULL;`,
        },
        up: "DELETE FROM reports WHERE kind = 'FOREIGN'",
      },
      {
        title: 'a row that the condition names by its key',
        given: 'CREATE TABLE settings (scope text, name text, value text, PRIMARY KEY (scope, name))',
        up: "DELETE FROM settings WHERE scope = 'core' AND name = 'sounds'",
      },
      {
        title: 'the same rows are kept first',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: `CREATE TABLE users_archive AS SELECT * FROM users WHERE plan = 'trial';
DELETE FROM users WHERE plan = 'trial';`,
      },
      {
        title: 'they move to another table',
        given: 'CREATE TABLE users (id int, plan text); CREATE TABLE guests (id int, plan text)',
        up: `WITH moved AS (DELETE FROM users WHERE plan = 'trial' RETURNING id, plan)
INSERT INTO guests SELECT id, plan FROM moved`,
      },
      {
        title: 'the table goes in the same script, which is told there',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "DELETE FROM users WHERE plan = 'trial'; DROP TABLE users",
      },
      {
        title: 'with a down script, which is told what it does not bring back',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "DELETE FROM users WHERE plan = 'trial'",
        down: "INSERT INTO users VALUES (1, 'trial')",
      },
    ],
  },

  checkOperation: {
    'delete-rows'(operation, context) {
      const { table, where } = operation
      if (!losesRows(operation, context)) return undefined
      const children = childrenOf(table, context)
      const others = children.length === 0 ? '' : ` It also ${listWords(children)}.`
      const read = readBeforeDelete(table, where ?? '', context)
      if (read !== undefined) {
        return {
          message: `${calledOf(context.statement.text)} takes rows from ${table}, where ${read.condition}: ${read.at} fills ${read.into} from such rows, and what that leaves out is kept nowhere.${others}`,
          objects: [table],
          ...keptFirst(table, where, context),
          instead: `Compare first what ${read.into} holds with the rows that go, and keep those that are not in it.`,
        }
      }
      if (putInAgain(table, where ?? '', context)) {
        return {
          message: `${calledOf(context.statement.text)} takes rows from ${table} that an INSERT before it, which asks for the same (${where?.trim()}), has put in anew: what that SELECT does not find is kept nowhere.${others}`,
          objects: [table],
          instead:
            'Count first the rows that the SELECT of the INSERT leaves out, as a join without a match does.',
        }
      }
      return {
        message: `${calledOf(context.statement.text)} takes rows from ${table} that are kept nowhere.${others}`,
        objects: [table],
        ...(children.some(each => each.startsWith('deletes')) && {
          instead: `${deleteRows.instead} Those of the other tables need one each, where they are wanted back.`,
        }),
        ...keptFirst(table, where, context),
      }
    },
  },
}

/** What the call of a procedure leads to stands elsewhere. */
function calledOf(text: string): string {
  const name = /^\s*call\s+([\w."`]+)/i.exec(text)?.[1]
  return name === undefined ? 'DELETE' : `The DELETE in ${name.replace(/["`]/g, '')}`
}
