import type { DialectTraits, Effect } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { Migration, Statement } from '../migration/migration.ts'
import type { Operation } from '../operations/operation.ts'
import { stepsMaking, stepsOfStatement } from '../schema/find-steps.ts'
import type { Step } from '../schema/replay.ts'
import { namesIn } from '../schema/sql-text.ts'
import { settlesAtOnce } from './rows/settles-at-once.ts'
import { stopsAgain } from './rows/stopped-again.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { doneAfterFailure } from './scripts/done-after-failure.ts'
import { runsAgainFromStart } from './scripts/runs-again.ts'
import { changesSomething } from './scripts/script-effect.ts'
import { listWords } from './wording/list-words.ts'

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
  sources: [
    'MySQL 8.0 manual, Statements That Cause an Implicit Commit',
    'measured: MariaDB 10.11; knex-migrator 5.3.2',
  ],
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

  checkMigration({ replayed, traits, migration }: MigrationContext) {
    if (traits.transactionalDdl || isTakenBack(migration)) return undefined
    const { steps, script } = replayed.up
    // What stays behind is new and empty: it is dropped by hand, or by the down script.
    if (steps.every(step => onlyAddsObjects(step, steps))) return undefined
    const changing = steps.filter(step => step.runs !== false && changesDatabase(step))
    const once = changing.filter(step => !runsAgainFromStart(steps, step))
    const statements = script.statements.filter(statement => isSent(statement, steps))
    const places = new Map(statements.map((statement, at) => [statement, at]))
    const placeIn = ({ statement }: Step): number => places.get(statement) ?? 0
    const firstOnce = once[0] === undefined ? statements.length : placeIn(once[0])
    const changed = new Set(changing.map(({ statement }) => statement))
    const lastCommit = statements.findLastIndex(
      statement =>
        changed.has(statement) && statement.operations.some(operation => traits.commitsImplicitly(operation)),
    )
    const last = statements[lastCommit]
    if (last === undefined || firstOnce >= lastCommit) return undefined
    const done = doneAfterFailure(script, statements, traits)
    const staying = once.filter(step => placeIn(step) < lastCommit)
    const isSameAgain = staying.every(({ operation }) => givesTheSame(operation))
    const countsOn = staying.some(({ operation }) => changesRows(operation))
    // Of the others a lost connection, a lock or a full disk is what stops them.
    const mayFail = statements.findLastIndex(
      (statement, at) =>
        at <= lastCommit &&
        (done[at] ?? 0) > firstOnce &&
        changed.has(statement) &&
        statement.operations.some(failsOnRows),
    )
    const failing = mayFail === -1 ? lastCommit : mayFail
    const { location, text } = statements[failing] ?? last
    const kept = done[failing] ?? failing
    const failed = stepsOfStatement(steps, statements[failing] ?? last)[0]
    const stop = once.find(
      step => placeIn(step) < kept && stopsAgain(steps, step, failed?.before ?? replayed.up.after),
    )
    const outcome = [
      `${numbered(1, kept)} ${kept === 1 ? 'stays' : 'stay'} done`,
      ...(kept === failing
        ? []
        : [`${numbered(kept + 1, failing)} ${kept + 1 === failing ? 'is' : 'are'} rolled back (InnoDB)`]),
      script.afterFailure ??
        'the migration is not recorded as done: the next run begins with statement 1 again',
    ]
    const [first] = once
    const again = [
      ...(first !== undefined && changesRows(first.operation) && !isSameAgain && first !== stop
        ? [
            `does statement ${firstOnce + 1} again${first.operation.kind === 'insert-rows' ? ' or stops there at a unique key' : ''}`,
          ]
        : []),
      ...(stop === undefined
        ? []
        : [`does not get past statement ${placeIn(stop) + 1}, which is done already`]),
    ]
    return {
      message: `Each DDL statement commits on its own: if statement ${failing + 1} of ${statements.length} fails, ${listWords(outcome)}.${
        again.length === 0 ? '' : ` A run from the start ${again.join(', and ')}.`
      }`,
      instead: isSameAgain
        ? 'It can stay so where no code writes these columns yet: the next run gives the rows the same values again. In a migration of its own the UPDATE would be recorded, and not be done again for rows on which the other one fails.'
        : howTo(changing, changed.size, traits),
      ...((isSameAgain || (mayFail === -1 && !countsOn)) && { severity: 'info' }),
      at: { location, statement: text },
    }
  },
}

function numbered(from: number, to: number): string {
  if (from === to) return `statement ${from}`
  return `statements ${from} ${to === from + 1 ? 'and' : 'to'} ${to}`
}

/** Of what code sends, its questions to the database are nobody's statements. */
function isSent(statement: Statement, steps: readonly Step[]): boolean {
  const all = stepsOfStatement(steps, statement)
  if (all.length > 0 && all.every(({ runs }) => runs === false)) return false
  return statement.reading !== 'recorded' || all.some(changesDatabase)
}

