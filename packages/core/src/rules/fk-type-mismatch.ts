import type { Constraint, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { constraintsWith } from '../schema/find-parts.ts'
import { referencesTo } from '../schema/references.ts'
import type { Problem } from './finding.ts'
import { type JoinedColumns, joinedColumns } from './keys/foreign-key-columns.ts'
import { sameColumn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const fkTypeMismatch: Rule = {
  id: 'fk-type-mismatch',
  category: 'compatibility',
  severity: 'error',
  title: 'A foreign key refers to a column of another type.',
  why: `The statement fails, and the deploy with it. MySQL and MariaDB want integers of the same size and sign, and texts of
the same character set and collation; PostgreSQL wants types that it can compare.`,
  instead: 'Give the column the type of the column that it refers to.',
  sources: [
    'MySQL 8.0 manual, FOREIGN KEY Constraints; Server Error Message Reference, 1832 and 1833',
    'measured: PostgreSQL 15, MariaDB 10.11 (1832, 1833)',
  ],
  appliesToNewTables: true,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a larger type for a column that another table refers to',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE users MODIFY id bigint NOT NULL',
        instead: { noSql: 'the foreign key goes while both columns change, which copies both tables' },
      },
      {
        title: 'another size',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE carts (user_id int)',
        up: 'ALTER TABLE carts ADD FOREIGN KEY (user_id) REFERENCES users (id)',
        instead: {
          noSql: 'the column has to become bigint first, which copies the table: another rule tells that',
        },
      },
      {
        title: 'signed and unsigned',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int unsigned PRIMARY KEY)',
        up: 'CREATE TABLE carts (user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
        instead: 'CREATE TABLE carts (user_id int unsigned, FOREIGN KEY (user_id) REFERENCES users (id))',
      },
      {
        title: 'another collation',
        dialect: 'mysql',
        given: 'CREATE TABLE tags (name varchar(50) PRIMARY KEY) DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin',
        up: `CREATE TABLE marks (tag varchar(50), FOREIGN KEY (tag) REFERENCES tags (name))
DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_0900_ai_ci`,
        instead:
          'CREATE TABLE marks (tag varchar(50), FOREIGN KEY (tag) REFERENCES tags (name)) DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin',
      },
      {
        title: 'a text for a uuid',
        given: 'CREATE TABLE users (id uuid PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int, user_id text REFERENCES users (id))',
        instead: 'CREATE TABLE carts (id int, user_id uuid REFERENCES users (id))',
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
    'change-column': (operation, context) => retyped(operation, context),
  },
}

/** MySQL and MariaDB change no type under a foreign key that they check. */
function retyped({ table, to }: OperationOf<'change-column'>, context: OperationContext): readonly Problem[] {
  const { before, after, tableAfter, statement, traits } = context
  if (before.sessionVariables?.get('foreign_key_checks') === '0') return []
  const isDropped = (name: string | undefined): boolean =>
    statement.operations.some(each => each.kind === 'drop-constraint' && each.name === name)
  const refuses = ({ type, targetType }: JoinedColumns): boolean =>
    traits.refusedForeignKey?.(type, targetType) !== undefined
  const known = tableAfter(table)
  const constraints = known === undefined ? [] : constraintsWith(known, to.name, after.semantics)
  const own = constraints.flatMap(each =>
    each.type === 'foreign-key' && !isDropped(each.name)
      ? joinedColumns(table, [each], context)
          .filter(pair => sameColumn(after, pair.column, to.name) && refuses(pair))
          .map(pair => `it refers to ${pair.parent}.${pair.target}, which is ${pair.targetType.text}`)
      : [],
  )
  const others = referencesTo(after, table).flatMap(({ table: child, foreignKey }) =>
    joinedColumns(child.name, [foreignKey], context)
      .filter(pair => sameColumn(after, pair.target, to.name) && refuses(pair))
      .map(pair => `${child.name}.${pair.column} refers to it, which is ${pair.type.text}`),
  )
  const [reason] = [...own, ...others]
  if (reason === undefined) return []
  return [
    {
      message: `${table}.${to.name} cannot become ${to.type?.text ?? 'another type'} under a foreign key: ${reason}. The statement fails.`,
      instead:
        'Drop the foreign key, change the type of both columns, and add it again; or add new columns and switch over.',
      objects: [`${table}.${to.name}`],
    },
  ]
}

function mismatches(
  table: ObjectName,
  constraints: readonly Constraint[],
  context: OperationContext,
): readonly Problem[] {
  const { before, traits } = context
  // Where the checks are off, the server may take what it cannot check.
  if (before.sessionVariables?.get('foreign_key_checks') === '0') return []
  return joinedColumns(table, constraints, context).flatMap(
    ({ column, parent, target, type, targetType }) => {
      const reason = traits.refusedForeignKey?.(type, targetType)
      if (reason === undefined) return []
      return {
        message: `${table}.${column} is ${type.text} and refers to ${parent}.${target}, which is ${targetType.text}: the statement fails, as ${reason}.`,
        objects: [`${table}.${column}`],
      }
    },
  )
}
