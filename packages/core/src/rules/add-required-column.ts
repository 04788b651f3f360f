import type { Constraint } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import type { StepOf } from '../schema/find-steps.ts'
import { columnsOf, findTable, primaryKeyOf } from '../schema/lookup.ts'
import type { AddColumn } from './advice/added-in-steps.ts'
import { withClauses } from './advice/alter-clauses.ts'
import { optionalAtOnce } from './advice/optional-in-deploy.ts'
import { requiredLater } from './advice/required-later.ts'
import type { Problem } from './finding.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import { noConstantDefault } from './rows/constant-default.ts'
import { isEmptiedFirst } from './rows/emptied-first.ts'
import { constantFilled, fillsImplicit, implicitValue } from './rows/implicit-value.ts'
import type { OperationContext, Rule } from './rule.ts'
import { isRequired } from './types/is-required.ts'
import { fileInWords } from './wording/file-in-words.ts'

export const addRequiredColumn: Rule = {
  id: 'add-required-column',
  category: 'compatibility',
  severity: 'error',
  title: 'A new NOT NULL column without a default has no value for the rows that exist.',
  why: `PostgreSQL and SQLite refuse it when the table has rows. MySQL and MariaDB put 0, an empty string or the first
ENUM member into every row without a word. In all of them the INSERTs of the running release, which do not know the
column, fail.`,
  instead: `Where one value fits every row, give it as a constant DEFAULT: that is instant in current versions. Else add it nullable, let the code write it,
fill the old rows in batches, and set NOT NULL in a later release.`,
  sources: ['measured: PostgreSQL 15, MariaDB 10.11', 'SQLite, ALTER TABLE ADD COLUMN'],
  examples: {
    flagged: [
      {
        title: 'PostgreSQL refuses it if there are rows',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text NOT NULL',
      },
      {
        title: 'MySQL makes a value up',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100) NOT NULL',
      },
      {
        title: 'an UPDATE of the deploy finds the rows by the value that is made up',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD made_at int unsigned NOT NULL, ADD seen_at int unsigned NOT NULL;
UPDATE users SET made_at = UNIX_TIMESTAMP() WHERE made_at = 0;
UPDATE users SET seen_at = UNIX_TIMESTAMP() WHERE seen_at = 0;`,
      },
      {
        title: 'an UPDATE of the deploy gives all of them the same value',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD plan varchar(20) NOT NULL;
UPDATE users SET plan = 'free' WHERE plan = '';`,
      },
      {
        title: 'a type that takes no constant default',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD COLUMN about text CHARACTER SET latin1 NOT NULL COMMENT 'shown' AFTER id, ADD COLUMN age int",
      },
      {
        title: 'a foreign key, of which one value for all rows is none',
        given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN team_id int NOT NULL REFERENCES teams ON DELETE CASCADE, ADD COLUMN age int;
UPDATE users SET age = 0 WHERE id = 1;`,
      },
      {
        title: 'a foreign key and a unique index that come behind it in the deploy',
        given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN team_id int NOT NULL, ADD COLUMN email text NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;
CREATE UNIQUE INDEX users_email ON users (email);`,
      },
      {
        title: 'the new primary key: each row needs a value of its own first',
        given: 'CREATE TABLE profiles (user_id int, CONSTRAINT profiles_pkey PRIMARY KEY (user_id))',
        up: 'ALTER TABLE profiles DROP CONSTRAINT profiles_pkey, ADD COLUMN id int NOT NULL, ADD CONSTRAINT profiles_pkey PRIMARY KEY (id)',
        instead: [
          'ALTER TABLE profiles ADD COLUMN id int',
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY profiles_id ON profiles (id)', transaction: 'none' },
          'ALTER TABLE profiles ADD CONSTRAINT id_not_null CHECK (id IS NOT NULL) NOT VALID',
          'ALTER TABLE profiles VALIDATE CONSTRAINT id_not_null',
          'ALTER TABLE profiles ALTER COLUMN id SET NOT NULL',
          'ALTER TABLE profiles DROP CONSTRAINT id_not_null, DROP CONSTRAINT profiles_pkey, ADD CONSTRAINT profiles_pkey PRIMARY KEY USING INDEX profiles_id',
        ],
      },
      {
        title: 'SQLite refuses it',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN email TEXT NOT NULL',
      },
      {
        title: 'a table that was emptied first: the old release still inserts without it',
        given: 'CREATE TABLE users (id int)',
        up: 'TRUNCATE users; ALTER TABLE users ADD COLUMN email text NOT NULL',
      },
      {
        title: 'a column that is to be a part of the primary key',
        given: 'CREATE TABLE seats (hall int NOT NULL, CONSTRAINT seats_pkey PRIMARY KEY (hall))',
        up: `ALTER TABLE seats ADD COLUMN number int NOT NULL;
ALTER TABLE seats DROP CONSTRAINT seats_pkey, ADD CONSTRAINT seats_pkey PRIMARY KEY (hall, number);`,
        instead: { noSql: 'which number each row is to have is known to its author alone' },
      },
    ],
    allowed: [
      {
        title: 'with a default',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT ''",
      },
      {
        title: 'nullable',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100)',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'sqlite',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY); ALTER TABLE users ADD COLUMN email TEXT NOT NULL',
      },
      {
        title: 'a generated value',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN number bigint NOT NULL GENERATED ALWAYS AS IDENTITY',
      },
    ],
  },

  checkOperation: {
    'add-column'(operation, context) {
      const { table, column } = operation
      const { traits, before, statement } = context
      if (!isRequired(operation)) return undefined
      const outcome = traits.addRequiredColumn(column)
      if (outcome === 'allowed') return undefined
      const filling = outcome === 'fails' ? undefined : fillsImplicit(operation, context)
      if (filling !== undefined) return filledLater(operation, filling, context)
      const isEmptied = isEmptiedFirst(table, context.step, context.replayedScript)
      const name = `${table}.${column.name}`
      const madeUp = outcome === 'fails' ? undefined : implicitValue(column.type)
      const required = statement.operations.filter(
        (each): each is AddColumn =>
          each.kind === 'add-column' && isRequired(each) && sameObject(before, each.table, table),
      )
      return {
        message:
          outcome === 'fails' && isEmptied
            ? `${name} is NOT NULL without a default: INSERTs that do not name it fail.`
            : outcome === 'fails'
              ? `${name} is NOT NULL without a default: the statement fails if ${table} has rows.`
              : `${name} is NOT NULL without a default: existing rows get ${implicitValue(column.type)}, and INSERTs that do not name it fail in strict mode.`,
        ...(outcome === 'fails' && !isEmptied ? {} : { severity: 'warning' }),
        objects: [name],
        ...(optionalAtOnce(required, operation, madeUp, context) ?? {
          instead: howTo(operation, context),
          ...requiredLater(required, context),
        }),
      }
    },
  },
}

