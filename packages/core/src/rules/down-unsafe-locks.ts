import type { Effect } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import { writeReferences } from '../dialects/writing/write-constraint.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { earlierSteps, type StepOf, stepsOf, stepsOfStatement, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import { oncePer } from '../schema/once-per.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { heldLock, lockInWords, rowsUnderLock } from './deploy/held-lock.ts'
import type { Problem } from './finding.ts'
import { sameColumn } from './names/known-columns.ts'
import { operationTable } from './names/operation-table.ts'
import { isEmptiedFirst } from './rows/emptied-first.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { blockedTables, scansUnderLock } from './scripts/blocked-table.ts'
import { placeOfStatement } from './scripts/script-place.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'

export const downUnsafeLocks: Rule = {
  id: 'down-unsafe-locks',
  category: 'reversibility',
  severity: 'info',
  title: 'The way back locks a table for long, although the way there does not.',
  why: `A rollback runs when something is wrong already, and on tables that have grown since. An index that was built while
others worked is dropped under the strongest lock, or a type is changed back with every row written again: the rollback
becomes an outage of its own.`,
  instead: `Take the same care on the way back: CONCURRENTLY in a script that runs outside a transaction, constraints NOT VALID
and validated later. What the engine can only do the hard way (another type, an ENUM with fewer members) is told with the
option unavoidable: true.`,
  /** `unavoidable`: also what the engine cannot do with a weaker lock. */
  defaultOptions: { unavoidable: false },
  sources: [
    'PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently',
    'PostgreSQL manual, ALTER TABLE, NOT VALID',
  ],
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'an index, built with care and dropped without',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        down: 'DROP INDEX users_email',
        transaction: 'none',
        instead: [
          {
            up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
            down: 'DROP INDEX CONCURRENTLY users_email',
            transaction: 'none',
          },
        ],
      },
      {
        title: 'an index, dropped with care and built without',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX CONCURRENTLY users_email',
        down: 'CREATE INDEX users_email ON users (email)',
        transaction: 'none',
        instead: [
          {
            up: 'DROP INDEX CONCURRENTLY users_email',
            down: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
            transaction: 'none',
          },
        ],
      },
      {
        title: 'a constraint that is validated at once',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP CONSTRAINT of_user',
        down: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)',
        instead: [
          {
            up: 'ALTER TABLE carts DROP CONSTRAINT of_user',
            down: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
          },
        ],
      },
      {
        title: 'a default that is computed for each row',
        given: 'CREATE TABLE users (id int, token uuid DEFAULT gen_random_uuid())',
        up: 'ALTER TABLE users DROP COLUMN token',
        down: 'ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid()',
        instead: [
          {
            up: 'ALTER TABLE users DROP COLUMN token',
            down: `ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();`,
          },
        ],
      },
      {
        title: 'the same of a NOT NULL column, which the script itself fills',
        given: 'CREATE TABLE users (id int, name uuid, token uuid NOT NULL DEFAULT gen_random_uuid())',
        up: 'ALTER TABLE users DROP COLUMN token',
        down: `ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
UPDATE users SET token = coalesce(name, gen_random_uuid());`,
        instead: [
          {
            up: 'ALTER TABLE users DROP COLUMN token',
            down: `ALTER TABLE users ADD COLUMN token uuid;
UPDATE users SET token = coalesce(name, gen_random_uuid());
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid(), ALTER COLUMN token SET NOT NULL;`,
          },
        ],
      },
      {
        title: 'a CHECK of a new column, whose default is one for all rows',
        given: "CREATE TABLE users (id int, kind text DEFAULT 'new' CHECK (kind IN ('new', 'old')))",
        up: 'ALTER TABLE users DROP COLUMN kind',
        down: "ALTER TABLE users ADD COLUMN kind text DEFAULT 'new' CHECK (kind IN ('new', 'old'))",
        instead: [
          {
            up: 'ALTER TABLE users DROP COLUMN kind',
            down: `ALTER TABLE users ADD COLUMN kind text DEFAULT 'new';
ALTER TABLE users ADD CONSTRAINT users_kind_check CHECK (kind IN ('new', 'old')) NOT VALID;`,
          },
        ],
      },
      {
        title: 'a foreign key of a new column, apart from it',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP COLUMN user_id',
        down: `ALTER TABLE carts ADD COLUMN user_id int;
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id);`,
        instead: [
          {
            up: 'ALTER TABLE carts DROP COLUMN user_id',
            down: 'ALTER TABLE carts ADD COLUMN user_id int CONSTRAINT of_user REFERENCES users (id)',
          },
        ],
      },
      {
        title: 'with the option, also what cannot be done more gently',
        dialect: 'mysql',
        options: { unavoidable: true },
        given: 'CREATE TABLE users (name varchar(20)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(60)',
        down: 'ALTER TABLE users MODIFY name varchar(20)',
        instead: { noSql: 'MySQL has no gentler way to a shorter type: leave the longer one' },
      },
    ],
    allowed: [
      {
        title: 'the same care',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        down: 'DROP INDEX CONCURRENTLY users_email',
        transaction: 'none',
      },
      {
        title: 'a table of the same deploy, whose way back drops it',
        after: {
          up: 'CREATE TABLE carts (id int, size int, CONSTRAINT filled CHECK (size > 0))',
          down: 'DROP TABLE carts',
        },
        up: 'ALTER TABLE carts DROP CONSTRAINT filled',
        down: 'ALTER TABLE carts ADD CONSTRAINT filled CHECK (size > 0)',
      },
      {
        title: 'a foreign key whose rows are in a table of the same deploy',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        after: {
          up: 'CREATE TABLE carts (id int, user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id))',
          down: 'DROP TABLE carts',
        },
        up: 'ALTER TABLE carts DROP CONSTRAINT of_user',
        down: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)',
      },
      {
        title: 'an index that an earlier migration of the deploy has built under the same lock',
        given: 'CREATE TABLE users (id int, email text)',
        after: { up: 'CREATE INDEX users_email ON users (email)', down: 'DROP INDEX users_email' },
        up: 'DROP INDEX users_email',
        down: 'CREATE INDEX users_email ON users (email)',
      },
      {
        title: 'an index on what the script has just written again whole, in one transaction',
        given: 'CREATE TABLE users (no serial, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email; ALTER TABLE users DROP COLUMN no',
        down: 'ALTER TABLE users ADD COLUMN no serial; CREATE INDEX users_email ON users (email)',
      },
      {
        title: 'up locks it as long: that is told there',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ALTER id TYPE bigint',
        down: 'ALTER TABLE users ALTER id TYPE int',
      },
      {
        title: 'a table that has no rows, or the statement before fails',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int, user_id int NOT NULL CONSTRAINT of_user REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP COLUMN user_id',
        down: `ALTER TABLE carts ADD COLUMN user_id int NOT NULL;
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
      {
        title: 'a copy for which MySQL has no other way',
        dialect: 'mysql',
        given: 'CREATE TABLE users (name varchar(20)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(60)',
        down: 'ALTER TABLE users MODIFY name varchar(20)',
      },
      {
        title: 'a table that the down script makes anew, with its rows',
        given: `CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE mails (user_id int, email text); CREATE INDEX mails_email ON mails (email);`,
        up: 'DROP TABLE mails',
        down: `CREATE TABLE mails (user_id int, email text);
INSERT INTO mails SELECT id, email FROM users;
CREATE INDEX mails_email ON mails (email);`,
      },
      {
        title: 'a table that the down script has emptied',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP CONSTRAINT of_user',
        down: `DELETE FROM carts;
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
      {
        title: 'up locks it as long under another name',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `ALTER TABLE users RENAME TO people; ALTER TABLE carts RENAME TO baskets;
ALTER TABLE baskets DROP CONSTRAINT of_user;
ALTER TABLE baskets ADD CONSTRAINT of_people FOREIGN KEY (user_id) REFERENCES people (id);`,
        down: `ALTER TABLE people RENAME TO users; ALTER TABLE baskets RENAME TO carts;
ALTER TABLE carts DROP CONSTRAINT of_people;
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
      {
        title: 'a table that up has locked before it reads every row of another one',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (size int, user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `ALTER TABLE carts DROP CONSTRAINT of_user;
ALTER TABLE carts ADD CONSTRAINT filled CHECK (size > 0);`,
        down: `ALTER TABLE carts DROP CONSTRAINT filled;
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
      {
        title: 'what is not reached, as the down script stops before it',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email',
        down: 'ALTER TABLE users DROP COLUMN nick; CREATE INDEX users_email ON users (email)',
      },
      {
        title: 'a short lock',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text',
        down: 'ALTER TABLE users DROP COLUMN email',
      },
    ],
  },

  checkMigration(context) {
    const { replayed, roundTrip, traits, options } = context
    const { up, down } = replayed
    if (down === undefined || traits.altersByRebuild === true) return undefined
    const { objectKey } = up.before.semantics
    const told = new Set(
      [...lockedByUp(up, traits).flatMap(table => formerNames(table, up)), ...madeEarlier(context)].map(
        objectKey,
      ),
    )
    const isAskedFor = (step: Step): boolean =>
      options.unavoidable === true || (hasGentleWay(step, traits) && !replacesConstraint(step, down))
    const made = new Set(madeEarlier(context).map(objectKey))
    const built = builtEarlier(context)
    const isOfDeploy = ({ operation, before }: Step): boolean => {
      const table = operationTable(operation, before)
      const isBuilt = operation.kind === 'create-index' && built.has(indexKey(operation, before))
      return isBuilt || (table !== undefined && made.has(objectKey(table)))
    }
    const stop = down.steps.findIndex(({ statement }) => statement === roundTrip?.stopsAt)
    const reached = stop === -1 ? down.steps : down.steps.slice(0, stop)
    const long = reached
      .filter(step => !isOfOwnTable(step, down) && !isOfEmptyTable(step, down, traits) && !isOfDeploy(step))
      .flatMap(step => {
        const tables = longLocks(step, traits).filter(
          table =>
            findTable(up.before, table) !== undefined &&
            !isMadeBy(down, table) &&
            !told.has(objectKey(table)),
        )
        // Behind what writes every row in the same transaction, a gentler statement is no help.
        if (down.script.transaction !== 'none' && rewrites(step, traits))
          for (const each of tables) told.add(objectKey(each))
        if (!isAskedFor(step)) return []
        return tables.length > 0 || dropsWhatWasBuiltWithCare(step, up) ? [{ step, tables }] : []
      })
    const alike = new Map<string, Long[]>()
    for (const each of long) {
      const key = `${each.tables.length > 0} ${what([each.step], traits)} ${careOf(each, down, traits)}`
      alike.set(key, [...(alike.get(key) ?? []), each])
    }
    return [...alike.values()].map(each => problemOf(each, down, traits))
  },
}

