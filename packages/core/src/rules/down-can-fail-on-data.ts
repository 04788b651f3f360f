import type { DialectTraits } from '../dialects/dialect.ts'
import type { Constraint, DataType, ObjectName } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import type { OperationOf } from '../operations/operation.ts'
import { earlierSteps, earlierStepsOf, stepsOfStatement } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { withTableCharset } from '../schema/table-charset.ts'
import type { Problem } from './finding.ts'
import { keysDroppedLate, type LateDrop } from './keys/keys-dropped-late.ts'
import { constraintThatRowsCanBreak, keyThatRowsCanBreak } from './keys/put-back.ts'
import { uniqueKeysWith } from './keys/unique-keys.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import { areCorrectedByDown } from './rows/corrected-by-down.ts'
import { holdsNoNull } from './rows/null-before-not-null.ts'
import type { Rule } from './rule.ts'
import { placeOfStatement } from './scripts/script-place.ts'
import { enumTypeChange, removedValues } from './types/enum-change.ts'
import { listWords } from './wording/list-words.ts'

export const downCanFailOnData: Rule = {
  id: 'down-can-fail-on-data',
  category: 'reversibility',
  severity: 'warning',
  title: 'The down script can fail on rows that were written after the deploy.',
  why: `It was tried on an empty database, or right after the up script. Once the new release has written NULL, a
duplicate or a longer value, putting the old rule back stops with an error, in the middle of a rollback.`,
  instead: `Let the down script correct such rows first, or leave the rule out (a constraint as NOT VALID, a column
nullable) and say so in it.`,
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'a unique key comes back',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: 'ALTER TABLE users DROP CONSTRAINT users_email',
        down: 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email)',
        instead: { noSql: 'which of two equal rows stays is known to nobody but the owner of the rows' },
      },
      {
        title: 'NOT NULL comes back',
        given: 'CREATE TABLE users (id int, email text NOT NULL)',
        up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL',
        down: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
        instead: [
          {
            up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL',
            down: `UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users ALTER COLUMN email SET NOT NULL;`,
          },
        ],
      },
      {
        title: 'the shorter type comes back',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(50))',
        up: 'ALTER TABLE users MODIFY name varchar(100)',
        down: 'ALTER TABLE users MODIFY name varchar(50)',
        instead: { noSql: 'values that are longer by then would have to be cut; leave the longer type' },
      },
      {
        title: 'a key is under a collation again that takes letters of either case for equal',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (name varchar(50) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY)',
        up: 'ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_bin NOT NULL',
        down: 'ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_general_ci NOT NULL',
        instead: { noSql: 'which of two rows stays is known to nobody but the owner of the rows' },
      },
      {
        title: 'the same, where the collation is the default of the table',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (name varchar(50) NOT NULL PRIMARY KEY)',
        up: 'ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_bin NOT NULL',
        down: 'ALTER TABLE users MODIFY name varchar(50) NOT NULL',
        instead: { noSql: 'which of two rows stays is known to nobody but the owner of the rows' },
      },
      {
        title: 'rows that code has read are given a value one by one',
        given: 'CREATE TABLE files (id int, image text, is_image boolean NOT NULL)',
        up: 'ALTER TABLE files DROP COLUMN is_image',
        down: `ALTER TABLE files ADD COLUMN is_image boolean; SELECT * FROM files;
UPDATE files SET is_image = true WHERE id = 1; ALTER TABLE files ALTER COLUMN is_image SET NOT NULL;`,
        instead: [
          {
            up: 'ALTER TABLE files DROP COLUMN is_image',
            down: `ALTER TABLE files ADD COLUMN is_image boolean;
UPDATE files SET is_image = image IS NOT NULL;
ALTER TABLE files ALTER COLUMN is_image SET NOT NULL;`,
          },
        ],
      },
      {
        title: 'only some of the rows are corrected first',
        given: 'CREATE TABLE users (id int, team_id int NOT NULL); CREATE TABLE teams (id int, owner_id int)',
        up: 'ALTER TABLE users ALTER COLUMN team_id DROP NOT NULL',
        down: `UPDATE users SET team_id = teams.id FROM teams WHERE teams.owner_id = users.id AND users.team_id IS NULL;
ALTER TABLE users ALTER COLUMN team_id SET NOT NULL;`,
        instead: [
          {
            up: 'ALTER TABLE users ALTER COLUMN team_id DROP NOT NULL',
            down: `DELETE FROM users WHERE team_id IS NULL;
ALTER TABLE users ALTER COLUMN team_id SET NOT NULL;`,
          },
        ],
      },
      {
        title: 'what it has corrected is another column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, name varchar(50) NOT NULL, state int)',
        up: 'ALTER TABLE users MODIFY name varchar(50) NULL, DROP COLUMN state',
        down: `ALTER TABLE users ADD COLUMN state int; UPDATE users SET state = 1;
ALTER TABLE users MODIFY name varchar(50) NOT NULL;`,
        instead: [
          {
            up: 'ALTER TABLE users MODIFY name varchar(50) NULL, DROP COLUMN state',
            down: `ALTER TABLE users ADD COLUMN state int; UPDATE users SET state = 1;
UPDATE users SET name = '' WHERE name IS NULL;
ALTER TABLE users MODIFY name varchar(50) NOT NULL;`,
          },
        ],
      },
      {
        title: 'rows are deleted before the foreign key to them is dropped',
        given: 'CREATE TABLE kinds (id int PRIMARY KEY, name text); CREATE TABLE tasks (id int PRIMARY KEY)',
        up: `INSERT INTO kinds (id, name) VALUES (7, 'sales');
ALTER TABLE tasks ADD COLUMN kind int REFERENCES kinds (id);`,
        down: 'DELETE FROM kinds WHERE id = 7; ALTER TABLE tasks DROP COLUMN kind;',
        instead: [
          {
            up: `INSERT INTO kinds (id, name) VALUES (7, 'sales');
ALTER TABLE tasks ADD COLUMN kind int REFERENCES kinds (id);`,
            down: 'ALTER TABLE tasks DROP COLUMN kind; DELETE FROM kinds WHERE id = 7;',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'rows that refer to others are deleted before those',
        given: 'CREATE TABLE kinds (id int PRIMARY KEY, name text)',
        up: `INSERT INTO kinds (id, name) VALUES (7, 'sales');
CREATE TABLE tasks (id int PRIMARY KEY, kind int REFERENCES kinds (id));`,
        down: 'DELETE FROM tasks WHERE kind = 7; DELETE FROM kinds WHERE id = 7; DROP TABLE tasks;',
      },
      {
        title: 'a foreign key that empties the column',
        given: 'CREATE TABLE kinds (id int PRIMARY KEY, name text); CREATE TABLE tasks (id int PRIMARY KEY)',
        up: `INSERT INTO kinds (id, name) VALUES (7, 'sales');
ALTER TABLE tasks ADD COLUMN kind int REFERENCES kinds (id) ON DELETE SET NULL;`,
        down: 'DELETE FROM kinds WHERE id = 7; ALTER TABLE tasks DROP COLUMN kind;',
      },
      {
        title: 'a foreign key that those of now imply: to a table whose own key leads there',
        given: `CREATE TABLE plans (id int PRIMARY KEY);
CREATE TABLE crop_plans (plan_id int PRIMARY KEY REFERENCES plans (id));
CREATE TABLE beds (id int PRIMARY KEY, plan_id int, CONSTRAINT beds_plan FOREIGN KEY (plan_id) REFERENCES plans (id));`,
        up: `ALTER TABLE beds DROP CONSTRAINT beds_plan;
ALTER TABLE beds ADD CONSTRAINT beds_plan FOREIGN KEY (plan_id) REFERENCES crop_plans (plan_id);`,
        down: `ALTER TABLE beds DROP CONSTRAINT beds_plan;
ALTER TABLE beds ADD CONSTRAINT beds_plan FOREIGN KEY (plan_id) REFERENCES plans (id);`,
      },
      {
        title: 'a foreign key of a column that down adds, NULL in every row',
        given:
          'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int, owner int REFERENCES users (id))',
        up: 'ALTER TABLE carts DROP COLUMN owner; ALTER TABLE carts ADD COLUMN owner text',
        down: `ALTER TABLE carts DROP COLUMN owner; ALTER TABLE carts ADD COLUMN owner int;
ALTER TABLE carts ADD CONSTRAINT carts_owner_fkey FOREIGN KEY (owner) REFERENCES users (id)`,
      },
      {
        title: 'a key whose values the server makes up',
        given: 'CREATE TABLE apps (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL)',
        up: 'ALTER TABLE apps DROP CONSTRAINT apps_pkey',
        down: 'ALTER TABLE apps ADD PRIMARY KEY (id)',
      },
      {
        title: 'a check that takes more than the one of now',
        given: "CREATE TABLE users (state text, CONSTRAINT known CHECK (state IN ('new', 'active', 'gone')))",
        up: `UPDATE users SET state = 'active' WHERE state = 'new'; ALTER TABLE users DROP CONSTRAINT known;
ALTER TABLE users ADD CONSTRAINT known CHECK (state IN ('active', 'gone'));`,
        down: `ALTER TABLE users DROP CONSTRAINT known;
ALTER TABLE users ADD CONSTRAINT known CHECK (state IN ('new', 'active', 'gone'));`,
      },
      {
        title: 'NOT NULL of a column that down adds with a default',
        given: 'CREATE TABLE users (id int, host text NOT NULL)',
        up: 'ALTER TABLE users DROP COLUMN host',
        down: "ALTER TABLE users ADD COLUMN host text DEFAULT ''; ALTER TABLE users ALTER COLUMN host SET NOT NULL",
      },
      {
        title: 'NOT NULL of a column that every row gets from the row that it refers to',
        given: `CREATE TABLE comments (id int PRIMARY KEY, post_id int NOT NULL);
CREATE TABLE likes (comment_id int NOT NULL REFERENCES comments (id), post_id int NOT NULL);`,
        up: 'ALTER TABLE likes DROP COLUMN post_id',
        down: `ALTER TABLE likes ADD COLUMN post_id int;
UPDATE likes SET post_id = comments.post_id FROM comments WHERE comment_id = comments.id;
ALTER TABLE likes ALTER COLUMN post_id SET NOT NULL;`,
      },
      {
        title: 'the rows without a value go before down renames what they are in',
        given: 'CREATE TABLE followers (id int, since timestamptz NOT NULL)',
        up: `ALTER TABLE followers RENAME COLUMN since TO followed; ALTER TABLE followers RENAME TO actions;
ALTER TABLE actions ALTER COLUMN followed DROP NOT NULL;`,
        down: `DELETE FROM actions WHERE followed IS NULL; ALTER TABLE actions RENAME TO followers;
ALTER TABLE followers RENAME COLUMN followed TO since; ALTER TABLE followers ALTER COLUMN since SET NOT NULL;`,
      },
      {
        title: 'rows that have it come in the place of those from before',
        given: 'CREATE TABLE config (id serial, key text NOT NULL, value text)',
        up: 'ALTER TABLE config ADD COLUMN title text; ALTER TABLE config DROP COLUMN key, DROP COLUMN value;',
        down: `ALTER TABLE config ADD COLUMN key text, ADD COLUMN value text;
INSERT INTO config (key, value) SELECT 'title', title FROM config WHERE id = 1;
DELETE FROM config WHERE id = 1;
ALTER TABLE config DROP COLUMN title, ALTER COLUMN key SET NOT NULL;`,
      },
      {
        title: 'a table that down makes, and fills from columns that are NOT NULL',
        given:
          'CREATE TABLE notes (id int PRIMARY KEY, user_id int NOT NULL); CREATE TABLE replies (id serial, user_id int NOT NULL)',
        up: 'DROP TABLE replies',
        down: `CREATE TABLE replies (id serial, user_id int); INSERT INTO replies (user_id) SELECT user_id FROM notes;
ALTER TABLE replies ALTER COLUMN id SET NOT NULL, ALTER COLUMN user_id SET NOT NULL;`,
      },
      {
        title: 'an enum that takes every member of the one that up has made',
        given: "CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad'); CREATE TABLE people (id int, mood mood)",
        up: `UPDATE people SET mood = 'ok' WHERE mood = 'glad';
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE people ALTER mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;`,
        down: `ALTER TYPE mood RENAME TO mood_new;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
ALTER TABLE people ALTER mood TYPE mood USING mood::text::mood;
DROP TYPE mood_new;`,
      },
      {
        title: 'a foreign key that looks at no row',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int, user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user',
        down: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
      },
      {
        title: 'a key that is there before and after up',
        given: 'CREATE TABLE users (id int, email text); CREATE UNIQUE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email; CREATE UNIQUE INDEX users_mail ON users (email)',
        down: 'DROP INDEX users_mail; CREATE UNIQUE INDEX users_email ON users (email)',
      },
      {
        title: 'a check that NOT NULL holds by now',
        given: 'CREATE TABLE users (id int, email text NOT NULL, CONSTRAINT known CHECK (email IS NOT NULL))',
        up: 'ALTER TABLE users DROP CONSTRAINT known',
        down: 'ALTER TABLE users ADD CONSTRAINT known CHECK (email IS NOT NULL)',
      },
      {
        title: 'another collation of a column in no key, and of a key one that tells all values apart',
        dialect: 'mariadb',
        given: `CREATE TABLE users (id varchar(50) COLLATE utf8mb4_unicode_520_nopad_ci NOT NULL PRIMARY KEY,
name varchar(50) COLLATE utf8mb4_general_ci)`,
        up: `ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_bin;
ALTER TABLE users MODIFY id varchar(50) COLLATE utf8mb4_bin NOT NULL`,
        down: `ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_general_ci;
ALTER TABLE users MODIFY id varchar(50) COLLATE utf8mb4_nopad_bin NOT NULL`,
      },
      {
        title: 'the rows are corrected first',
        given: 'CREATE TABLE users (id int, email text NOT NULL)',
        up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL',
        down: "UPDATE users SET email = '' WHERE email IS NULL; ALTER TABLE users ALTER COLUMN email SET NOT NULL",
      },
      {
        title: 'nothing that rows could break',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN name varchar(50)',
        down: 'ALTER TABLE users DROP COLUMN name',
      },
    ],
  },

  checkMigration({ replayed, traits }) {
    const { up, down } = replayed
    if (down === undefined) return undefined
    return [...putBack(up, down, traits), ...keysDroppedLate(down).map(late => tooLate(late, traits))]
  },
}

