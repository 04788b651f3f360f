import type { Index, ObjectName } from '../operations/column.ts'
import { attachedTo } from '../schema/index-parts.ts'
import { isValid } from '../schema/is-valid.ts'
import { findIndex, findTable, tableOfIndex } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import { dropsColumn } from './objects/dropped-guard.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const dropIndex: Rule = {
  id: 'drop-index',
  category: 'compatibility',
  severity: 'info',
  optIn: true,
  title: 'An index is dropped that queries may need.',
  why: `A query that used it reads the whole table from now on, and what took milliseconds takes minutes under load. Building
the index again takes as long as it took the first time, just when the server has no time to spare. A query that names it in
USE INDEX or FORCE INDEX fails (MySQL and MariaDB, error 1176).`,
  instead: `Ask the server first whether it is used: pg_stat_user_indexes.idx_scan in PostgreSQL, sys.schema_unused_indexes in
MySQL. MySQL 8 and MariaDB 10.6 can hide it at once and show it again at once: make it INVISIBLE (IGNORED), wait, and drop
it in a later migration.`,
  sources: [
    'MySQL 8.4 manual, Invisible Indexes',
    'MariaDB manual, Ignored Indexes',
    'PostgreSQL manual, The Cumulative Statistics System, pg_stat_all_indexes',
    'measured: MariaDB 10.11, error 1176',
  ],
  examples: {
    flagged: [
      {
        title: 'no other index begins with its columns',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX CONCURRENTLY users_email',
        transaction: 'none',
        instead: { noSql: 'which queries use it is in pg_stat_user_indexes of the database' },
      },
      {
        title: 'not valid, but the index of a partition is attached to it, and goes too',
        given: `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1);
CREATE TABLE visits_2 PARTITION OF visits FOR VALUES IN (2);
CREATE INDEX visits_id ON ONLY visits (id);
CREATE INDEX visits_1_id ON visits_1 (id);
ALTER INDEX visits_id ATTACH PARTITION visits_1_id;`,
        up: 'DROP INDEX visits_id',
        instead: { noSql: 'which queries use it is in pg_stat_user_indexes of the database' },
      },
      {
        title: 'MySQL can hide it first',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100), KEY users_email (email))',
        up: 'ALTER TABLE users DROP INDEX users_email',
      },
      {
        title: 'MariaDB',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100), KEY users_email (email))',
        up: 'DROP INDEX users_email ON users',
      },
      {
        title: 'hidden in the same deploy, no query has gone without it yet',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100), KEY users_email (email))',
        after: {
          up: 'ALTER TABLE users ALTER INDEX users_email INVISIBLE',
          down: 'ALTER TABLE users ALTER INDEX users_email VISIBLE',
        },
        up: 'ALTER TABLE users DROP INDEX users_email',
        instead: { noSql: 'it is dropped in a deploy that comes later' },
      },
      {
        title: 'the index that would serve is hidden itself',
        dialect: 'mariadb',
        given: `CREATE TABLE users (id int, email varchar(100), name varchar(100),
  KEY users_email (email), KEY users_email_name (email, name) IGNORED)`,
        up: 'ALTER TABLE users DROP INDEX users_email',
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email',
        instead: { noSql: 'which queries use it is told by EXPLAIN QUERY PLAN alone' },
      },
    ],
    allowed: [
      {
        title: 'another index begins with the same columns',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int, email varchar(100), name varchar(100),
  KEY users_email (email), KEY users_email_name (email, name))`,
        up: 'ALTER TABLE users DROP INDEX users_email',
      },
      {
        title: 'another index is built in the same script',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'CREATE INDEX users_lower_email ON users (lower(email)); DROP INDEX users_email',
      },
      {
        title: 'it was not valid: no query used it',
        given: `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1);
CREATE INDEX visits_id ON ONLY visits (id);`,
        up: 'DROP INDEX visits_id',
      },
      {
        title: 'it was invisible before this deploy',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int, email varchar(100), KEY users_email (email));
ALTER TABLE users ALTER INDEX users_email INVISIBLE;`,
        up: 'ALTER TABLE users DROP INDEX users_email',
      },
    ],
  },

  checkOperation: {
    'drop-index'({ name, table: on }, context) {
      const { before, deployed, traits } = context
      const table = tableOfIndex(before, name, on)
      const index = table && findIndex(table, name, before.semantics)
      if (table === undefined || index === undefined || index.unique) return undefined
      // Hidden by this very deploy, no query has gone without it yet.
      if (index.invisible === true && isHidden(index, deployed)) return undefined
      if (!isValid(index) && attachedTo(before, table.name, name).length === 0) return undefined
      if (isServed(index, table, before) || isReplaced(index, context)) return undefined
      const columns = index.parts.map(part => part.column ?? part.expression ?? '')
      if (dropsColumn(table.name, columns, context)) return undefined
      const hide = traits.hideIndex?.(sqlName(table.name, traits), traits.quote(name))
      return {
        ...(index.invisible === true && {
          instead: 'Drop it in a later deploy, when no query has been missing it.',
        }),
        message: `Queries that look for ${listWords(columns)} in ${table.name} have no index any more.`,
        objects: [`${table.name}.${name}`],
        ...(hide === undefined || index.invisible === true
          ? {}
          : { suggestion: { title: 'Hide it first, and drop it in a later migration', sql: hide } }),
      }
    },
  },
}

/** The same index, with the same columns. */
function isHidden({ table, name = '', parts }: Index, schema: SchemaState): boolean {
  const known = findTable(schema, table)
  const index = known && findIndex(known, name, schema.semantics)
  return index?.invisible === true && JSON.stringify(index.parts) === JSON.stringify(parts)
}

/** Another index or key of the table begins with the same columns: a query finds its rows by that. */
function isServed(index: Index, table: Table, schema: SchemaState): boolean {
  const wanted = index.parts.map(({ column }) => column)
  const others = [
    ...table.indexes
      .filter(isValid)
      .filter(other => other.invisible !== true)

      .filter(
        other =>
          other !== index &&
          other.invisible !== true &&
          other.where === index.where &&
          other.variant === index.variant,
      )
      .map(({ parts }) => parts.map(({ column }) => column)),
    ...table.constraints.flatMap(constraint =>
      (constraint.type === 'primary-key' || constraint.type === 'unique') && isValid(constraint)
        ? [constraint.columns]
        : [],
    ),
  ]
  return others.some(columns =>
    wanted.every((column, at) => {
      const other = columns[at]
      return column !== undefined && other !== undefined && sameColumn(schema, column, other)
    }),
  )
}

/** Another index is built on the table, or the table goes. */
function isReplaced({ table }: Index, { replayedScript, before }: OperationContext): boolean {
  const isThis = (name: ObjectName): boolean => sameObject(before, name, table)
  return replayedScript.steps.some(({ operation }) => {
    switch (operation.kind) {
      case 'create-index':
        return isThis(operation.index.table)
      case 'add-constraint':
        return (
          (operation.constraint.type === 'unique' || operation.constraint.type === 'primary-key') &&
          isThis(operation.table)
        )
      case 'drop-table':
        return isThis(operation.table)
      default:
        return false
    }
  })
}
