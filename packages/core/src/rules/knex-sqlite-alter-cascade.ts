import type { Script } from '../migration/migration.ts'
import { findTable } from '../schema/lookup.ts'
import { isOfDeployAlone } from './deploy/made-in-deploy.ts'
import type { Problem } from './finding.ts'
import { childRowEffects } from './keys/child-rows.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

/** knex 3.3.0, dialects/sqlite3/schema/ddl.js. */
const temporaryName = /^_knex_temp_alter\d+$/

export const knexSqliteAlterCascade: Rule = {
  id: 'knex-sqlite-alter-cascade',
  category: 'data-loss',
  severity: 'error',
  title: 'Knex builds the table anew inside a transaction, which deletes or changes rows of other tables.',
  why: `For most changes of a table on SQLite Knex copies it, drops it and renames the copy. Where foreign keys are
enforced, DROP TABLE first deletes the rows, and ON DELETE CASCADE, SET NULL and SET DEFAULT act on the tables that refer
to it. Knex sends PRAGMA foreign_keys = OFF before, which SQLite ignores inside the transaction of the migration.
better-sqlite3 enforces foreign keys from the start; sqlite3 does after PRAGMA foreign_keys = ON.`,
  instead: `Run the migration outside a transaction, with exports.config = { transaction: false }: PRAGMA foreign_keys = OFF
works there. Check with PRAGMA foreign_key_check after it.`,
  sources: ['SQLite, PRAGMA foreign_keys', 'SQLite, DROP TABLE', 'measured: knex 3.3.0 on SQLite'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: "table.dropColumn('age'), as Knex sends it",
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
        up: `PRAGMA foreign_keys = OFF;
CREATE TABLE _knex_temp_alter042 (id INTEGER PRIMARY KEY);
INSERT INTO _knex_temp_alter042 SELECT id FROM users;
DROP TABLE users;
ALTER TABLE _knex_temp_alter042 RENAME TO users;
PRAGMA foreign_keys = ON;`,
        instead: {
          knex: `exports.up = async knex => {
  await knex.schema.alterTable('users', table => {
    table.dropColumn('age')
  })
}
exports.down = async knex => {
  await knex.schema.alterTable('users', table => {
    table.integer('age')
  })
}
exports.config = { transaction: false }`,
        },
      },
    ],
    allowed: [
      {
        title: 'outside a transaction',
        dialect: 'sqlite',
        transaction: 'none',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
        up: `PRAGMA foreign_keys = OFF;
CREATE TABLE _knex_temp_alter042 (id INTEGER PRIMARY KEY);
INSERT INTO _knex_temp_alter042 SELECT id FROM users;
DROP TABLE users;
ALTER TABLE _knex_temp_alter042 RENAME TO users;
PRAGMA foreign_keys = ON;`,
      },
      {
        title: 'the reference stops the deletion of rows, it does not follow it',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));`,
        up: `CREATE TABLE _knex_temp_alter042 (id INTEGER PRIMARY KEY);
INSERT INTO _knex_temp_alter042 SELECT id FROM users;
DROP TABLE users;
ALTER TABLE _knex_temp_alter042 RENAME TO users;`,
      },
    ],
  },

  checkAnyOperation(operation, context) {
    const { rebuildsTable } = context.statement
    if (rebuildsTable !== undefined) {
      return isFirstRebuild(rebuildsTable, context) ? cascade(rebuildsTable, context) : undefined
    }
    // The same, read from the SQL that Knex has sent.
    const isDropOfRebuild = operation.kind === 'drop-table' && temporaryName.test(operation.replacedBy ?? '')
    return isDropOfRebuild ? cascade(operation.table, context) : undefined
  },
}

/** The rows are gone with the first one. */
function isFirstRebuild(table: string, { replayedScript, statement }: OperationContext): boolean {
  return replayedScript.steps.find(step => step.statement.rebuildsTable === table)?.statement === statement
}

function cascade(table: string, context: OperationContext): Problem | undefined {
  const { script, before, isNew, migration, direction } = context
  if (script.transaction === 'none' || isNew(table) || isOff(script)) return undefined
  const effects = childRowEffects(table, before, child => !isNew(child))
  if (effects.length === 0) return undefined
  const isAbsent = (child: string): boolean => direction === 'down' && isOfDeployAlone(child, context)
  const ofBefore = childRowEffects(table, before, child => !isNew(child) && !isAbsent(child))
  // The rollback of the deploy drops them all a few steps later.
  if (ofBefore.length === 0 && isAbsent(table)) return undefined
  // Another folder, or code, has made it: what else is made there may refer to it.
  const atLeast = findTable(before, table)?.complete === true ? '' : 'at least '
  const what = `Knex builds ${table} anew here: dropping the old one ${atLeast}${listWords(effects)}, if foreign keys are enforced`
  if (direction === 'down' && isOff(migration.up)) {
    return {
      message: `${what}. The project's code switches them off before it runs migrations up; of down nothing tells.`,
      instead:
        'Whoever runs this down switches them off on the connection first, with PRAGMA foreign_keys = OFF, as the code does for up.',
      severity: 'info',
      objects: [table],
    }
  }
  if (migration.layout === 'knex-migrator') {
    return {
      message: `${what}. knex-migrator opens a connection of its own for what it runs, and the driver sqlite3 has them off there until somebody switches them on.`,
      instead: `See whether the \`database\` of MigratorConfig.js switches them on, in its pool's afterCreate, or names better-sqlite3, which
has them on. If so, run the migration outside a transaction.`,
      severity: 'info',
      objects: [table],
    }
  }
  if (ofBefore.length === 0) {
    return {
      message: `${what}. Those tables are new in this deploy: undoing all of it drops them anyway, undoing this migration without the one that makes them loses what they hold.`,
      severity: 'warning',
      objects: [table],
    }
  }
  return { message: `${what}.`, objects: [table] }
}

/** By the runner: a PRAGMA of the migration itself comes too late. */
function isOff({ session }: Script): boolean {
  return session?.foreign_keys === '0'
}
