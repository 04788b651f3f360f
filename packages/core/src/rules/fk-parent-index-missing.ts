import type { Constraint, ObjectName } from '../operations/column.ts'
import { isValid } from '../schema/is-valid.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaSemantics, Table } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import { referencedColumns } from './keys/foreign-key-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const fkParentIndexMissing: Rule = {
  id: 'fk-parent-index-missing',
  category: 'compatibility',
  severity: 'error',
  title: 'A foreign key refers to columns that no key keeps unique.',
  why: `PostgreSQL refuses the statement (error 42830), and so does MySQL since 8.4 (error 6125). Before, and in MariaDB, any
index that begins with the columns will do (error 1005 or 1822 without one). SQLite takes it, and refuses every INSERT and
DELETE afterwards: foreign key mismatch.`,
  instead: 'Refer to the primary key, or add a unique key on the columns first.',
  appliesToNewTables: true,
  sources: [
    'PostgreSQL manual, Constraints, Foreign Keys',
    'MySQL 8.4 manual, FOREIGN KEY Constraints',
    'SQLite, SQLite Foreign Key Support, Required and Suggested Database Indexes',
    'measured: PostgreSQL 15 (42830), MariaDB 10.11 (1005), SQLite 3.50 (foreign key mismatch)',
  ],
  examples: {
    flagged: [
      {
        title: 'a column without a key',
        given: 'CREATE TABLE users (id int PRIMARY KEY, code text)',
        up: 'CREATE TABLE carts (user_code text REFERENCES users (code))',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_code ON users (code)', transaction: 'none' },
          'ALTER TABLE users ADD CONSTRAINT users_code UNIQUE USING INDEX users_code',
          'CREATE TABLE carts (user_code text REFERENCES users (code))',
        ],
      },
      {
        title: 'a key that is not valid yet: a partition has none',
        given: `CREATE TABLE users (id int NOT NULL, team int NOT NULL) PARTITION BY LIST (team);
CREATE TABLE users_1 PARTITION OF users FOR VALUES IN (1);
ALTER TABLE ONLY users ADD CONSTRAINT users_once UNIQUE (id, team);`,
        up: 'CREATE TABLE carts (user_id int, team int, FOREIGN KEY (user_id, team) REFERENCES users (id, team))',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_1_once ON users_1 (id, team)', transaction: 'none' },
          `ALTER TABLE users_1 ADD CONSTRAINT users_1_once UNIQUE USING INDEX users_1_once;
ALTER INDEX users_once ATTACH PARTITION users_1_once;`,
          'CREATE TABLE carts (user_id int, team int, FOREIGN KEY (user_id, team) REFERENCES users (id, team))',
        ],
      },
      {
        title: 'MySQL: one column of two',
        dialect: 'mysql',
        given: 'CREATE TABLE users (tenant int, id int, PRIMARY KEY (tenant, id))',
        up: 'CREATE TABLE carts (user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
        instead: [
          'CREATE TABLE carts (tenant int, user_id int, FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id))',
        ],
      },
      {
        title: 'MySQL: the first column of a longer key, which versions before 8.4 take',
        dialect: 'mysql',
        given: 'CREATE TABLE users (tenant int, id int, PRIMARY KEY (tenant, id))',
        up: 'CREATE TABLE carts (tenant int, FOREIGN KEY (tenant) REFERENCES users (tenant))',
        instead: [
          'CREATE TABLE carts (tenant int, user_id int, FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id))',
        ],
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, code TEXT)',
        up: 'CREATE TABLE carts (user_code TEXT REFERENCES users (code))',
        instead: [
          'CREATE UNIQUE INDEX users_code ON users (code)',
          'CREATE TABLE carts (user_code TEXT REFERENCES users (code))',
        ],
      },
    ],
    allowed: [
      {
        title: 'SQLite looks for the key when a row is written: it is made behind',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER)',
        up: `CREATE TABLE carts (team INTEGER, user_id INTEGER, FOREIGN KEY (team, user_id) REFERENCES users (team, id));
CREATE UNIQUE INDEX users_team_id ON users (team, id);`,
      },
      {
        title: 'a unique key',
        given: 'CREATE TABLE users (id int PRIMARY KEY, code text UNIQUE)',
        up: 'CREATE TABLE carts (user_code text REFERENCES users (code))',
      },
      {
        title: 'an index that begins with the column, in MariaDB',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, tenant int, PRIMARY KEY (id, tenant))',
        up: 'CREATE TABLE carts (user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, constraints }, context) => withoutKey(table, constraints, context),
    'add-column': ({ table, constraints }, context) => withoutKey(table, constraints, context),
    'add-constraint': ({ table, constraint }, context) => withoutKey(table, [constraint], context),
  },
}

function withoutKey(
  table: ObjectName,
  constraints: readonly Constraint[],
  { before, tableAfter, replayedScript, traits }: OperationContext,
): readonly Problem[] {
  if (before.sessionVariables?.get('foreign_key_checks') === '0') return []
  return constraints.flatMap(constraint => {
    if (constraint.type !== 'foreign-key') return []
    // Where the key is looked for when a row is written, the rest of the script may make it.
    const { table: referenced } = constraint.references
    const parent =
      traits.altersByRebuild === true ? findTable(replayedScript.after, referenced) : tableAfter(referenced)
    if (parent?.complete !== true || traits.referencedKey === undefined) return []
    const columns = referencedColumns(constraint, parent)
    if (columns.length > 0 && isKey(parent, columns, traits.referencedKey, before.semantics)) return []
    const what =
      columns.length === 0
        ? `${parent.name}, which has no primary key`
        : `${parent.name} (${columns.join(', ')})`
    const outcome = traits.altersByRebuild === true ? 'every INSERT then fails' : 'the statement fails'
    const isIndexed =
      columns.length > 0 &&
      traits.indexServes !== undefined &&
      isKey(parent, columns, 'index', before.semantics)
    if (isIndexed)
      return {
        message: `The foreign key of ${table} refers to ${what}, which an index begins with but no key keeps unique: ${outcome}, except on ${traits.indexServes}.`,
        severity: 'warning' as const,
        objects: [table],
      }
    const because = columns.length === 0 ? '' : ', which no key holds'
    return {
      message: `The foreign key of ${table} refers to ${what}${because}: ${outcome}.`,
      objects: [table],
    }
  })
}

function isKey(
  { constraints, indexes }: Table,
  columns: readonly string[],
  wanted: 'unique' | 'index',
  { columnKey }: SchemaSemantics,
): boolean {
  const keys = [
    ...constraints.flatMap(each =>
      (each.type === 'primary-key' || each.type === 'unique') && isValid(each) ? [each.columns] : [],
    ),
    ...indexes
      .filter(index => index.where === undefined && isValid(index) && (index.unique || wanted === 'index'))
      .map(({ parts }) => parts.map(({ column = '' }) => column)),
  ]
  const needed = new Set(columns.map(columnKey))
  return keys.some(key => {
    const first = key.slice(0, needed.size)
    const fits = first.length === needed.size && first.every(column => needed.has(columnKey(column)))
    return fits && (wanted === 'index' || key.length === needed.size)
  })
}
