import type { DialectTraits } from '../dialects/dialect.ts'
import { describeType } from '../operations/describe-parts.ts'
import type { Operation } from '../operations/operation.ts'
import { earlierSteps, stepsOfStatement } from '../schema/find-steps.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { enumTypeChange, removedValues } from './enum-change.ts'
import { columnIn, sameColumn } from './known-columns.ts'
import { listWords } from './list-words.ts'
import { filledBefore } from './moved-away.ts'
import { operationTable } from './operation-table.ts'
import { constraintThatRowsCanBreak, keyThatRowsCanBreak } from './put-back.ts'
import type { Rule } from './rule.ts'

export const downCanFailOnData: Rule = {
  id: 'down-can-fail-on-data',
  category: 'reversibility',
  severity: 'warning',
  title: 'The down script can fail on rows that were written after the deploy.',
  why: `It was tried on an empty database, or right after the up script. Once the new release has written NULL, a
duplicate or a longer value, putting the old rule back stops with an error, in the middle of a rollback.`,
  instead: `Let the down script correct such rows first, or leave the rule out (a constraint as NOT VALID, a column
nullable) and say so in it.`,
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
    ],
    allowed: [
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
    const steps = replayed.down?.steps ?? []
    const failing = steps.flatMap(step =>
      replayed.down !== undefined &&
      (isCorrectedBefore(step, replayed.down) || isOfNewColumn(step, replayed.down))
        ? []
        : canFail(step, traits, replayed.up.after).filter(() => !takesEveryMember(step, replayed.down)),
    )
    const [first] = failing
    if (first === undefined) return undefined
    const { statement } = first
    return {
      message: `The down script stops if rows written since the deploy do not fit ${listWords(
        failing.map(one => one.what),
      )}.`,
      ...insteadOf(failing, traits),
      at: { direction: 'down', location: statement.location, statement: statement.text },
    }
  },
}

/** What fits the case better than the rule's own advice. */
function insteadOf(
  failing: readonly { readonly kind: Operation['kind'] }[],
  { laterValidation }: DialectTraits,
): { readonly instead?: string } {
  if (failing.every(({ kind }) => kind === 'change-column-type'))
    return {
      instead:
        'Let the down script change such values first, or leave the wider type, in which the old values fit too, and say so in it.',
    }
  if (laterValidation === true) return {}
  return {
    instead:
      'Let the down script correct such rows first, or leave the rule out (the key, the check, NOT NULL) and say so in it.',
  }
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

/** Down has changed or deleted rows of the table before. What must not be NULL has to be filled in every row. */
function isCorrectedBefore(step: Step, down: ReplayedScript): boolean {
  const { operation, before } = step
  const table = operationTable(operation, before)
  if (table === undefined) return false
  const changed = earlierSteps(down.steps, step, table, 'update-rows', 'delete-rows').length > 0
  if (operation.kind !== 'set-not-null') return changed
  return changed && filledBefore(table, operation.column, { before, step, replayedScript: down })
}

/** An enum whose members are all in the one that comes back. */
function takesEveryMember(step: Step, down: ReplayedScript | undefined): boolean {
  const { operation, before } = step
  if (operation.kind !== 'change-column-type' || down === undefined) return false
  const change = enumTypeChange(operation, { before, replayedScript: down, step })
  return change?.from !== undefined && removedValues(change).length === 0
}

function canFail(
  step: Step,
  traits: DialectTraits,
  deployed: SchemaState,
): readonly {
  readonly what: string
  readonly kind: Operation['kind']
  readonly statement: Step['statement']
}[] {
  const what = ruleThatRowsCanBreak(step, traits, deployed)
  return what === undefined ? [] : [{ what, kind: step.operation.kind, statement: step.statement }]
}

function ruleThatRowsCanBreak(
  { operation, before, newTables }: Step,
  traits: DialectTraits,
  deployed: SchemaState,
): string | undefined {
  if (
    'table' in operation &&
    operation.table !== undefined &&
    newTables.has(before.semantics.objectKey(operation.table))
  ) {
    return undefined
  }
  switch (operation.kind) {
    case 'set-not-null':
      if (columnIn(deployed, operation.table, operation.column)?.nullable === false) return undefined
      return `${operation.table}.${operation.column} NOT NULL`
    case 'change-column': {
      const old = columnIn(before, operation.table, operation.column)
      if (old?.nullable === true && !operation.to.nullable)
        return `${operation.table}.${operation.to.name} NOT NULL`
      const narrower =
        old?.type !== undefined &&
        operation.to.type !== undefined &&
        traits.typeChange(old.type, operation.to.type)
      return narrower && narrower.loses === 'can-fail'
        ? `${operation.table}.${operation.to.name} ${describeType(operation.to.type)}`
        : undefined
    }
    case 'change-column-type': {
      const old = columnIn(before, operation.table, operation.column)?.type
      const narrower = old !== undefined && traits.typeChange(old, operation.type, operation.using)
      return narrower && narrower.loses === 'can-fail'
        ? `${operation.table}.${operation.column} ${describeType(operation.type)}`
        : undefined
    }
    case 'add-constraint':
      return operation.usingIndex === undefined
        ? constraintThatRowsCanBreak(operation.table, operation.constraint, deployed)
        : undefined
    case 'create-index': {
      const { index } = operation
      if (!index.unique || newTables.has(before.semantics.objectKey(index.table))) return undefined
      const columns = index.parts.map(part => part.column ?? part.expression ?? '')
      return keyThatRowsCanBreak(index.table, columns, index.where, deployed)
    }
    default:
      return undefined
  }
}