/** As a nullable column it would hold NULL, which that UPDATE does not find. */
function filledLater(
  operation: AddColumn,
  filling: StepOf<'update-rows'>,
  context: OperationContext,
): Problem {
  const { table, column } = operation
  const { deployScripts, script, traits } = context
  const file = deployScripts.find(({ steps }) => steps.includes(filling))?.script.file
  const place = `line ${filling.statement.location.line}${file === undefined || file === script.file ? '' : ` of ${fileInWords(file)}`}`
  const refused = noConstantDefault(column.type, traits)
  return {
    message: `${table}.${column.name} is NOT NULL without a default: existing rows get ${implicitValue(column.type)} until the UPDATE in ${place} fills them, and INSERTs that do not name it fail in strict mode.`,
    severity: 'warning',
    objects: [`${table}.${column.name}`],
    ...(refused === undefined
      ? defaultSaid(operation, filling, context)
      : {
          instead: `Add it nullable, let the UPDATE find the rows by IS NULL, let the code write it, and set NOT NULL in a later release. ${refused}`,
        }),
  }
}

function defaultSaid(
  operation: AddColumn,
  filling: StepOf<'update-rows'>,
  context: OperationContext,
): Pick<Problem, 'instead' | 'suggestion'> {
  const { statement } = context
  const constant = constantFilled(operation, filling, context)
  const required = statement.operations.filter(
    (each): each is AddColumn => each.kind === 'add-column' && isRequired(each),
  )
  const values = new Map(required.map(each => [each as Operation, defaultOf(each, context)]))
  const isOfAll = required.every(each => values.get(each) !== undefined)
  const sql = isOfAll
    ? withClauses(statement, (each, clause) =>
        values.has(each) ? clause.replace(/\bnot\s+null\b/i, `$& DEFAULT ${values.get(each)}`) : clause,
      )
    : undefined
  return {
    instead:
      constant === undefined
        ? `Give it DEFAULT ${implicitValue(operation.column.type)}: the UPDATE finds the rows by it, and INSERTs of the running release get it too. Drop the default in a later release.`
        : `Give it DEFAULT ${constant}, which the UPDATE writes into all of them, and leave the UPDATE out: INSERTs of the running release get it too. Drop the default in a later release.`,
    ...(sql !== undefined && {
      suggestion: {
        title:
          constant === undefined
            ? 'Say the default that it gets anyway'
            : 'Let the default be what the UPDATE writes',
        sql: `${sql};`,
        ofWholeStatement: true,
      },
    }),
  }
}

