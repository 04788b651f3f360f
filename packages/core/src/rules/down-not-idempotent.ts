import type { Operation } from '../operations/operation.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import { withIfExists } from './advice/with-if-exists.ts'
import type { Problem } from './finding.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { transactionAt } from './scripts/transaction-state.ts'

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
      {
        title: 'a transaction of their own',
        up: 'BEGIN; CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY); COMMIT',
        down: 'BEGIN; DROP TABLE users; DROP TABLE teams; COMMIT',
        transaction: 'none',
      },
    ],
  },

  checkMigration(context) {
    const [first] = bareDrops(context)
    if (first === undefined) return undefined
    const { operation, statement } = first
    const guarded = withIfExists(operation, statement.text)
    const problem: Problem = {
      message: `The down script stops at line ${statement.location.line} where ${dropped(operation)} is gone already: each of its statements commits alone.`,
      at: { direction: 'down', location: statement.location, statement: statement.text },
      ...(guarded !== undefined && { suggestion: { title: 'Say IF EXISTS', sql: guarded } }),
    }
    return problem
  },
}

/** Statements that fail on what is not there, in a script of several that no transaction holds together. */
function bareDrops({ replayed: { up, down }, traits }: MigrationContext): readonly Step[] {
  if (down === undefined) return []
  const alone = ({ script, steps }: ReplayedScript): readonly Step[] =>
    steps.filter(
      (step, index) =>
        step.before !== step.after &&
        (!traits.transactionalDdl || transactionAt(script, steps, index) === 'none'),
    )
  const downAlone = alone(down)
  const statements = (steps: readonly Step[]): number => new Set(steps.map(({ statement }) => statement)).size
  if (statements(alone(up)) < 2 && statements(downAlone) < 2) return []
  return downAlone.filter(
    ({ operation }) =>
      /^drop-(?:table|column|index|object|constraint)$/.test(operation.kind) &&
      'ifExists' in operation &&
      !operation.ifExists,
  )
}

function dropped(operation: Operation): string {
  if (operation.kind === 'drop-column') return operation.column
  if (operation.kind === 'drop-table') return operation.table
  return 'name' in operation && operation.name !== undefined ? operation.name : 'what it drops'
}
