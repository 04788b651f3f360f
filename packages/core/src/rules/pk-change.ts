import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { stepsOn } from '../schema/find-steps.ts'
import { columnsOf, findTable, primaryKeyOf, sameName } from '../schema/lookup.ts'
import { dropOfTable, inPlace } from './deploy/later-in-deploy.ts'
import { referencesTo } from './keys/dependents.ts'
import { isUniqueAlready } from './keys/unique-already.ts'
import { columnIn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inTransactionAt } from './scripts/transaction-state.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const pkChange: Rule = {
  id: 'pk-change',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A primary key is dropped in one statement and added in another.',
  why: `Each one commits by itself and writes the whole table again. If a NULL or a duplicate stops the second, the table is
left without a primary key, and rows in between may be added twice.`,
  instead: 'Do both in one ALTER TABLE: it is done whole or not at all, and the table is written once.',
  sources: ['MySQL 8.4 manual, Online DDL Operations, Primary Key Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'two statements',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email varchar(100) NOT NULL)',
        up: 'ALTER TABLE users DROP PRIMARY KEY; ALTER TABLE users ADD PRIMARY KEY (email)',
        instead: ['ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (email)'],
      },
      {
        title: 'a key of fewer columns, which rows that are there may break',
        dialect: 'mariadb',
        given:
          'CREATE TABLE issues (id int NOT NULL, platform varchar(20) NOT NULL, PRIMARY KEY (id, platform))',
        up: 'ALTER TABLE issues DROP PRIMARY KEY; ALTER TABLE issues ADD CONSTRAINT issues_pk PRIMARY KEY (id)',
        instead: ['ALTER TABLE issues DROP PRIMARY KEY, ADD PRIMARY KEY (id)'],
      },
      {
        title: 'PostgreSQL, outside a transaction',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email text NOT NULL)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD PRIMARY KEY (email)',
        transaction: 'none',
        instead: [
          {
            up: 'ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (email)',
            transaction: 'none',
          },
        ],
      },
      {
        title: 'PostgreSQL, with the foreign keys that refer to it',
        given: `CREATE TABLE users (id bigint CONSTRAINT users_pkey PRIMARY KEY, email text NOT NULL);
CREATE TABLE carts (user_id bigint CONSTRAINT carts_user REFERENCES users (id));`,
        up: `ALTER TABLE users DROP CONSTRAINT IF EXISTS users_pkey CASCADE;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id, email);`,
        transaction: 'none',
        instead: [
          {
            up: 'ALTER TABLE users DROP CONSTRAINT IF EXISTS users_pkey CASCADE, ADD CONSTRAINT users_pkey PRIMARY KEY (id, email)',
            transaction: 'none',
          },
        ],
      },
      {
        title: 'a column is filled in between',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email text)',
        up: `ALTER TABLE users DROP CONSTRAINT users_pkey;
UPDATE users SET email = id::text WHERE email IS NULL;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (email);`,
        transaction: 'none',
        instead: [
          {
            up: `UPDATE users SET email = id::text WHERE email IS NULL;
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (email);`,
            transaction: 'none',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'one statement',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email varchar(100) NOT NULL)',
        up: 'ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (email)',
      },
      {
        title: 'a transaction holds both together',
        given: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, email text NOT NULL)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD PRIMARY KEY (email)',
      },
    ],
  },

  checkOperation: {
    'drop-constraint'(operation, context) {
      const { table, name, type } = operation
      const { before, statement, replayedScript } = context
      const known = findTable(before, table)
      const key = known && primaryKeyOf(known)
      const isKey =
        type === 'primary-key' ||
        (key !== undefined && name !== undefined && sameName(key.name, name, before.semantics))
      if (!isKey || inOneTransaction(context)) return undefined
      const added = stepsOn(replayedScript.steps, table, 'add-constraint').find(
        ({ operation }) => operation.constraint.type === 'primary-key',
      )
      if (added?.operation.constraint.type !== 'primary-key' || added.statement === statement)
        return undefined
      const { line } = added.statement.location
      const { statements } = context.script
      const isNext = statements.indexOf(added.statement) === statements.indexOf(statement) + 1
      const combined = `${dropping(operation, context)}, ADD ${adding(added.operation, context)}`
      const taken = takenByCascade(operation, context)
      const { columns } = added.operation.constraint
      const gone = dropOfTable(table, context)
      const query = queryForDuplicates(table, columns, context)
      const oldKey = key === undefined || key.type !== 'primary-key' ? '' : ` (${key.columns.join(', ')})`
      const stopping =
        query === undefined
          ? ''
          : `: two rows with the same ${listWords(columns)}, which the key${oldKey} lets in, stop it`
      const alone = `leave this one out: ${combined}.${taken} What lies between them may stay there, unless the old key refuses it.`
      return {
        message: `${table} has no primary key until the statement in line ${line} is done, and none after it if that one fails${stopping}.`,
        instead:
          gone === undefined
            ? `${query === undefined ? '' : `Look for duplicates first: ${query}. `}${
                isNext
                  ? `Write one statement: ${combined}.${taken}`
                  : `Write one statement in place of line ${line}, and ${alone}`
              }`
            : `Leave both out, this and line ${line}, unless the deploy itself needs the new key: ${inPlace(gone, context)} drops the table.`,
        objects: [table],
      }
    },
  },
}