/** What down asks of rows that were written without it. */
function putBack(up: ReplayedScript, down: ReplayedScript, traits: DialectTraits): readonly Problem[] {
  const failing = down.steps.flatMap(step =>
    isOfNewColumn(step, down) || takesEveryMember(step, down) ? [] : canFail(step, traits, up.after, down),
  )
  const [first] = failing
  if (first === undefined) return []
  const { statement } = first
  return [
    {
      message: `The down script stops ${
        failing.every(({ isFilledByCode }) => isFilledByCode)
          ? 'at rows to which its code has given no value before:'
          : 'if rows written since the deploy do not fit'
      } ${listWords([...new Set(failing.map(one => one.what))])}.${failing.some(({ asked }) => asked === 'collation') ? equalAgain : ''}`,
      instead: insteadOf(new Set(failing.map(({ asked }) => asked)), traits),
      ...(failing.every(({ isFilledByCode }) => isFilledByCode) && { severity: 'info' }),
      at: placeOfStatement('down', statement),
    },
  ]
}

const equalAgain = ' Under the collation that comes back, values such as Ann and ann may be equal again.'

function tooLate({ step, references }: LateDrop, { dropReferencedTable }: DialectTraits): Problem {
  const { table } = step.operation
  const others = listWords([...new Set(references.map(each => each.table))])
  const keys = references.length === 1 ? 'that foreign key' : 'those foreign keys'
  const ifEnforced = dropReferencedTable === 'fails-with-rows' ? ' and foreign keys are enforced' : ''
  return {
    message: `The down script stops if rows of ${others} refer to those that it deletes from ${table}${ifEnforced}: it drops ${keys} only behind the DELETE.`,
    instead: `Let the down script drop ${keys} of ${others}, or the column or table that has it, before it deletes from ${table}.`,
    at: placeOfStatement('down', step.statement),
  }
}

