import type { Column, Constraint, DataType, Index } from '../../operations/column.ts'
import { isValid } from '../is-valid.ts'
import { columnsOf, findTable, primaryKeyOf } from '../lookup.ts'
import type { SchemaState, Table } from '../schema-state.ts'
import { othersInReplay } from './others-in-replay.ts'
import {
  foreignKeyDetail,
  type SeenColumn,
  type SeenConstraint,
  type SeenSchema,
  type SeenTable,
  seenName,
} from './seen-table.ts'

export interface Catalogue {
  /** One text for a type, however it was written. */
  typeText(type: DataType | undefined): string
  /** The engine keeps no names of constraints and no checks in its catalogue (SQLite's pragmas). */
  readonly tellsNamesAndChecks: boolean
}

/** What replay knows, in the form in which a server is asked. */
export function seenInReplay(schema: SchemaState, catalogue: Catalogue): SeenSchema {
  const tables = [...schema.tables.values()].map((table): SeenTable => {
    const keysAreIndexes = schema.semantics.indexNamesPer === 'table'
    const isIndexHere = ({ type }: Constraint): boolean => keysAreIndexes && type === 'unique'
    return {
      name: seenName(table.name),
      columns: [...table.columns.values()].map(column => seenColumn(column, table, catalogue)),
      indexes: [
        ...table.indexes.map(seenIndex),
        ...table.constraints.filter(isIndexHere).map(constraint => ({
          name: constraint.name ?? '',
          unique: true,
          columns: columnsOf(constraint),
          partial: false,
          details: [],
        })),
      ],
      constraints: table.constraints
        .filter(constraint => !isIndexHere(constraint) && constraint.type !== 'not-null')
        .filter(({ type }) => type !== 'check' || catalogue.tellsNamesAndChecks)
        .map(constraint => seenConstraint(schema, table, constraint, catalogue)),
      details: tableDetails(table),
    }
  })
  return { tables, others: othersInReplay(schema) }
}

function tableDetails({ options, comment }: Table): readonly string[] {
  const parents = [options['partition of'], ...(options.inherits?.split(', ') ?? [])].filter(
    name => name !== undefined,
  )
  const { engine, charset } = options
  return [
    ...(comment === undefined ? [] : [`comment '${comment}'`]),
    ...(options['row-level-security'] === 'enabled' ? ['row security'] : []),
    ...(options.unlogged === undefined ? [] : ['unlogged']),
    ...parents.map(
      name => `${options['partition of'] === name ? 'partition of' : 'inherits'} ${seenName(name)}`,
    ),
    ...(options['partition by'] === undefined ? [] : ['partitioned']),
    ...(options.partitions === undefined ? [] : [`partitions ${options.partitions}`]),
    ...(engine === undefined || engine.toLowerCase() === 'innodb' ? [] : [`engine ${engine}`]),
    ...(charset === undefined || charset === 'utf8mb4' ? [] : [`charset ${charset}`]),
    ...(options['without rowid'] === undefined ? [] : ['without rowid']),
    ...(options.strict === undefined ? [] : ['strict']),
  ]
}

function seenColumn(column: Column, table: Table, { typeText, tellsNamesAndChecks }: Catalogue): SeenColumn {
  const { name, type, nullable, default: value, generated, autoIncrement, comment } = column
  const counts = autoIncrement === undefined || autoIncrement === 'serial' || !tellsNamesAndChecks
  return {
    name,
    type: typeText(type),
    nullable,
    hasDefault: autoIncrement === 'serial' || (value !== undefined && value.toLowerCase() !== 'null'),
    kind: generated ? `generated ${generated.storage}` : counts ? '' : autoIncrement,
    details: [
      ...(type?.charset === undefined || type.charset === (table.options.charset ?? 'utf8mb4')
        ? []
        : [`charset ${type.charset}`]),
      ...(type?.collation === undefined || table.options.charset !== undefined || !tellsNamesAndChecks
        ? []
        : [`collate ${type.collation}`]),
      ...(column.onUpdate === undefined ? [] : ['on update']),
      ...(column.invisible === true ? ['invisible'] : []),
      ...(comment === undefined ? [] : [`comment '${comment}'`]),
    ],
  }
}

function seenIndex({
  name,
  unique,
  parts,
  where,
  method,
  variant,
  include,
  ...index
}: Index): SeenTable['indexes'][number] {
  return {
    name: name ?? '',
    unique,
    columns: parts.map(
      ({ column, length, descending }) =>
        `${column ?? ''}${length === undefined ? '' : `(${length})`}${descending === true ? ' desc' : ''}`,
    ),
    partial: where !== undefined,
    details: [
      ...(method === undefined || method === 'btree' ? [] : [`using ${method}`]),
      ...(include === undefined || include.length === 0 ? [] : [`include (${include.join(', ')})`]),
      ...(variant === undefined ? [] : [variant]),
      ...(index.invisible === true ? ['invisible'] : []),
      ...(index.comment === undefined ? [] : [`comment '${index.comment}'`]),
      ...(isValid(index) ? [] : ['invalid']),
    ],
  }
}

function seenConstraint(
  schema: SchemaState,
  table: Table,
  constraint: Constraint,
  { tellsNamesAndChecks }: Catalogue,
): SeenConstraint {
  const { name = '', deferrable } = constraint
  const type = constraint.type === 'not-null' ? 'check' : constraint.type
  const details = [
    constraint.type === 'foreign-key' ? referencesOf(schema, constraint) : '',
    'notValid' in constraint && constraint.notValid === true ? 'not valid' : '',
    'unattached' in constraint ? 'invalid' : '',
    deferrable === undefined || !tellsNamesAndChecks ? '' : `deferrable ${deferrable}`,
  ]
  return {
    type,
    ...(tellsNamesAndChecks ? { name } : {}),
    columns: columnsOf(constraint).map(
      column => table.columns.get(schema.semantics.columnKey(column))?.name ?? column,
    ),
    detail: details.filter(detail => detail !== '').join(' '),
  }
}

/** Without columns, the parent's primary key is meant. */
function referencesOf(
  schema: SchemaState,
  { references, onDelete, onUpdate }: Constraint & { readonly type: 'foreign-key' },
): string {
  const parent = findTable(schema, references.table)
  const primaryKey = parent && primaryKeyOf(parent)
  const columns = references.columns.length > 0 || !primaryKey ? references.columns : columnsOf(primaryKey)
  const action = (written: string | undefined): string =>
    written === undefined || (written === 'restrict' && schema.semantics.foreignKeyCreatesIndex)
      ? 'no action'
      : written
  return foreignKeyDetail(seenName(references.table), columns, action(onDelete), action(onUpdate))
}