interface Long {
  readonly step: Step
  readonly tables: readonly string[]
}

function problemOf(long: readonly Long[], down: ReplayedScript, traits: MigrationContext['traits']): Problem {
  const tables = [...new Set(long.flatMap(each => each.tables))]
  const steps = long.map(({ step }) => step)
  const [first] = long
  const care = first === undefined ? 'other' : careOf(first, down, traits)
  const waiting = what(steps, traits)
  return {
    message:
      tables.length === 0
        ? 'The down script drops the index without CONCURRENTLY, which up has used: everybody waits who uses its table.'
        : `The down script lets nobody ${waiting} ${listWords(tables)} ${meanwhile(care, steps, traits)}, which up does not.${waiting === 'write to' ? withoutReaders(long, down, traits) : ''}`,
    ...(care === 'default'
      ? { instead: defaultBehind(steps, down, traits) }
      : care !== 'other' && { instead: `${adviceFor(care, steps, traits)}${underLock(long, down, traits)}` }),
    objects: tables,
    ...(first && { at: placeOfStatement('down', first.step.statement) }),
  }
}

/** Of the tables whose lock an earlier statement of the script has, as that of ADD COLUMN (measured: PostgreSQL 15). */
function withoutReaders(
  long: readonly Long[],
  down: ReplayedScript,
  traits: MigrationContext['traits'],
): string {
  const held = long.flatMap(({ step, tables }) =>
    tables.flatMap(table => {
      const lock = heldLock(table, placeIn(down, step, traits))
      return lock === undefined ? [] : [{ table, lock: lockInWords(lock) }]
    }),
  )
  const tables = [...new Set(held.map(({ table }) => table))]
  const [lock, ...others] = new Set(held.map(each => each.lock))
  if (lock === undefined) return ''
  return others.length === 0
    ? ` Nobody can read ${listWords(tables)} either: the lock of ${lock} is still held.`
    : ` Nobody can read ${tables.length} of them either: the locks of earlier statements, as ${lock}, are still held.`
}