type Asked = 'type' | 'not-null' | 'unique' | 'collation' | 'check' | 'foreign-key'

/** What down can do about it, by what it asks of the rows. */
function insteadOf(asked: ReadonlySet<Asked>, { laterValidation }: DialectTraits): string {
  const [only] = asked
  const isUnchecked =
    laterValidation === true && [...asked].every(each => each === 'check' || each === 'foreign-key')
  const leftOut = [
    ...(asked.has('not-null') ? ['leave the column nullable'] : []),
    ...(asked.has('type') ? ['leave the wider type, in which the old values fit too'] : []),
    ...(asked.has('unique') ? ['make an index that is not unique'] : []),
    ...(asked.has('collation') ? ['leave the collation that tells them apart'] : []),
    ...(asked.has('check')
      ? [laterValidation === true ? 'add the CHECK as NOT VALID' : 'leave the CHECK out']
      : []),
    ...(asked.has('foreign-key')
      ? [laterValidation === true ? 'add the foreign key as NOT VALID' : 'leave the foreign key out']
      : []),
  ]
  const first = asked.size === 1 && only !== undefined ? correction[only] : 'correct such rows'
  const both = isUnchecked ? 'add it as NOT VALID, which looks at new rows alone' : listWords(leftOut)
  return `Let the down script ${first} first, or ${both}, and say so in it.`
}

