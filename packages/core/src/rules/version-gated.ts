import type { MissingFeature } from '../dialects/dialect.ts'
import { strictModeIsOff } from '../schema/strict-mode.ts'
import type { Severity } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { isProvenFeature } from './scripts/proven-feature.ts'

export const versionGated: Rule = {
  id: 'version-gated',
  category: 'compatibility',
  severity: 'error',
  title: 'The statement needs something that the server in production does not have.',
  why: `The server on the desk is often newer than the one in production, and MySQL and MariaDB have grown apart. A server that does
not know a clause stops at it, and the deploy with it; a few clauses it reads over, and what they promise is not there. Their
drivers do not tell MySQL from MariaDB: where nothing else does, a clause of the other one is a warning.`,
  instead: `Write it in a form that the server in production has, or update the server first. Say which server that is with
--dialect and --db-version.`,
  sources: [
    'measured: PostgreSQL 12 to 18, MySQL 5.6 and 9.7, MariaDB 10.5, 10.11 and 11.8, SQLite 3.50.4',
    'MySQL 8.0 manual, the statements',
    'MariaDB manual, the statements',
    'SQLite release history, 3.25.0, 3.31.0, 3.35.0, 3.37.0, 3.53.0',
  ],
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'what only the strict mode refuses',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD note text NOT NULL DEFAULT ''",
        instead: 'ALTER TABLE users ADD note text',
      },
      {
        title: 'PostgreSQL 15 brought NULLS NOT DISTINCT',
        dbVersion: '14',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email) NULLS NOT DISTINCT',
        transaction: 'none',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' },
          {
            up: 'CREATE UNIQUE INDEX CONCURRENTLY users_without_email ON users ((email IS NULL)) WHERE email IS NULL',
            transaction: 'none',
          },
        ],
      },
      {
        title: 'a function of PostgreSQL 18 that nobody has defined',
        dbVersion: '17',
        up: 'CREATE TABLE users (id uuid PRIMARY KEY DEFAULT uuidv7())',
        instead: 'CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid())',
      },
      {
        title: "MariaDB's IF NOT EXISTS on MySQL, whatever its version",
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS age int',
        instead: 'ALTER TABLE users ADD COLUMN age int',
      },
      {
        title: "MySQL's index over an expression on MariaDB",
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'CREATE INDEX users_email ON users ((lower(email)))',
        instead: [
          'ALTER TABLE users ADD COLUMN lower_email varchar(100) GENERATED ALWAYS AS (lower(email)) VIRTUAL',
          'CREATE INDEX users_email ON users (lower_email)',
        ],
      },
      {
        title: 'a CHECK that MySQL reads over before 8.0.16',
        dialect: 'mysql',
        dbVersion: '5.7.44',
        up: 'CREATE TABLE users (id int, age int, CHECK (age >= 0))',
        instead: 'CREATE TABLE users (id int, age int unsigned)',
      },
      {
        title: 'what MySQL 8 has no more',
        dialect: 'mysql',
        up: "GRANT SELECT ON shop.* TO 'app'@'%' IDENTIFIED BY 'secret'",
        instead: "GRANT SELECT ON shop.* TO 'app'@'%'",
      },
      {
        title: 'DROP COLUMN before SQLite 3.35',
        dialect: 'sqlite',
        dbVersion: '3.34.1',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users DROP COLUMN age',
        instead: 'CREATE TABLE users_age_archive AS SELECT id, age FROM users',
      },
      {
        title: 'STRICT before SQLite 3.37',
        dialect: 'sqlite',
        dbVersion: '3.36.0',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY) STRICT',
        instead: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
      },
      {
        title: 'SET NOT NULL before SQLite 3.53, also where no version is given',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users ALTER COLUMN age SET NOT NULL',
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER NOT NULL);
INSERT INTO users_new (id, age) SELECT id, coalesce(age, 0) FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
    allowed: [
      {
        title: 'a version that has it',
        dbVersion: '15.4',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email) NULLS NOT DISTINCT',
        transaction: 'none',
      },
      {
        title: 'no version given: nothing is taken to be older',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email) NULLS NOT DISTINCT',
        transaction: 'none',
      },
      {
        title: 'an applied migration has run with it: the server is newer than it is said to be',
        dbVersion: '14',
        given: `CREATE TABLE users (id int, email text, name text);
CREATE UNIQUE INDEX users_name ON users (name) NULLS NOT DISTINCT;`,
        up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email) NULLS NOT DISTINCT',
        transaction: 'none',
      },
      {
        title: 'a function of that name of their own',
        dbVersion: '17',
        given: "CREATE FUNCTION uuidv7() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'",
        up: 'CREATE TABLE users (id uuid PRIMARY KEY DEFAULT uuidv7())',
      },
      {
        title: 'made by the same migration',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, token char(36))',
        up: `CREATE FUNCTION uuid_v4() RETURNS char(36) NOT DETERMINISTIC RETURN uuid();
UPDATE users SET token = uuid_v4() WHERE token IS NULL;`,
      },
      {
        title: 'a comment that other servers read over',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN /*M! IF NOT EXISTS */ age int',
      },
      {
        title: 'MariaDB has it',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS age int',
      },
      {
        title: 'DROP COLUMN in SQLite today',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users DROP COLUMN age',
      },
    ],
  },

  checkAnyOperation(operation, context) {
    const { traits, statement, before } = context
    const { operations, text } = statement
    // The tool builds the table anew, which every version can.
    if (operation !== operations[0] || statement.rebuildsTable !== undefined) return undefined
    const missing = traits.missingFeature(operations, text, before)
    if (missing === undefined) return undefined
    if (missing.ignored !== true && isProvenFeature(missing.feature, context)) return undefined
    const feature = missing.feature.charAt(0).toUpperCase() + missing.feature.slice(1)
    const { outcome, severity } = outcomeHere(missing, context)
    const objects =
      'table' in operation && operation.table !== undefined ? { objects: [operation.table] } : {}
    if (traits.mayBeSibling === true && missing.siblingHas !== undefined) {
      return {
        message: `${feature} ${missing.why}, and nothing in the project tells the two apart.`,
        instead: `Say which server it is: --dialect ${missing.siblingHas.toLowerCase()}, or "dialect" in the config. ${onOther(missing)}`,
        severity: missing.strictAlone ? 'info' : 'warning',
        ...objects,
      }
    }
    return {
      message: `${feature} ${missing.why}: ${outcome}.`,
      ...(severity && { severity }),
      ...(missing.form !== undefined && { instead: missing.form }),
      ...objects,
    }
  },
}

function outcomeHere(
  { ignored, strictAlone }: MissingFeature,
  { replayedScript, step }: OperationContext,
): { readonly outcome: string; readonly severity?: Severity } {
  if (ignored === true) return { outcome: 'this one reads over it', severity: 'warning' }
  if (strictAlone !== true) return { outcome: 'this one stops here with an error' }
  if (strictModeIsOff(replayedScript, step))
    return { outcome: 'this one leaves the default out, as the session has no strict mode', severity: 'info' }
  return {
    outcome:
      'this one stops here with an error in strict mode, its default; where the session has none, it leaves the default out',
    severity: 'warning',
  }
}

/** What the server does that it may be as well. */
function onOther({ siblingHas, strictAlone, form }: MissingFeature): string {
  const outcome = strictAlone
    ? 'MySQL stops here with an error in strict mode, its default; where the session has none, it leaves the default out.'
    : `If it is not ${siblingHas}, the statement stops with an error.`
  return form === undefined ? outcome : `${outcome} ${form}`
}
