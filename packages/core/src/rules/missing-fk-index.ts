import type { Constraint, ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { Operation } from '../operations/operation.ts'
import { isValid } from '../schema/is-valid.ts'
import { findTable, tablesNaming } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import type { DeployContext, Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

type ForeignKey = Extract<Constraint, { type: 'foreign-key' }>

export const missingFkIndex: Rule = {
  id: 'missing-fk-index',
  category: 'locking',
  severity: 'info',
  optIn: true,
  title: 'A new foreign key has no index on its own columns.',
  why: `PostgreSQL and SQLite index the table that it points to, not the one that it is on. Each DELETE or change of key
there reads this whole table to look for rows that refer to it, and so does each join.`,
  instead: 'Create an index whose first columns are those of the foreign key, in the same deploy.',
  sources: [
    'PostgreSQL manual, Foreign Keys',
    'SQLite manual, SQLite Foreign Key Support, 3. Required and Suggested Database Indexes',
  ],
  examples: {
    flagged: [
      {
        title: 'in a new table',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id))',
      },
      {
        title: 'an index that begins with another column',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE carts (id INTEGER PRIMARY KEY, shop INTEGER, user_id INTEGER REFERENCES users (id));
CREATE INDEX carts_shop ON carts (shop, user_id);`,
      },
    ],
    allowed: [
      {
        title: 'with an index',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id));
CREATE INDEX carts_user ON carts (user_id, id);`,
      },
      {
        title: 'the primary key begins with it',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int REFERENCES users (id), item int, PRIMARY KEY (user_id, item))',
      },
      {
        title: 'MySQL makes one by itself',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
      },
    ],
  },

  checkDeploy({ migrations, traits }: DeployContext) {
    const end = migrations.at(-1)?.replayed.up.after
    if (end === undefined || end.semantics.foreignKeyCreatesIndex) return undefined
    return migrations.flatMap(({ migration, replayed }) =>
      replayed.up.steps.flatMap(step => {
        const { operation, statement } = step
        const bare = foreignKeysOf(operation).filter(([table, key]) => lacksIndex(table, key, end))
        const [first] = bare
        if (first === undefined) return []
        const [table] = first
        const how = traits.concurrentIndexes ? 'CREATE INDEX CONCURRENTLY' : 'CREATE INDEX'
        const lists = bare.map(([, { columns }]) => columns.map(column => traits.quote(column)).join(', '))
        return {
          message: `No index of ${table} begins with ${either(bare.map(referring))}.`,
          instead: `${lists.map(list => `${how} ON ${sqlName(table, traits)} (${list})`).join('; ')}, in the same deploy${traits.concurrentIndexes ? '; without CONCURRENTLY where the table is new' : ''}.`,
          ...withIndexes(table, bare, step, end, traits),
          objects: bare.flatMap(([, { columns }]) => columns.map(column => `${table}.${column}`)),
          at: { file: migration.up.file, location: statement.location, statement: statement.text },
        }
      }),
    )
  },
}

/** Made with its table, or before the key of one that is in use. */
function withIndexes(
  table: ObjectName,
  keys: readonly (readonly [ObjectName, ForeignKey])[],
  { operation, statement, newTables, before }: Step,
  end: SchemaState,
  traits: DeployContext['traits'],
): Pick<Problem, 'suggestion'> {
  const named = keys.map(([, { columns }]) => ({
    columns,
    name: `${[bareName(table), ...columns].join('_')}_idx`,
  }))
  if (named.some(({ name }) => tablesNaming(end, name).length > 0)) return {}
  const indexes = (how: string): readonly string[] =>
    named.map(
      ({ columns, name }) =>
        `${how} ${traits.quote(name)} ON ${sqlName(table, traits)} (${columns.map(column => traits.quote(column)).join(', ')});`,
    )
  const title = 'Index it as well'
  const isNew = operation.kind === 'create-table' || newTables.has(before.semantics.objectKey(table))
  if (isNew || !traits.concurrentIndexes) {
    return { suggestion: { title, sql: [`${statement.text};`, ...indexes('CREATE INDEX')].join('\n') } }
  }
  const [first, ...later] = indexes('CREATE INDEX CONCURRENTLY').map(sql => ({
    sql,
    outsideTransaction: true as const,
  }))
  if (first === undefined || operation.kind === 'add-column') return {}
  return { suggestion: { title, ...first, later: [...later, { sql: `${statement.text};` }] } }
}

function referring([, { columns, references }]: readonly [ObjectName, ForeignKey]): string {
  return `${columns.join(', ')} (to ${references.table})`
}

function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

function foreignKeysOf(operation: Operation): readonly (readonly [ObjectName, ForeignKey])[] {
  switch (operation.kind) {
    case 'create-table':
      return operation.temporary ? [] : onTable(operation.table, operation.constraints)
    case 'add-column':
      return onTable(operation.table, operation.constraints)
    case 'add-constraint':
      return onTable(operation.table, [operation.constraint])
    default:
      return []
  }
}

function onTable(
  table: ObjectName,
  constraints: readonly Constraint[],
): readonly (readonly [ObjectName, ForeignKey])[] {
  return constraints.flatMap(constraint =>
    constraint.type === 'foreign-key' ? [[table, constraint] as const] : [],
  )
}

/** Of a table that is not known whole, nobody knows which indexes it has. */
function lacksIndex(name: ObjectName, { columns }: ForeignKey, schema: SchemaState): boolean {
  const table = findTable(schema, name)
  if (table?.complete !== true || columns.length === 0) return false
  const wanted = new Set(columns.map(column => schema.semantics.columnKey(column)))
  return !keysOf(table).some(
    key =>
      key
        .slice(0, wanted.size)
        .every(column => column !== undefined && wanted.has(schema.semantics.columnKey(column))) &&
      key.length >= wanted.size,
  )
}

function keysOf(table: Table): readonly (readonly (string | undefined)[])[] {
  return [
    ...table.indexes
      .filter(isValid)
      .filter(index => index.where === undefined || /\bis\s+not\s+null\s*\)*$/i.test(index.where))
      .map(index => index.parts.map(part => part.column)),
    ...table.constraints.flatMap(constraint =>
      (constraint.type === 'primary-key' || constraint.type === 'unique') && isValid(constraint)
        ? [constraint.columns]
        : [],
    ),
  ]
}