const correction: Readonly<Record<Asked, string>> = {
  type: 'change such values',
  'not-null': 'give such rows a value',
  unique: 'merge or delete such rows',
  collation: 'merge or delete such rows',
  check: 'change such rows to values that were allowed before',
  'foreign-key': 'delete such rows, or the references in them,',
}

/** Down has added the column, of a key one of them: it is NULL in every row, which breaks neither. */
function isOfNewColumn({ operation, statement }: Step, { steps }: ReplayedScript): boolean {
  if (operation.kind !== 'add-constraint') return false
  const { table, constraint } = operation
  if (constraint.type !== 'foreign-key' && constraint.type !== 'unique') return false
  const [first] = stepsOfStatement(steps, statement)
  const added = [
    ...(first === undefined ? [] : earlierSteps(steps, first, table, 'add-column')),
    ...stepsOfStatement(steps, statement),
  ]
  return added.some(
    ({ operation: each, before }) =>
      each.kind === 'add-column' &&
      each.column.default === undefined &&
      each.column.generated === undefined &&
      each.column.autoIncrement === undefined &&
      constraint.columns.some(column => sameColumn(before, column, each.column.name)),
  )
}

/** An enum whose members are all in the one that comes back. */
function takesEveryMember(step: Step, down: ReplayedScript): boolean {
  const { operation, before } = step
  if (operation.kind !== 'change-column-type') return false
  const change = enumTypeChange(operation, { before, replayedScript: down, step })
  return change?.from !== undefined && removedValues(change).length === 0
}