/** Nothing that it writes is computed from what it has written, unless it comes to the same each time. */
function givesTheSame(operation: Operation): boolean {
  if (operation.kind !== 'update-rows') return false
  const { columns, assignments = {} } = operation
  const written = new Set(columns.map(column => column.toLowerCase()))
  return columns.every(column => {
    const value = assignments[column]
    if (value === undefined || /\b(?:uuid|rand|now|sysdate|current_\w+|utc_\w+)\b/i.test(value)) return false
    if (columns.length === 1 && settlesAtOnce(column, value)) return true
    return !namesIn(value).some(name => written.has(name.toLowerCase()))
  })
}

/** Measured: knex-migrator 5.3.2 runs the down script of a migration that has failed. */
function isTakenBack({ layout, down }: Migration): boolean {
  return layout === 'knex-migrator' && down !== undefined && changesSomething(down)
}

function howTo(changing: readonly Step[], count: number, traits: DialectTraits): string {
  const hasRows = changing.some(({ operation }) => changesRows(operation))
  const tables = changedTwice(changing, traits)
  const isBuilt = changing.some(({ statement }) => statement.reading === 'recorded')
  const together = changing.some(({ operation }) => isOwnRoutine(operation, changing))
    ? ' A procedure stays with the statements that drop, make and call it.'
    : ''
  const joined =
    tables.length === 0
      ? ''
      : ` The changes of ${listWords(tables, 3)} fit into one ALTER TABLE${tables.length === 1 ? '' : ' each'}${isBuilt ? ', in raw SQL' : ''}, which is done whole or not at all.`
  const apart = hasRows ? ', and DML into migrations of its own' : ''
  return count > few
    ? `Split it into several migrations, at least before what can fail on the rows of a table${apart}: the fewer statements one has, the less stays behind.${together}${joined}`
    : `Put one DDL statement into each migration${apart}.${together}${joined}`
}

function isOwnRoutine(operation: Operation, steps: readonly Step[]): boolean {
  return (
    operation.kind === 'run-code' &&
    operation.routine !== undefined &&
    stepsMaking(steps, operation.routine).length > 0
  )
}

function changesRows({ kind }: Operation): boolean {
  return /-rows$|^truncate-table$/.test(kind)
}

/** Of more, a migration for each is too many. */
const few = 4

/** By several statements that can be clauses of one, which costs no more than they do. */
function changedTwice(steps: readonly Step[], traits: DialectTraits): readonly string[] {
  const changes = new Map<string, Step[]>()
  for (const step of steps) {
    const table = clauses.has(step.operation.kind) ? tableOf(step.operation) : undefined
    if (table !== undefined) changes.set(table, [...(changes.get(table) ?? []), step])
  }
  return [...changes].flatMap(([table, all]) => {
    const isTwice = new Set(all.map(({ statement }) => statement)).size > 1
    // What runs in some databases alone is no clause of a statement that runs in all.
    const isForSome = all.some(
      ({ runs, statement }) => runs !== true || statement.operations.some(each => each.kind === 'run-code'),
    )
    if (isForSome) return []
    return isTwice && !hasRowsBetween(all, steps) && !losesByJoining(all, traits) ? [table] : []
  })
}

/** What is written in the middle needs the change before it, and the change behind it needs what is written. */
function hasRowsBetween(changes: readonly Step[], steps: readonly Step[]): boolean {
  const [first, last] = [changes[0], changes.at(-1)]
  return (
    first !== undefined &&
    last !== undefined &&
    steps
      .slice(steps.indexOf(first), steps.indexOf(last))
      .some(({ operation }) => changesRows(operation) || operation.kind === 'run-code')
  )
}

/** Each is quick alone, and together they write the table again. */
function losesByJoining(steps: readonly Step[], traits: DialectTraits): boolean {
  const [first] = steps
  if (first === undefined) return false
  const together = traits.combinedEffects?.(
    steps.map(({ operation }) => operation),
    first.before,
  )
  const alone = steps.flatMap(step => effectsOfStep(step, traits))
  const writes = (effects: readonly Effect[]): boolean => effects.some(({ rewrite }) => rewrite !== false)
  return together !== undefined && writes(together) && !writes(alone)
}

/** Where rows decide, or what is not seen. */
function failsOnRows(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create-index':
      return operation.index.unique
    case 'add-column':
      return operation.constraints.length > 0
    default:
      return !surelyDone.has(operation.kind)
  }
}

const surelyDone: ReadonlySet<Operation['kind']> = new Set([
  'create-table',
  'rename-table',
  'drop-table',
  'drop-column',
  'rename-column',
  'drop-constraint',
  'drop-index',
  'rename-index',
  'set-default',
  'drop-default',
  'create-object',
  'drop-object',
  'no-effect',
  'set-variable',
  'set-comment',
  'maintain',
  'control-transaction',
  'read-rows',
])

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
  if (operation.kind === 'run-code') return isOwnRoutine(operation, steps)
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
