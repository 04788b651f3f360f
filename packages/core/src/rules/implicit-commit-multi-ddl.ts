import type { Statement } from '../migration/migration.ts'
import type { Operation } from '../operations/operation.ts'
import { stepsMaking } from '../schema/find-steps.ts'
import type { Step } from '../schema/replay.ts'
import { listWords } from './list-words.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { runsAgain } from './runs-again.ts'

export const implicitCommitMultiDdl: Rule = {
  id: 'implicit-commit-multi-ddl',
  category: 'transaction',
  severity: 'warning',
  title: 'Each DDL statement commits on its own: a failure in the middle leaves half a migration.',
  why: `MySQL and MariaDB end the open transaction at every DDL statement, whatever the migration tool believes. If a
later statement fails, the earlier ones stay. Most tools do not record the migration then, and the next run fails on what
is already there; others block every run until somebody has cleaned up. The down script expects the whole migration and
fails too.`,
  instead: `Put one DDL statement into each migration, and DML into migrations of its own. Several changes of one table
fit into one ALTER TABLE, which is done whole or not at all; where that costs a rebuild, mysql-combined-alter-loses-instant
tells.`,
  sources: ['MySQL 8.0 manual, Statements That Cause an Implicit Commit', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'two ALTER TABLE',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int); CREATE TABLE carts (id int)',
        up: 'ALTER TABLE users ADD COLUMN a int; ALTER TABLE carts ADD COLUMN b int',
        instead: ['ALTER TABLE users ADD COLUMN a int', 'ALTER TABLE carts ADD COLUMN b int'],
      },
      {
        title: 'rows changed before a DDL statement',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, plan varchar(10))',
        up: "INSERT INTO users VALUES (1, 'free'); ALTER TABLE users ADD COLUMN a int",
        instead: ["INSERT INTO users VALUES (1, 'free')", 'ALTER TABLE users ADD COLUMN a int'],
      },
      {
        title: 'two of them of one table',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int); CREATE TABLE carts (id int)',
        up: `ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int;
CREATE INDEX carts_id ON carts (id);`,
        instead: [
          'ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int',
          'CREATE INDEX carts_id ON carts (id)',
        ],
      },
    ],
    allowed: [
      {
        title: 'one statement, several changes',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int',
      },
      {
        title: 'all of it about tables that the migration makes itself',
        dialect: 'mysql',
        up: 'CREATE TABLE plans (id int); ALTER TABLE plans ADD COLUMN name varchar(50)',
      },
      {
        title: 'a second run does over what the first has done',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, plan varchar(10)); CREATE TABLE carts (id int, plan varchar(10))',
        up: `UPDATE users SET plan = 'free' WHERE plan IS NULL;
ALTER TABLE users MODIFY plan varchar(10) NOT NULL; ALTER TABLE carts ADD COLUMN a int;`,
      },
      {
        title: 'a helper that the migration makes and drops itself',
        dialect: 'mysql',
        up: `CREATE TABLE plans (id int); CREATE PROCEDURE fill() INSERT INTO plans VALUES (1);
CALL fill(); DROP PROCEDURE fill;`,
      },
      {
        title: 'PostgreSQL rolls DDL back',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int',
      },
      {
        title: 'SQLite too',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN a INT; ALTER TABLE users ADD COLUMN b INT',
      },
    ],
  },

  checkMigration({ replayed, traits }: MigrationContext) {
    if (traits.transactionalDdl) return undefined
    const { steps, script } = replayed.up
    // What stays behind is new and empty: it is dropped by hand, or by the down script.
    if (steps.every(step => onlyAddsObjects(step, steps))) return undefined
    const changing = steps.filter(step => step.runs !== false && changesDatabase(step))
    const statements = distinct(changing)
    const commits = statements.map(statement =>
      statement.operations.some(operation => traits.commitsImplicitly(operation)),
    )
    const lastCommit = commits.lastIndexOf(true)
    const failing = statements[lastCommit]
    if (lastCommit < 1 || failing === undefined) return undefined
    const staying = new Set(statements.slice(0, lastCommit))
    if (changing.every(step => !staying.has(step.statement) || runsAgain(step))) return undefined
    return {
      message: `Each DDL statement commits on its own: if statement ${lastCommit + 1} of ${statements.length} fails, ${
        lastCommit === 1
          ? 'statement 1 stays'
          : `statements 1 ${lastCommit === 2 ? 'and' : 'to'} ${lastCommit} stay`
      } done and ${script.afterFailure ?? 'the migration is not recorded as done'}.`,
      instead: howTo(changing),
      at: { location: failing.location, statement: failing.text },
    }
  },
}

function howTo(changing: readonly Step[]): string {
  const hasRows = changing.some(({ operation }) => /-rows$|^truncate-table$/.test(operation.kind))
  const tables = changedTwice(changing)
  const joined =
    tables.length === 0
      ? ''
      : ` The changes of ${listWords(tables, 3)} fit into one ALTER TABLE${tables.length === 1 ? '' : ' each'}, which is done whole or not at all; where that costs a rebuild, mysql-combined-alter-loses-instant tells.`
  return `Put one DDL statement into each migration${hasRows ? ', and DML into migrations of its own' : ''}.${joined}`
}

/** By several statements that can be clauses of one. */
function changedTwice(steps: readonly Step[]): readonly string[] {
  const statements = new Map<string, Set<Statement>>()
  for (const { operation, statement } of steps) {
    const table = clauses.has(operation.kind) ? tableOf(operation) : undefined
    if (table !== undefined) statements.set(table, (statements.get(table) ?? new Set()).add(statement))
  }
  return [...statements].flatMap(([table, { size }]) => (size > 1 ? [table] : []))
}

function tableOf(operation: Operation): string | undefined {
  if (operation.kind === 'create-index') return operation.index.table
  return 'table' in operation && typeof operation.table === 'string' ? operation.table : undefined
}

const clauses: ReadonlySet<Operation['kind']> = new Set([
  'add-column',
  'drop-column',
  'change-column',
  'rename-column',
  'add-constraint',
  'drop-constraint',
  'create-index',
  'drop-index',
  'set-default',
  'drop-default',
])

function onlyAddsObjects({ operation, newTables, before }: Step, steps: readonly Step[]): boolean {
  if (operation.kind === 'create-table' || operation.kind === 'create-object') return true
  if (operation.kind === 'drop-object')
    return operation.ifExists || stepsMaking(steps, operation.name).length > 0
  if (operation.kind === 'run-code')
    return operation.routine !== undefined && stepsMaking(steps, operation.routine).length > 0
  if (operation.kind === 'create-index')
    return newTables.has(before.semantics.objectKey(operation.index.table))
  return 'table' in operation && operation.table !== undefined
    ? newTables.has(before.semantics.objectKey(operation.table))
    : !changesDatabase({ operation })
}

function changesDatabase({ operation }: Pick<Step, 'operation'>): boolean {
  return !['no-effect', 'read-rows', 'control-transaction', 'set-variable', 'lock-table'].includes(
    operation.kind,
  )
}

function distinct(steps: readonly Step[]): readonly Statement[] {
  return [...new Set(steps.map(step => step.statement))]
}