/** What down asks of the rows in some columns. */
interface Demand {
  readonly asked: Asked
  readonly what: string
  readonly table: ObjectName
  readonly columns: readonly string[]
}

interface Failing extends Demand {
  readonly statement: Step['statement']
  /** Row by row: which rows it leaves out is seen nowhere. */
  readonly isFilledByCode: boolean
}

function canFail(
  step: Step,
  traits: DialectTraits,
  deployed: SchemaState,
  down: ReplayedScript,
): readonly Failing[] {
  const { statement, operation } = step
  return askedOfRows(step, traits, deployed)
    .filter(demand => !isMet(demand, step, down, deployed))
    .map(demand => ({
      ...demand,
      statement,
      isFilledByCode: operation.kind === 'set-not-null' && isFilledRowByRow(operation, step, down),
    }))
}

/** By what down has done to the rows before. What must not be NULL has to be filled in every row. */
function isMet(
  { asked, table, columns }: Demand,
  step: Step,
  down: ReplayedScript,
  deployed: SchemaState,
): boolean {
  return asked === 'not-null'
    ? columns.every(column => holdsNoNull({ table, column }, step, down, deployed))
    : areCorrectedByDown(table, columns, step, down)
}

/** The code reads rows, and writes each by its key. */
function isFilledRowByRow(
  { table, column }: OperationOf<'set-not-null'>,
  step: Step,
  { steps }: ReplayedScript,
): boolean {
  return earlierSteps(steps, step, table, 'update-rows').some(
    written =>
      written.operation.filter === 'present' &&
      written.operation.columns.some(each => sameColumn(written.before, each, column)) &&
      earlierStepsOf(steps, written, 'read-rows').length > 0,
  )
}

