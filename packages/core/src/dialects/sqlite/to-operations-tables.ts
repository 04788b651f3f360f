import type { Column, Constraint, Index, IndexPart } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { definedColumn, foreignKey, isDescendingKey } from './columns.ts'
import {
  type AlterTableStmt,
  type CreateIndexStmt,
  type CreateTableStmt,
  type NamedTableConstraint,
  type SortedColumn,
  tableFlags,
} from './grammar.ts'
import { namePart, objectName, textOf } from './names.ts'
import { selectionOf } from './selection.ts'
import { copiedTable } from './to-operations-rows.ts'

export function createTable(statement: CreateTableStmt, source: string): readonly Operation[] {
  const head = {
    kind: 'create-table' as const,
    table: objectName(statement.tblName),
    indexes: [],
    ifNotExists: statement.ifNotExists,
    orReplace: false,
    temporary: statement.temporary || statement.tblName.dbName?.text.toLowerCase() === 'temp',
  }
  const { body } = statement
  if (body.type === 'AsSelectCreateTableBody') {
    const copiesFrom = copiedTable(body.select, undefined, source)
    const selection = selectionOf(body.select, source)
    return [
      { ...head, columns: [], constraints: [], options: {}, asSelect: true, ...(selection && { selection }) },
      {
        kind: 'insert-rows',
        table: head.table,
        columns: [],
        replace: false,
        ...(copiesFrom ? { copiesFrom } : {}),
      },
    ]
  }
  const defined = body.columns.map(column => definedColumn(column, source))
  const constraints = [
    ...defined.flatMap(column => column.constraints),
    ...(body.constraints ?? []).map(constraint => tableConstraint(constraint, source)),
  ]
  const options = {
    ...((body.flags & tableFlags.strict) === 0 ? {} : { strict: 'true' }),
    ...((body.flags & tableFlags.withoutRowid) === 0 ? {} : { 'without rowid': 'true' }),
  }
  const columns = withPrimaryKeyRules(
    defined.map(({ column }) => column),
    constraints,
    body.constraints ?? [],
    { impliesNotNull: Object.keys(options).length > 0, isDescending: body.columns.some(isDescendingKey) },
  )
  return [{ ...head, columns, constraints, options }]
}

/**
 * SQLite manual, CREATE TABLE, 3.5: a primary key leaves its columns nullable, but for the rowid alias
 * INTEGER PRIMARY KEY, WITHOUT ROWID tables and STRICT tables.
 */
function withPrimaryKeyRules(
  columns: readonly Column[],
  constraints: readonly Constraint[],
  tableConstraints: readonly NamedTableConstraint[],
  { impliesNotNull, isDescending }: { readonly impliesNotNull: boolean; readonly isDescending: boolean },
): readonly Column[] {
  const key = constraints.find(constraint => constraint.type === 'primary-key')
  if (key?.type !== 'primary-key') return columns
  const keyColumns = new Set(key.columns.map(name => name.toLowerCase()))
  const increments = tableConstraints.some(
    ({ constraint }) => constraint.type === 'PrimaryKeyTableConstraint' && constraint.autoIncrement,
  )
  return columns.map(column => {
    if (!keyColumns.has(column.name.toLowerCase())) return column
    const isRowid = keyColumns.size === 1 && column.type?.name === 'integer' && !isDescending
    return {
      ...column,
      nullable: column.nullable && !impliesNotNull && !isRowid,
      ...(increments ? { autoIncrement: 'auto-increment' as const } : {}),
    }
  })
}

function tableConstraint({ name, constraint }: NamedTableConstraint, source: string): Constraint {
  const named = name ? { name: name.text } : {}
  switch (constraint.type) {
    case 'PrimaryKeyTableConstraint':
      return { ...named, type: 'primary-key', ...key(constraint, source) }
    case 'UniqueTableConstraint':
      return { ...named, type: 'unique', ...key(constraint, source) }
    case 'CheckTableConstraint':
      return { ...named, type: 'check', expression: textOf(source, constraint.expr) }
    case 'ForeignKeyTableConstraint': {
      const columns = constraint.columns.map(column => column.colName.text)
      return foreignKey(name?.text, columns, constraint.clause, constraint.deferClause)
    }
    default:
      return constraint satisfies never
  }
}

interface TableKey {
  readonly columns: readonly SortedColumn[]
  readonly conflictClause: unknown
}

/** Of ON CONFLICT, COLLATE and DESC it is kept that they are there. */
function key({ columns, conflictClause }: TableKey, source: string): Pick<Constraint, 'unkept'> & KeyColumns {
  const parts = columns.map(column => indexPart(column, source))
  const hasMore =
    conflictClause !== undefined ||
    parts.some(({ collation, descending }) => collation !== undefined || descending === true)
  return {
    columns: parts.map(part => part.column ?? part.expression ?? ''),
    ...(hasMore && { unkept: true as const }),
  }
}

interface KeyColumns {
  readonly columns: readonly string[]
}

export function alterTable(statement: AlterTableStmt, source: string): Operation {
  const table = objectName(statement.tblName)
  const { body } = statement
  switch (body.type) {
    case 'RenameToAlterTableBody':
      return { kind: 'rename-table', table, to: renamed(table, body.name.text) }
    case 'AddColumnAlterTableBody':
      return { kind: 'add-column', table, ...definedColumn(body.column, source), ifNotExists: false }
    case 'DropColumnAlterTableBody':
      return { kind: 'drop-column', table, column: body.column.text, ifExists: false, cascade: false }
    case 'RenameColumnAlterTableBody':
      return { kind: 'rename-column', table, column: body.old.text, to: body.new.text }
    case 'SetColumnNotNullAlterTableBody':
      return { kind: 'set-not-null', table, column: body.column.text }
    case 'DropColumnNotNullAlterTableBody':
      return { kind: 'drop-not-null', table, column: body.column.text }
    case 'AddConstraintAlterTableBody':
      return { kind: 'add-constraint', table, constraint: tableConstraint(body.constraint, source) }
    case 'DropConstraintAlterTableBody':
      return { kind: 'drop-constraint', table, name: body.name.text, ifExists: false, cascade: false }
    default:
      return body satisfies never
  }
}

/** A table stays in its schema when it is renamed. */
function renamed(table: string, to: string): string {
  const schema = /^(?:"[^"]*"|[^."]+)\./.exec(table)?.[0] ?? ''
  return schema + namePart(to)
}

export function createIndex(statement: CreateIndexStmt, source: string): Operation {
  const schema = statement.idxName.dbName?.text
  const inSchema = schema === undefined || schema.toLowerCase() === 'main' ? '' : `${namePart(schema)}.`
  const index: Index = {
    name: statement.idxName.objName.text,
    table: inSchema + namePart(statement.tblName.text),
    parts: statement.columns.map(column => indexPart(column, source)),
    unique: statement.unique,
    ...(statement.whereClause ? { where: textOf(source, statement.whereClause) } : {}),
  }
  return {
    kind: 'create-index',
    index,
    concurrently: false,
    ifNotExists: statement.ifNotExists,
    orReplace: false,
    only: false,
  }
}

function indexPart(column: SortedColumn, source: string): IndexPart {
  const order = column.order === 'Desc' ? { descending: true } : {}
  const collated = column.expr.type === 'CollateExpr' ? column.expr : undefined
  const collation = collated ? { collation: collated.collation } : {}
  const expression = collated?.expr ?? column.expr
  if (expression.type === 'Id') return { column: expression.name, ...collation, ...order }
  if (expression.type === 'StringLiteral') return { column: expression.value, ...collation, ...order }
  return { expression: textOf(source, expression), ...collation, ...order }
}
