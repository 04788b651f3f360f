import type { Effect } from '../dialects/dialect.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { objectsOn } from '../schema/find-objects.ts'
import { primaryKeyOf } from '../schema/lookup.ts'
import { referencesTo } from '../schema/references.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'

export const oscIncompatible: Rule = {
  id: 'osc-incompatible',
  category: 'data-dependent',
  severity: 'warning',
  optIn: true,
  noSql:
    'another tool, another time or another order of deploys takes the hazard away, not another statement',
  title: 'An online schema change tool refuses the table, or loses rows of it.',
  why: `gh-ost refuses a table with triggers or foreign keys, and both tools need a primary or unique key to go by. Both copy with
INSERT IGNORE: under a new unique key, rows that repeat a value are left out without an error and are gone with the old
table. gh-ost stops at a renamed column, pt-online-schema-change at one that CHANGE renames and at DROP PRIMARY KEY.`,
  instead: `Add a unique key with ALTER TABLE itself, which stops at a duplicate. Give the table a key first, drop foreign keys
and triggers before and make them again after, or change it at a quiet time.`,
  sources: [
    'gh-ost documentation, Requirements and limitations; Command line flags, approve-renamed-columns',
    'Percona Toolkit documentation, pt-online-schema-change, --alter and --check-alter',
  ],
  examples: {
    flagged: [
      {
        title: 'a foreign key',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY, visits int);
CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
      {
        title: 'a trigger',
        dialect: 'mariadb',
        given: `CREATE TABLE users (id int PRIMARY KEY, visits int);
CREATE TRIGGER counted BEFORE INSERT ON users FOR EACH ROW SET NEW.visits = 0;`,
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
      {
        title: 'no key',
        dialect: 'mysql',
        given: 'CREATE TABLE visits (at datetime, count int)',
        up: 'ALTER TABLE visits MODIFY count bigint',
      },
      {
        title: 'a unique key, which the copy makes true by leaving rows out',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100))',
        up: 'ALTER TABLE users ADD UNIQUE (email)',
      },
      {
        title: 'the primary key goes',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, number int NOT NULL)',
        up: 'ALTER TABLE users DROP PRIMARY KEY',
      },
      {
        title: 'a column that is copied under another name',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, visits int)',
        up: 'ALTER TABLE users CHANGE visits visit_count bigint',
      },
    ],
    allowed: [
      {
        title: 'a table that can be copied',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
      {
        title: 'a change that needs no copy',
        dialect: 'mysql',
        given: 'CREATE TABLE visits (at datetime, count int)',
        up: 'ALTER TABLE visits ADD COLUMN kind int',
      },
    ],
  },

  checkAnyOperation(operation, { effects, before, tableBefore }): Problem | undefined {
    const copied = effects.find(isCopied)
    const table = copied?.table ?? uniqueOn(operation, effects)
    const known = table === undefined ? undefined : tableBefore(table)
    if (table === undefined || known === undefined) return undefined
    const reason =
      uniqueOn(operation, effects) === undefined
        ? (refusedChange(operation, before) ?? refused(table, known, before))
        : 'rows that repeat a value of the new key are left out of the copy'
    return reason === undefined
      ? undefined
      : { message: `Online, ${table} is not changed safely: ${reason}.`, objects: [table] }
  },
}

function isCopied({ algorithm, rewrite }: Effect): boolean {
  return algorithm === 'COPY' || (algorithm === 'INPLACE' && rewrite === true)
}

/** The table that a unique key is added to, where the engine has algorithms to choose from. */
function uniqueOn(operation: Operation, effects: OperationContext['effects']): ObjectName | undefined {
  if (!effects.some(({ algorithm }) => algorithm !== undefined)) return undefined
  if (operation.kind === 'create-index' && operation.index.unique) return operation.index.table
  return operation.kind === 'add-constraint' && operation.constraint.type === 'unique'
    ? operation.table
    : undefined
}

function refusedChange(operation: Operation, { semantics }: SchemaState): string | undefined {
  if (
    operation.kind === 'change-column' &&
    semantics.columnKey(operation.column) !== semantics.columnKey(operation.to.name)
  )
    return `a new name for ${operation.column} stops the tools`
  return operation.kind === 'drop-constraint' && operation.type === 'primary-key'
    ? 'pt-online-schema-change stops where the primary key goes'
    : undefined
}

function refused(name: ObjectName, table: Table, before: SchemaState): string | undefined {
  const isKeyed = primaryKeyOf(table) !== undefined || hasUnique(table)
  if (table.complete && !isKeyed) return 'it has no key that the copy can go by'
  if (table.constraints.some(({ type }) => type === 'foreign-key')) return 'it has foreign keys'
  if (referencesTo(before, name).length > 0) return 'foreign keys point at it'
  const triggers = objectsOn(before, name).filter(({ type }) => type === 'trigger')
  return triggers.length > 0 ? 'it has triggers' : undefined
}

function hasUnique({ indexes, constraints }: Table): boolean {
  return indexes.some(({ unique }) => unique) || constraints.some(({ type }) => type === 'unique')
}
