import type { Constraint, ObjectName } from '../operations/column.ts'
import { primaryKeyOf } from '../schema/lookup.ts'
import type { Problem } from './finding.ts'
import { columnIn } from './known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const fkTypeMismatch: Rule = {
  id: 'fk-type-mismatch',
  category: 'compatibility',
  severity: 'error',
  title: 'A foreign key refers to a column of another type.',
  why: `The statement fails, and the deploy with it. MySQL and MariaDB want integers of the same size and sign; PostgreSQL
wants types that it can compare.`,
  instead: 'Give the column the type of the column that it refers to.',
  sources: ['MySQL 8.0 manual, FOREIGN KEY Constraints', 'measured: PostgreSQL 15, MariaDB 10.11'],
  appliesToNewTables: true,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'another size',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE carts (user_id int)',
        up: 'ALTER TABLE carts ADD FOREIGN KEY (user_id) REFERENCES users (id)',
      },
      {
        title: 'signed and unsigned',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int unsigned PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
      },
      {
        title: 'a text for a uuid',
        given: 'CREATE TABLE users (id uuid PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int, user_id text REFERENCES users (id))',
      },
    ],
    allowed: [
      {
        title: 'the same type',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int unsigned PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int unsigned, FOREIGN KEY (user_id) REFERENCES users (id))',
      },
      {
        title: 'an integer of another size, in PostgreSQL',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int REFERENCES users)',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, constraints }, context) => mismatches(table, constraints, context),
    'add-column': ({ table, constraints }, context) => mismatches(table, constraints, context),
    'add-constraint': ({ table, constraint }, context) => mismatches(table, [constraint], context),
  },
}

function mismatches(
  table: ObjectName,
  constraints: readonly Constraint[],
  { after, before, traits, tableAfter }: OperationContext,
): readonly Problem[] {
  // Where the checks are off, the server may take what it cannot check.
  if (before.sessionVariables?.get('foreign_key_checks') === '0') return []
  return constraints.flatMap(constraint => {
    if (constraint.type !== 'foreign-key') return []
    const parent = tableAfter(constraint.references.table)
    const key = parent && primaryKeyOf(parent)
    const implied = key?.type === 'primary-key' ? key.columns : []
    const targets = constraint.references.columns.length > 0 ? constraint.references.columns : implied
    return constraint.columns.flatMap((column, position) => {
      const target = targets[position]
      const from = columnIn(after, table, column)?.type
      const to = target === undefined ? undefined : columnIn(after, constraint.references.table, target)?.type
      const reason = from && to && traits.refusedForeignKey?.(from, to)
      if (reason === undefined) return []
      return {
        message: `${table}.${column} is ${from?.text ?? ''} and refers to ${constraint.references.table}.${target ?? ''}, which is ${to?.text ?? ''}: the statement fails, as ${reason}.`,
        objects: [`${table}.${column}`],
      }
    })
  })
}
