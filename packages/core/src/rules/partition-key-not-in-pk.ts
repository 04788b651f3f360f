import type { ObjectName } from '../operations/column.ts'
import { columnsOf } from '../schema/lookup.ts'
import type { Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { sameColumn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const partitionKeyNotInPk: Rule = {
  id: 'partition-key-not-in-pk',
  category: 'compatibility',
  severity: 'error',
  title: 'A key of a partitioned table lacks a column of the partition key.',
  why: `The server refuses it, and the deploy stops: each partition has an index of its own, and could not see a duplicate in
another.`,
  instead: 'Add the columns of the partition key to the primary key and to each unique key.',
  sources: [
    'PostgreSQL manual, Table Partitioning, Limitations',
    'MySQL 8.4 manual, Partitioning Keys, Primary Keys, and Unique Keys',
    'measured: PostgreSQL 15, MariaDB 10.11 (error 1503)',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a primary key',
        up: 'CREATE TABLE events (id bigint PRIMARY KEY, day date NOT NULL) PARTITION BY RANGE (day)',
        instead:
          'CREATE TABLE events (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)',
      },
      {
        title: 'a unique index',
        given: 'CREATE TABLE events (id bigint, day date NOT NULL) PARTITION BY RANGE (day)',
        up: 'CREATE UNIQUE INDEX events_id ON events (id)',
        instead: 'CREATE UNIQUE INDEX events_id ON ONLY events (id, day)',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        up: 'CREATE TABLE events (id bigint PRIMARY KEY, day date NOT NULL) PARTITION BY HASH (to_days(day))',
        instead:
          'CREATE TABLE events (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY HASH (to_days(day))',
      },
      {
        title: 'a table that has a key already',
        dialect: 'mariadb',
        given: 'CREATE TABLE events (id bigint PRIMARY KEY, day date NOT NULL)',
        up: 'ALTER TABLE events PARTITION BY HASH (to_days(day))',
        instead: { noSql: 'the primary key changes first, which another rule tells' },
      },
    ],
    allowed: [
      {
        title: 'all of it',
        up: 'CREATE TABLE events (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)',
      },
      {
        title: 'no key',
        dialect: 'mariadb',
        up: 'CREATE TABLE events (id bigint, day date NOT NULL) PARTITION BY HASH (to_days(day))',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, constraints }, context) =>
      constraints.flatMap(constraint =>
        constraint.type === 'primary-key' || constraint.type === 'unique'
          ? (judge(table, columnsOf(constraint), context) ?? [])
          : [],
      ),
    'add-constraint': ({ table, constraint, usingIndex }, context) =>
      (constraint.type === 'primary-key' || constraint.type === 'unique') && usingIndex === undefined
        ? judge(table, columnsOf(constraint), context)
        : undefined,
    'change-partitions': ({ table, action }, context) =>
      action === 'partition-by' ? partitioned(table, context) : undefined,
    'create-index': ({ index, only }, context) =>
      index.unique && !only
        ? judge(
            index.table,
            index.parts.flatMap(({ column }) => column ?? []),
            context,
          )
        : undefined,
  },
}

/** ALTER TABLE … PARTITION BY, of a table with keys (MySQL, MariaDB). */
function partitioned(name: ObjectName, context: OperationContext): readonly Problem[] {
  const table = context.tableAfter(name)
  const [, key = ''] = /\bpartition\s+by\s+([^(]*\([^)]*\)*)/i.exec(context.statement.text) ?? []
  if (table === undefined) return []
  const wanted = partitionColumns({ ...table, options: { 'partition by': key } })
  return table.constraints.flatMap(each =>
    each.type === 'primary-key' || each.type === 'unique'
      ? (lacking(name, each.columns, wanted, context) ?? [])
      : [],
  )
}

function judge(name: ObjectName, columns: readonly string[], context: OperationContext): Problem | undefined {
  const table = context.tableAfter(name)
  return table && lacking(name, columns, partitionColumns(table), context)
}

function lacking(
  name: ObjectName,
  columns: readonly string[],
  wanted: readonly string[],
  { after }: OperationContext,
): Problem | undefined {
  const missing = wanted.filter(column => !columns.some(each => sameColumn(after, each, column)))
  if (missing.length === 0) return undefined
  return {
    message: `The key of ${name} on (${columns.join(', ')}) lacks ${listWords(missing)}, by which the table is partitioned: it is refused.`,
    objects: [name],
  }
}

/** `RANGE (day)`, `HASH (to_days(day))`: the names that are columns. */
function partitionColumns({ options, columns }: Pick<Table, 'options' | 'columns'>): readonly string[] {
  const [, ...names] = namesIn(options['partition by'] ?? '')
  return [...columns.values()].flatMap(({ name }) => (names.includes(name) ? [name] : []))
}