/** What changes or reads rows under a lock that is there anyway. */
function underLock(long: readonly Long[], down: ReplayedScript, traits: MigrationContext['traits']): string {
  const found = long
    .flatMap(({ step, tables }) => tables.map(table => rowsUnderLock(table, placeIn(down, step, traits))))
    .find(step => step !== undefined)
  if (found === undefined) return ''
  return ` ${capitalized(lockInWords(found))} runs under the same lock even so: put it into a down script of its own.`
}

function placeIn(down: ReplayedScript, step: Step, traits: MigrationContext['traits']) {
  return { script: down.script, replayedScript: down, step, before: step.before, traits }
}

/** What a gentler way is made of. */
type Care = 'index' | 'drop-index' | 'not-valid' | 'inline-reference' | 'inline-check' | 'default' | 'other'

const advice: Readonly<Record<Exclude<Care, 'default' | 'inline-reference' | 'other'>, string>> = {
  index:
    'Build it with CREATE INDEX CONCURRENTLY, in a down script of its own that runs outside a transaction.',
  'drop-index': 'Drop it with DROP INDEX CONCURRENTLY, in a down script that runs outside a transaction.',
  'not-valid':
    'Add it as NOT VALID, which reads no row, and validate it when the rollback is over (VALIDATE CONSTRAINT lets everybody work).',
  'inline-check': 'Add the column without its CHECK, and the CHECK in a second statement as NOT VALID.',
}