function defaultOf(operation: AddColumn, context: OperationContext): string | undefined {
  const filling = fillsImplicit(operation, context)
  if (filling === undefined || noConstantDefault(operation.column.type, context.traits) !== undefined)
    return undefined
  return constantFilled(operation, filling, context) ?? implicitValue(operation.column.type)
}

function howTo(operation: AddColumn, context: OperationContext): string {
  const { traits } = context
  const key = keyWith(operation, context)
  const last =
    traits.altersByRebuild === true
      ? 'and fill the old rows; NOT NULL then takes the table made anew'
      : key === 'primary-key'
        ? 'fill the old rows in batches, each with a value of its own, and make it the key in a later release'
        : key === 'part-of-primary-key'
          ? 'fill the old rows in batches, each with the value that it has to have, and make it a part of the key in a later release'
          : 'fill the old rows in batches, and set NOT NULL in a later release'
  const refused = noConstantDefault(operation.column.type, traits)
  const nullable = `dd it nullable, let the code write it, ${last}.`
  if (key !== undefined) return `A${nullable}`
  if (refused !== undefined) return `A${nullable} ${refused}`
  return `Where one value fits every row, give it as a constant DEFAULT: that is instant in current versions. Else a${nullable}`
}

/** One value for all rows is no key of its own, and has to be one of the other table. */
function keyWith(
  { table, column, constraints }: AddColumn,
  { atEnd, replayedScript }: OperationContext,
): Constraint['type'] | 'part-of-primary-key' | undefined {
  const isThis = (name: string | undefined) => name !== undefined && sameColumn(atEnd, name, column.name)
  // A later migration of the deploy may drop or rename it.
  const found = findTable(atEnd, table) ?? findTable(replayedScript.after, table)
  const inDeploy = (found?.constraints ?? []).find(each => {
    if (each.type === 'foreign-key') return each.columns.some(isThis)
    if (each.type === 'primary-key') return each.columns.length === 1 && each.columns.every(isThis)
    return each.type === 'unique' && each.columns.length === 1 && each.columns.every(isThis)
  })
  const isIndexed = (found?.indexes ?? []).some(
    ({ unique, where, parts }) =>
      unique && where === undefined && parts.length === 1 && isThis(parts[0]?.column),
  )
  const inline = constraints.find(({ type }) => type !== 'check')
  const primary = found && primaryKeyOf(found)
  const isPart = primary !== undefined && columnsOf(primary).some(isThis)
  return (inline ?? inDeploy)?.type ?? (isPart ? 'part-of-primary-key' : isIndexed ? 'unique' : undefined)
}
