import { earlierStepsOf, isBefore, stepsOn } from '../schema/find-steps.ts'
import { childRowEffects } from './keys/child-rows.ts'
import { foreignKeysAreOff } from './keys/foreign-keys-off.ts'
import { refusingChildren } from './keys/refusing-children.ts'
import { sameObject } from './names/known-columns.ts'
import { isPutBackAfter } from './rows/kept-aside.ts'
import type { OperationContext, Rule } from './rule.ts'
import { foreignKeysOffFirst, whereEnforced } from './scripts/pragma-outside-transaction.ts'
import { listWords } from './wording/list-words.ts'

export const sqliteRebuildCascade: Rule = {
  id: 'sqlite-rebuild-cascade',
  category: 'data-loss',
  severity: 'error',
  title: 'Dropping the old table of a rebuild deletes rows of other tables.',
  why: `Where foreign keys are enforced, DROP TABLE first deletes the rows, and ON DELETE CASCADE, SET NULL and SET
DEFAULT act on the tables that refer to it, although the rows are already in the new table. PRAGMA foreign_keys = OFF
does nothing inside a transaction, and most migration tools open one.`,
  instead: `Run the migration outside a transaction, with PRAGMA foreign_keys = OFF before it and PRAGMA
foreign_key_check after it. In Knex: exports.config = { transaction: false }.`,
  sources: ['SQLite, PRAGMA foreign_keys', 'measured: SQLite 3.40'],
  examples: {
    flagged: [
      {
        title: 'the PRAGMA inside a transaction does nothing',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
        up: `PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: [
          {
            up: `PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;`,
            transaction: 'none',
          },
        ],
      },
      {
        title: 'and rows of another table stop it',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE bills (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));`,
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: [
          {
            up: `PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;`,
            transaction: 'none',
          },
        ],
      },
      {
        title: 'the rows of the child are put back, those of its own child are not',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE items (id INTEGER PRIMARY KEY, cart_id INTEGER REFERENCES carts (id) ON DELETE CASCADE);`,
        up: `CREATE TEMP TABLE carts_backup AS SELECT * FROM carts;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
DELETE FROM carts;
INSERT INTO carts SELECT * FROM carts_backup;`,
        instead: [
          {
            up: `PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;`,
            transaction: 'none',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'a child that is new, and has no rows',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'the rows of the child have been copied, and the copy refers to the new table',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
CREATE TABLE carts_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users_new (id) ON DELETE CASCADE);
INSERT INTO carts_new (id, user_id) SELECT id, user_id FROM carts;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
DROP TABLE carts;
ALTER TABLE carts_new RENAME TO carts;`,
      },
      {
        title: 'the rows of the child are put aside and put back',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
        up: `CREATE TEMP TABLE carts_backup AS SELECT * FROM carts;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
DELETE FROM carts;
INSERT INTO carts SELECT * FROM carts_backup;
DROP TABLE carts_backup;`,
      },
      {
        title: 'the PRAGMA outside a transaction',
        dialect: 'sqlite',
        transaction: 'none',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
        up: `PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
COMMIT;
PRAGMA foreign_keys = ON;`,
      },
      {
        title: 'no other table refers to it',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'drop-table'({ table, replacedBy }, context) {
      if (replacedBy === undefined || foreignKeysAreOff(context)) return undefined
      const hasRows = (child: string) => !context.isNew(child) && !isSpared(child, context)
      const effects = childRowEffects(table, context.before, hasRows, child => isPutBackAfter(child, context))
      if (effects.length === 0) return undefined
      const refusing = refusingChildren(table, context, child => !hasRows(child))
      const refusal = refusing.length > 0 ? `, or fails where rows of ${listWords(refusing)} refer to it` : ''
      return {
        message: `Dropping the old ${table} ${listWords(effects)}${refusal}, ${whereEnforced('if', context.migration)}.`,
        instead: foreignKeysOffFirst(context),
        objects: [table],
      }
    },
  },
}

/** Dropped itself later in the script: its rows are copied before this, or are not wanted any more. */
function isSpared(child: string, { before, step, replayedScript: { steps } }: OperationContext): boolean {
  const dropped = stepsOn(steps, child, 'drop-table').find(each => isBefore(steps, step, each))
  const { replacedBy } = dropped?.operation ?? {}
  if (replacedBy === undefined) return dropped !== undefined
  return earlierStepsOf(steps, step, 'insert-rows').some(
    ({ operation: { table, copiesFrom } }) =>
      copiesFrom !== undefined &&
      copiesFrom.filtered !== true &&
      sameObject(before, table, replacedBy) &&
      sameObject(before, copiesFrom.table, child),
  )
}