function adviceFor(
  care: Exclude<Care, 'default' | 'other'>,
  steps: readonly Step[],
  traits: MigrationContext['traits'],
): string {
  if (care !== 'inline-reference') return steps.length === 1 ? advice[care] : ofMany(advice[care])
  const [key, ...others] = stepsOf(steps, 'add-constraint').map(({ operation }) => operation.constraint)
  const isWhole = others.length === 0 && key?.type === 'foreign-key' && key.unkept !== true
  const written = isWhole
    ? `${writeReferences(key, traits)} in the ADD COLUMN itself`
    : 'CONSTRAINT … REFERENCES … in each ADD COLUMN itself, with the name and the actions of its key'
  return `Write ${written}, in SQL where the tool splits the two: the server knows that a new column is NULL in every row, and reads none.`
}

/** Of all columns of these statements that it holds for; one that is NOT NULL takes no row without a value. */
function defaultBehind(
  steps: readonly Step[],
  down: ReplayedScript,
  traits: MigrationContext['traits'],
): string {
  const added = stepsOf(down.steps, 'add-column').filter(
    each =>
      steps.some(({ statement }) => statement === each.statement) &&
      each.operation.column.default !== undefined &&
      rewrites(each, traits),
  )
  const isRequired = added.some(({ operation }) => !operation.column.nullable)
  const names = added.length === 1 ? 'the column' : listWords(added.map(each => each.operation.column.name))
  const add = `Add ${names} ${isRequired ? 'nullable and ' : ''}without the default`
  const filling = fillingAll(added, down)
  if (filling !== undefined)
    return `${add}, and set the default${isRequired ? ' and NOT NULL' : ''} behind the UPDATE in line ${filling.location.line}, which fills ${added.length === 1 ? 'it' : 'them'}.${down.script.transaction === 'none' ? '' : oneOfTwoPasses}`
  const fill = 'fill the rows that are there in batches, in a script of its own'
  const then = isRequired ? `${fill}, and set NOT NULL behind that` : `and ${fill}`
  return `${add}, set the default in a second statement, ${then}.`
}

/** Measured: PostgreSQL 15, the lock of ADD COLUMN is in pg_locks while the UPDATE behind it runs. */
const oneOfTwoPasses =
  ' That saves one of two passes: the transaction holds the lock until the UPDATE and what follows is done too, so roll back at a quiet time.'

