import type { Column, Constraint, Index, ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { SchemaSemantics } from '../../schema/schema-state.ts'
import { typeInCharset } from './facts/type-in-charset.ts'

const shared = {
  // Table names are case-sensitive where the file system is (lower_case_table_names=0, the default on Linux).
  objectKey: (name: ObjectName) => name,
  columnKey: (name: string) => name.toLowerCase(),
  indexName,
  typeOfConstraintNamed,
  droppedColumnInIndex: 'shrinks-index',
  foreignKeyCreatesIndex: true,
  indexNamesPer: 'table',
  // MySQL 8.4 manual, FOREIGN KEY Constraints, Identifiers; measured: MariaDB 10.11.
  foreignKeyNamesPer: 'schema',
  primaryKeyImpliesNotNull: true,
  databasesAreSchemas: true,
  typeInCharset,
  selectedColumn,
} as const satisfies Partial<SchemaSemantics>

export const mysqlSemantics: SchemaSemantics = {
  ...shared,
  constraintName: (table, constraint, taken) =>
    constraintName(table, constraint, taken, number => `${bareName(table)}_chk_${number}`),
}

/** measured: MariaDB 10.11, information_schema.check_constraints: a column's own check has the column's name. */
export const mariadbSemantics: SchemaSemantics = {
  ...shared,
  columnCheckGoesWithModify: true,
  constraintName: (table, constraint, taken) =>
    constraint.type === 'check' && constraint.column !== undefined
      ? constraint.column
      : constraintName(table, constraint, taken, number => `CONSTRAINT_${number}`),
}

/** `users_ibfk_1`, `users_chk_1`, MariaDB's `CONSTRAINT_1`. */
function typeOfConstraintNamed(table: ObjectName, name: string): Constraint['type'] | undefined {
  const [own, text] = [bareName(table).toLowerCase(), name.toLowerCase()]
  if (text === 'primary') return 'primary-key'
  if (text.startsWith(`${own}_ibfk_`)) return 'foreign-key'
  return text.startsWith(`${own}_chk_`) || /^constraint_\d+$/.test(text) ? 'check' : undefined
}

/** MySQL 8.0 manual 15.1.20.5 (foreign keys), 15.1.20.6 (checks). */
function constraintName(
  table: ObjectName,
  constraint: Constraint,
  taken: ReadonlySet<string>,
  checkName: (number: number) => string,
): string {
  switch (constraint.type) {
    case 'primary-key':
      return 'PRIMARY'
    case 'unique':
      return freeName(constraint.columns[0] ?? 'unique', taken)
    case 'foreign-key':
      return numbered(taken, number => `${bareName(table)}_ibfk_${number}`)
    case 'check':
      return numbered(taken, checkName)
    case 'exclusion':
    case 'not-null':
      return numbered(taken, number => `constraint_${number}`)
    default:
      constraint satisfies never
      return ''
  }
}

/** The first column's name, or `functional_index` where an expression comes first (MySQL 8.0 manual 15.1.20;
 * the manual does not say the latter). */
function indexName(_table: ObjectName, index: Index, taken: ReadonlySet<string>): string {
  return freeName(index.parts[0]?.column ?? 'functional_index', taken)
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const used = new Set([...taken].map(each => each.toLowerCase()))
  if (!used.has(name.toLowerCase()) && name.toLowerCase() !== 'primary') return name
  return numbered(taken, number => `${name}_${number}`, 2)
}

function numbered(taken: ReadonlySet<string>, nameOf: (number: number) => string, first = 1): string {
  const used = new Set([...taken].map(each => each.toLowerCase()))
  let number = first
  while (used.has(nameOf(number).toLowerCase())) number += 1
  return nameOf(number)
}

/** MySQL 8.0 manual 15.1.20.4; measured: MariaDB 10.11: a counted column has the default 0, a computed one is plain. */
function selectedColumn({ generated, autoIncrement, invisible: _visible, ...column }: Column): Column {
  if (autoIncrement !== undefined) return { ...column, nullable: false, default: '0' }
  return generated === undefined ? column : { ...column, nullable: true }
}