function inOneTransaction({ traits, script, replayedScript: { steps }, step }: OperationContext): boolean {
  return traits.transactionalDdl && inTransactionAt(script, steps, steps.indexOf(step))
}

/** It counts what the new key refuses and the old one takes; a column of the deploy cannot be asked before. */
function queryForDuplicates(
  table: ObjectName,
  columns: readonly string[],
  context: OperationContext,
): string | undefined {
  const { traits, deployed } = context
  if (columns.some(column => columnIn(deployed, table, column) === undefined)) return undefined
  if (isUniqueAlready(table, { columns }, context)) return undefined
  const names = columns.map(column => traits.quote(column)).join(', ')
  return `SELECT ${names}, count(*) FROM ${sqlName(table, traits)} GROUP BY ${names} HAVING count(*) > 1`
}

/** As it is written: without CASCADE it fails where a foreign key refers to the key. */
function dropping(
  { table, name, ifExists, cascade }: OperationOf<'drop-constraint'>,
  { traits }: OperationContext,
): string {
  const found = ifExists ? 'IF EXISTS ' : ''
  const key = name === undefined ? 'PRIMARY KEY' : `CONSTRAINT ${found}${traits.quote(name)}`
  return `ALTER TABLE ${sqlName(table, traits)} DROP ${key}${cascade ? ' CASCADE' : ''}`
}

function takenByCascade(
  { table, cascade }: OperationOf<'drop-constraint'>,
  { before, after }: OperationContext,
): string {
  if (!cascade) return ''
  const staying = referencesTo(table, after)
  const taken = referencesTo(table, before).filter(
    one => !staying.some(other => other.table === one.table && other.foreignKey.name === one.foreignKey.name),
  )
  if (taken.length === 0) return ''
  const names = taken.map(each =>
    each.foreignKey.name === undefined ? `that of ${each.table}` : `${each.foreignKey.name} of ${each.table}`,
  )
  return ` CASCADE drops the foreign key${taken.length === 1 ? '' : 's'} ${listWords(names)} with it.`
}

function adding(
  { constraint, usingIndex }: OperationOf<'add-constraint'>,
  { traits }: OperationContext,
): string {
  const name =
    constraint.name === undefined || !traits.transactionalDdl
      ? ''
      : `CONSTRAINT ${traits.quote(constraint.name)} `
  if (usingIndex !== undefined) return `${name}PRIMARY KEY USING INDEX ${traits.quote(usingIndex)}`
  return `${name}PRIMARY KEY (${columnsOf(constraint)
    .map(column => traits.quote(column))
    .join(', ')})`
}