/** The UPDATE of all rows that gives each of the new columns a value. */
function fillingAll(added: readonly StepOf<'add-column'>[], { steps }: ReplayedScript): Step | undefined {
  const [first] = added
  if (first === undefined) return undefined
  return stepsOn(steps, first.operation.table, 'update-rows').find(
    ({ operation: { columns, filter }, before }) =>
      filter === 'absent' &&
      added.every(({ operation }) => columns.some(each => sameColumn(before, each, operation.column.name))),
  )
}

function ofMany(text: string): string {
  return text.replace(/^(Build|Add|Drop) it /, '$1 them ').replace(', and validate it', ', and validate them')
}

function careOf({ step, tables }: Long, down: ReplayedScript, traits: MigrationContext['traits']): Care {
  const { operation } = step
  if (!hasGentleWay(step, traits)) return 'other'
  switch (operation.kind) {
    case 'create-index':
      return 'index'
    case 'drop-index':
      return tables.length === 0 ? 'drop-index' : 'other'
    case 'add-constraint':
      return isOfNewColumn(operation, step, down) ? 'inline-reference' : 'not-valid'
    case 'add-column':
      return rewrites(step, traits) ? 'default' : 'inline-check'
    default:
      return 'other'
  }
}

/** Measured: PostgreSQL 15, ADD COLUMN … REFERENCES without a default reads no row, ADD FOREIGN KEY after it every one. */
function isOfNewColumn(
  { table, constraint }: OperationOf<'add-constraint'>,
  step: Step,
  { steps }: ReplayedScript,
): boolean {
  if (constraint.type !== 'foreign-key' || constraint.columns.length !== 1) return false
  return earlierSteps(steps, step, table, 'add-column').some(
    ({ operation: { column }, before }) =>
      column.default === undefined && sameColumn(before, column.name, constraint.columns[0] ?? ''),
  )
}

function meanwhile(care: Care, steps: readonly Step[], traits: MigrationContext['traits']): string {
  const count = steps.length
  const names = listWords(steps.flatMap(({ operation }) => nameOf(operation) ?? []))
  switch (care) {
    case 'index':
      return `while it builds ${count === 1 ? `the index ${names}`.trimEnd() : `${count} indexes`}`
    case 'not-valid':
    case 'inline-reference': {
      const tables = [
        ...new Set(steps.flatMap(({ operation }) => ('table' in operation ? (operation.table ?? []) : []))),
      ]
      return `until every row of ${listWords(tables)} is checked for ${count === 1 ? `the constraint ${names}` : `${count} constraints`}`
    }
    case 'inline-check':
      return `until every row is read for the CHECK of ${count === 1 ? 'a new column' : 'new columns'}`
    case 'default':
      return 'until every row is written again with a value of its own'
    default:
      return `until every row is read${steps.some(step => rewrites(step, traits)) ? ' and written again' : ''}`
  }
}

function nameOf(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'create-index':
      return operation.index.name
    case 'add-constraint':
      return operation.constraint.name ?? `on ${operation.table}`
    default:
      return undefined
  }
}

function rewrites(step: Step, traits: MigrationContext['traits']): boolean {
  return effectsOfStep(step, traits).some(({ rewrite }) => rewrite === true)
}

/** By earlier migrations of the deploy, whose way back drops them. */
function madeEarlier({ pending, replayed }: MigrationContext): readonly string[] {
  return pending
    .slice(0, pending.indexOf(replayed))
    .flatMap(({ up }) => stepsOf(up.steps, 'create-table').map(({ operation }) => operation.table))
}

/** By earlier migrations of the deploy, which have locked as long for it: that is told there. */
function builtEarlier({ pending, replayed }: MigrationContext): ReadonlySet<string> {
  return new Set(
    pending
      .slice(0, pending.indexOf(replayed))
      .flatMap(({ up }) => stepsOf(up.steps, 'create-index'))
      .filter(({ operation }) => !operation.concurrently)
      .map(({ operation, before }) => indexKey(operation, before)),
  )
}

function indexKey({ index }: OperationOf<'create-index'>, { semantics }: SchemaState): string {
  return `${semantics.objectKey(index.table)} ${semantics.columnKey(index.name ?? '')}`
}

function what(steps: readonly Step[], traits: MigrationContext['traits']): string {
  const blocksReads = steps.some(step =>
    effectsOfStep(step, traits).some(each => isLong(each) && each.blocksReads === true),
  )
  return blocksReads ? 'read or write' : 'write to'
}

