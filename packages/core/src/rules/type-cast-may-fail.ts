import type { DataType } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import { findEnum } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { newColumnInstead } from './advice/new-column-instead.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'

export const typeCastMayFail: Rule = {
  id: 'type-cast-may-fail',
  category: 'data-dependent',
  severity: 'error',
  title: 'The server does not convert the column to this type by itself.',
  why: `The statement fails, also on an empty table, and the deploy with it. A default is converted apart from the rows: USING
does not help it.`,
  instead: `Add a column of the new type, fill it in batches from the values that convert, and switch over. In place, USING says how,
while nobody can use the table; a default has to be dropped before and set again.`,
  sources: ['PostgreSQL manual, ALTER TABLE, SET DATA TYPE; Notes', 'measured: PostgreSQL 15 (42804)'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'text to integer',
        given: 'CREATE TABLE users (id bigint, age text)',
        up: 'ALTER TABLE users ALTER COLUMN age TYPE integer',
      },
      {
        title: 'a default that does not convert',
        given: "CREATE TABLE users (id bigint, active text DEFAULT 'yes')",
        up: 'ALTER TABLE users ALTER COLUMN active TYPE boolean USING active::boolean',
      },
      {
        title: 'an enum whose default is of the old type',
        given: `CREATE TYPE status AS ENUM ('new', 'paid');
CREATE TABLE orders (id bigint PRIMARY KEY, status status DEFAULT 'new')`,
        up: `ALTER TYPE status RENAME TO status_old;
CREATE TYPE status AS ENUM ('new', 'paid', 'sent');
ALTER TABLE orders ALTER COLUMN status TYPE status USING status::text::status;`,
      },
    ],
    allowed: [
      {
        title: 'USING',
        given: 'CREATE TABLE users (id bigint, age text)',
        up: 'ALTER TABLE users ALTER COLUMN age TYPE integer USING age::integer',
      },
      {
        title: 'a cast that there is',
        given: 'CREATE TABLE users (id bigint, age integer)',
        up: 'ALTER TABLE users ALTER COLUMN age TYPE text',
      },
      {
        title: 'the default is dropped first',
        given: "CREATE TABLE users (id bigint, active text DEFAULT 'yes')",
        up: `ALTER TABLE users ALTER COLUMN active DROP DEFAULT,
  ALTER COLUMN active TYPE boolean USING active::boolean`,
      },
    ],
  },

  checkOperation: {
    'change-column-type'({ table, column, type, using }, context) {
      const { before, traits } = context
      const old = columnIn(before, table, column)
      if (old?.type === undefined) return undefined
      if (traits.typeChange(old.type, type).refused !== true && !becomesEnum(old.type, type, before))
        return undefined
      if (using !== undefined && (old.default === undefined || /^null$/i.test(old.default))) return undefined
      const name = `${table}.${column}`
      const change = `from ${describeType(old.type)} to ${describeType(type)}`
      if (using !== undefined) {
        return {
          message: `The default of ${name}, ${old.default}, is not converted ${change}: the statement fails.`,
          objects: [name],
          ...newColumnInstead(table, column, type, context),
        }
      }
      return {
        message: `${name} is not converted ${change} without USING: the statement fails.`,
        objects: [name],
        ...newColumnInstead(table, column, type, context),
      }
    },
  },
}

/** Into an enum there is no cast but a written one, also from another enum (measured: PostgreSQL 15). */
function becomesEnum(from: DataType, to: DataType, schema: SchemaState): boolean {
  return findEnum(schema, to.name) !== undefined && !sameObject(schema, from.name, to.name)
}
