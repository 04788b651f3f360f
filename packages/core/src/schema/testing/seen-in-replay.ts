import type { Column, Constraint, DataType, Index } from '../../operations/column.ts'
import { columnsOf, findTable, primaryKeyOf } from '../lookup.ts'
import type { SchemaState, Table } from '../schema-state.ts'
import { foreignKeyDetail, type SeenColumn, type SeenConstraint, type SeenTable } from './seen-table.ts'

export interface Catalogue {
  /** One text for a type, however it was written. */
  typeText(type: DataType | undefined): string
  /** The engine keeps no names of constraints and no checks in its catalogue (SQLite's pragmas). */
  readonly tellsNamesAndChecks: boolean
}

/** What replay knows, in the form in which a server is asked. */
export function seenInReplay(schema: SchemaState, catalogue: Catalogue): readonly SeenTable[] {
  return [...schema.tables.values()].map(table => {
    const keysAreIndexes = schema.semantics.indexNamesPer === 'table'
    const isIndexHere = ({ type }: Constraint): boolean => keysAreIndexes && type === 'unique'
    return {
      name: table.name,
      columns: [...table.columns.values()].map(column => seenColumn(column, catalogue)),
      indexes: [
        ...table.indexes.map(seenIndex),
        ...table.constraints.filter(isIndexHere).map(constraint => ({
          name: constraint.name ?? '',
          unique: true,
          columns: columnsOf(constraint),
          partial: false,
        })),
      ],
      constraints: table.constraints
        .filter(constraint => !isIndexHere(constraint) && constraint.type !== 'not-null')
        .filter(({ type }) => type !== 'check' || catalogue.tellsNamesAndChecks)
        .map(constraint => seenConstraint(schema, table, constraint, catalogue)),
    }
  })
}

function seenColumn(column: Column, { typeText, tellsNamesAndChecks }: Catalogue): SeenColumn {
  const { name, type, nullable, default: value, generated, autoIncrement } = column
  const counts = autoIncrement === undefined || autoIncrement === 'serial' || !tellsNamesAndChecks
  return {
    name,
    type: typeText(type),
    nullable,
    hasDefault: autoIncrement === 'serial' || (value !== undefined && value.toLowerCase() !== 'null'),
    kind: generated
      ? 'generated'
      : counts
        ? ''
        : autoIncrement.startsWith('identity')
          ? 'identity'
          : autoIncrement,
  }
}

function seenIndex({ name, unique, parts, where }: Index): SeenTable['indexes'][number] {
  return {
    name: name ?? '',
    unique,
    columns: parts.map(({ column }) => column ?? ''),
    partial: where !== undefined,
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
  return foreignKeyDetail(references.table, columns, action(onDelete), action(onUpdate))
}