/** With what the table was called before up. */
function formerNames(table: string, { steps, before }: ReplayedScript): readonly string[] {
  const { objectKey } = before.semantics
  const renamed = stepsOf(steps, 'rename-table').filter(
    ({ operation }) => objectKey(operation.to) === objectKey(table),
  )
  return [table, ...renamed.map(({ operation }) => operation.table)]
}

/** CONCURRENTLY, or NOT VALID. */
function hasGentleWay({ operation }: Step, traits: MigrationContext['traits']): boolean {
  switch (operation.kind) {
    case 'create-index':
    case 'drop-index':
      return traits.concurrentIndexes
    case 'add-constraint':
      return (
        traits.laterValidation === true &&
        (operation.constraint.type === 'foreign-key' || operation.constraint.type === 'check')
      )
    case 'add-column':
      // A default that is computed for each row may be set on the column that is there, and its CHECK added later.
      return traits.concurrentIndexes && operation.column.default !== undefined
    default:
      return false
  }
}

function isOfOwnTable({ operation, before }: Step, down: ReplayedScript): boolean {
  const table = operationTable(operation, before)
  return table !== undefined && isMadeBy(down, table)
}

/** Emptied by the script, or with a new NOT NULL column that a row would have refused. */
function isOfEmptyTable(step: Step, down: ReplayedScript, traits: MigrationContext['traits']): boolean {
  const table = operationTable(step.operation, step.before)
  if (table === undefined) return false
  const refusesRows = earlierSteps(down.steps, step, table, 'add-column').some(
    ({ operation: { column, ifNotExists } }) =>
      !ifNotExists &&
      !column.nullable &&
      column.default === undefined &&
      column.generated === undefined &&
      column.autoIncrement === undefined &&
      traits.addRequiredColumn(column) === 'fails',
  )
  return refusesRows || isEmptiedFirst(table, step, down)
}

/** What down itself makes anew is nobody's yet, also once rows are put back into it. */
function isMadeBy({ steps }: ReplayedScript, table: string): boolean {
  return stepsOn(steps, table, 'create-table').length > 0
}

/** The index of a key that has just been dropped: the table is locked by then, and the two belong together. */
function replacesConstraint({ operation, statement }: Step, { steps }: ReplayedScript): boolean {
  if (operation.kind !== 'create-index') return false
  const [first] = stepsOfStatement(steps, statement)
  return (
    first !== undefined && earlierSteps(steps, first, operation.index.table, 'drop-constraint').length > 0
  )
}

/** In a transaction, also what an earlier statement has locked and holds while another table is read. */
function lockedByUp(
  { script, steps }: ReplayedScript,
  traits: MigrationContext['traits'],
): readonly string[] {
  const locked = new Set<string>()
  let held: string[] = []
  for (const step of steps) {
    const { operation } = step
    const ends = operation.kind === 'control-transaction' && operation.action !== 'savepoint'
    if (ends || script.transaction === 'none' || traits.commitsImplicitly(operation)) held = []
    const effects = effectsOfStep(step, traits)
    if (effects.some(isLong)) {
      for (const { table } of effects.filter(isLong)) locked.add(table)
      for (const table of held.splice(0)) locked.add(table)
    }
    held.push(...blockedTables(effects))
  }
  return [...locked]
}

function longLocks(step: Step, traits: MigrationContext['traits']): readonly string[] {
  return effectsOfStep(step, traits)
    .filter(isLong)
    .map(({ table }) => table)
}

function isLong(effect: Effect): boolean {
  return scansUnderLock([effect]) || (effect.rewrite === true && effect.blocksWrites === true)
}

function dropsWhatWasBuiltWithCare({ operation, before }: Step, { steps }: ReplayedScript): boolean {
  if (operation.kind !== 'drop-index' || operation.concurrently) return false
  return builtWithCare(steps).has(before.semantics.columnKey(operation.name))
}

/** Keys of the indexes that are built CONCURRENTLY. */
const builtWithCare = oncePer(
  (steps: readonly Step[]): ReadonlySet<string> =>
    new Set(
      stepsOf(steps, 'create-index').flatMap(({ operation: { index, concurrently }, before }) =>
        concurrently && index.name !== undefined ? [before.semantics.columnKey(index.name)] : [],
      ),
    ),
)
