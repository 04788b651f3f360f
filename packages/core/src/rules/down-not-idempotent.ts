import type { Statement } from '../migration/migration.ts'
import type { Problem } from './finding.ts'
import type { MigrationContext, Rule } from './rule.ts'

export const downNotIdempotent: Rule = {
  id: 'down-not-idempotent',
  category: 'reversibility',
  severity: 'info',
  optIn: true,
  title: 'The down script runs only from the state that a whole up script leaves.',
  why: `Where each statement commits alone, an up script that fails in its middle leaves the first half, and a down script
that fails leaves less: the next run of down stops at the first object that is not there, and what comes behind it is never
taken back.`,
  instead: `Write DROP … IF EXISTS, and IF EXISTS behind DROP COLUMN where the server knows it, or keep to one statement in
each migration.`,
  sources: [
    'MySQL 8.0 manual, Statements That Cause an Implicit Commit',
    'MariaDB manual, ALTER TABLE, IF EXISTS; MySQL 8.0 manual, DROP TABLE Statement',
  ],
  directions: ['down'],
  examples: {
    flagged: [
      {
        title: 'two statements that commit alone',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE teams (id int PRIMARY KEY); ALTER TABLE users ADD COLUMN team_id int',
        down: 'ALTER TABLE users DROP COLUMN team_id; DROP TABLE teams',
        instead: {
          up: `CREATE TABLE teams (id int PRIMARY KEY);
ALTER TABLE users ADD COLUMN team_id int;`,
          down: `ALTER TABLE users DROP COLUMN IF EXISTS team_id;
DROP TABLE IF EXISTS teams;`,
        },
      },
      {
        title: 'no transaction',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, name text)',
        up: `CREATE INDEX CONCURRENTLY users_email ON users (email);
CREATE INDEX CONCURRENTLY users_name ON users (name);`,
        down: 'DROP INDEX CONCURRENTLY users_name; DROP INDEX CONCURRENTLY users_email',
        transaction: 'none',
        instead: {
          up: `CREATE INDEX CONCURRENTLY users_email ON users (email);
CREATE INDEX CONCURRENTLY users_name ON users (name);`,
          down: `DROP INDEX CONCURRENTLY IF EXISTS users_name;
DROP INDEX CONCURRENTLY IF EXISTS users_email;`,
          transaction: 'none',
        },
      },
    ],
    allowed: [
      {
        title: 'IF EXISTS',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE teams (id int PRIMARY KEY); ALTER TABLE users ADD COLUMN team_id int',
        down: 'ALTER TABLE users DROP COLUMN IF EXISTS team_id; DROP TABLE IF EXISTS teams',
      },
      {
        title: 'one statement',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN team_id int',
        down: 'ALTER TABLE users DROP COLUMN team_id',
      },
      {
        title: 'a transaction holds them together',
        up: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY)',
        down: 'DROP TABLE users; DROP TABLE teams',
      },
    ],
  },

  checkMigration(context) {
    const bare = bareDrops(context)
    const [first] = bare
    if (first === undefined) return undefined
    const problem: Problem = {
      message: `The down script stops at line ${first.location.line} where that is gone already: each of its statements commits alone.`,
      at: { direction: 'down', location: first.location, statement: first.text },
    }
    return problem
  },
}

/** Statements that fail on what is not there, in a script of several that no transaction holds together. */
function bareDrops({ migration, replayed: { up, down }, traits }: MigrationContext): readonly Statement[] {
  const script = migration.down
  if (script === undefined || down === undefined) return []
  if (traits.transactionalDdl && script.transaction !== 'none') return []
  const changes = (steps: typeof up.steps): number =>
    new Set(steps.filter(step => step.before !== step.after).map(({ statement }) => statement)).size
  if (changes(up.steps) < 2 && changes(down.steps) < 2) return []
  return down.steps.flatMap(({ operation, statement }) =>
    /^drop-(?:table|column|index|object|constraint)$/.test(operation.kind) &&
    'ifExists' in operation &&
    !operation.ifExists
      ? [statement]
      : [],
  )
}