function askedOfRows(
  { operation, before, newTables }: Step,
  traits: DialectTraits,
  deployed: SchemaState,
): readonly Demand[] {
  if (
    'table' in operation &&
    operation.table !== undefined &&
    newTables.has(before.semantics.objectKey(operation.table))
  ) {
    return []
  }
  switch (operation.kind) {
    case 'set-not-null': {
      const { table, column } = operation
      return [{ asked: 'not-null', what: `${table}.${column} NOT NULL`, table, columns: [column] }]
    }
    case 'change-column': {
      const { table, column, to } = operation
      const old = columnIn(before, table, column)
      const of = (asked: Asked, what: string): Demand => ({ asked, what, table, columns: [column] })
      const name = `${table}.${to.name}`
      return [
        ...(old?.nullable === true && !to.nullable ? [of('not-null', `${name} NOT NULL`)] : []),
        ...(isNarrower(old?.type, to.type, traits) ? [of('type', `${name} ${describeType(to.type)}`)] : []),
        ...keysEqualAgain(operation, before, traits).map(what => of('collation', what)),
      ]
    }
    case 'change-column-type': {
      const { table, column, type } = operation
      const old = columnIn(before, table, column)?.type
      const what = `${table}.${column} ${describeType(type)}`
      return isNarrower(old, type, traits, operation.using)
        ? [{ asked: 'type', what, table, columns: [column] }]
        : []
    }
    case 'add-constraint': {
      const { constraint, table, usingIndex } = operation
      const what =
        usingIndex === undefined ? constraintThatRowsCanBreak(table, constraint, deployed) : undefined
      return what === undefined
        ? []
        : [{ asked: askedBy(constraint.type), what, table, columns: columnsAsked(constraint) }]
    }
    case 'create-index': {
      const { index } = operation
      const { table } = index
      if (!index.unique || newTables.has(before.semantics.objectKey(table))) return []
      const parts = index.parts.map(part => part.column ?? part.expression ?? '')
      const what = keyThatRowsCanBreak(table, parts, index.where, deployed)
      const columns = namesIn([...parts, index.where ?? ''].join(' '))
      return what === undefined ? [] : [{ asked: 'unique', what, table, columns }]
    }
    default:
      return []
  }
}

function columnsAsked(constraint: Constraint): readonly string[] {
  if (constraint.type === 'check') return namesIn(constraint.expression)
  return constraint.type === 'exclusion' ? namesIn(constraint.definition) : constraint.columns
}

/** Unique keys whose values were told apart by their bytes, and that go back to a collation under which some are equal.
 * Measured: MariaDB 10.11, error 1062. */
function keysEqualAgain(
  { table: name, column, to }: OperationOf<'change-column'>,
  before: SchemaState,
  { collationMakesEqual }: DialectTraits,
): readonly string[] {
  const table = findTable(before, name)
  const from = columnIn(before, name, column)?.type?.collation
  if (table === undefined || from === undefined || to.type === undefined) return []
  if (collationMakesEqual === undefined || collationMakesEqual(from, before)) return []
  const back = withTableCharset(to.type, table).collation
  if (to.type.binaryCollation !== undefined) return []
  if (back !== undefined && !collationMakesEqual(back, before)) return []
  return uniqueKeysWith(table, column, before).map(
    ({ parts }) => `the unique key (${parts.map(({ text }) => text).join(', ')}) of ${table.name}`,
  )
}

function askedBy(type: Constraint['type']): Asked {
  return type === 'check' || type === 'foreign-key' ? type : 'unique'
}

function isNarrower(
  old: DataType | undefined,
  type: DataType | undefined,
  traits: DialectTraits,
  using?: string,
): type is DataType {
  return old !== undefined && type !== undefined && traits.typeChange(old, type, using).loses === 'can-fail'
}
