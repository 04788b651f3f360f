import type { Column, Constraint } from '../../../operations/column.ts'
import { bareName } from '../../../operations/names.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { type EngineWords, quotedName, type WriteSql, words } from '../../writing/sql-writer.ts'
import { alter, createTableBody, writeCommon } from '../../writing/write-common.ts'
import { writeConstraint } from '../../writing/write-constraint.ts'
import { createIndex } from '../../writing/write-index.ts'
import { quote } from '../keywords.ts'

const engine: EngineWords = {
  quote,
  column: column => columnDefinition(column),
  constraint: constraint => sqliteConstraint(constraint),
  indexPartTail: ({ collation, descending }) =>
    words(collation && `COLLATE ${collation}`, descending === true && 'DESC'),
}

export const writeSql: WriteSql = operation => {
  switch (operation.kind) {
    case 'create-table':
      return createTable(operation)
    case 'rename-table':
      return [alter(operation, `RENAME TO ${quote(bareName(operation.to))}`, engine)]
    case 'drop-index':
      return [`DROP INDEX ${quotedName(operation.name, engine)}`]
    case 'drop-object':
      return operation.objectType === 'view' || operation.objectType === 'trigger'
        ? [`DROP ${operation.objectType.toUpperCase()} ${quotedName(operation.name, engine)}`]
        : undefined
    // ALTER TABLE adds no constraint and changes no column: the table is made anew.
    case 'add-constraint':
      return undefined
    default:
      return writeCommon(operation, engine)
  }
}

export function columnDefinition(
  { name, type, nullable, default: value, generated, saysNotNull }: Column,
  key?: string,
): string {
  return words(
    quote(name),
    type?.text,
    key,
    type?.collation && `COLLATE ${type.collation}`,
    generated && `GENERATED ALWAYS AS (${generated.expression}) ${generated.storage.toUpperCase()}`,
    !nullable && (key === undefined || saysNotNull === true) && 'NOT NULL',
    value !== undefined && `DEFAULT ${value}`,
  )
}

/** SQLite keeps no name that nobody wrote. */
function sqliteConstraint(constraint: Constraint): string | undefined {
  const { name: _name, implicitName, ...unnamed } = constraint
  return writeConstraint(implicitName === true ? (unnamed as Constraint) : constraint, engine)
}

/** SQLite manual, CREATE TABLE, 5: a column of type INTEGER alone that is the key is the rowid. */
function isRowid({ name, type }: Column, key: Constraint | undefined): boolean {
  return key?.type === 'primary-key' && key.columns.join() === name && type?.name === 'integer'
}

function rowidKey({ autoIncrement }: Column): string {
  return autoIncrement === undefined ? 'PRIMARY KEY' : 'PRIMARY KEY AUTOINCREMENT'
}

function createTable(operation: OperationOf<'create-table'>): readonly string[] | undefined {
  const { columns, constraints, indexes, options } = operation
  const { strict, 'without rowid': withoutRowid, ...others } = options
  if (Object.keys(others).length > 0) return undefined
  const key = constraints.find(({ type }) => type === 'primary-key')
  const rowid = columns.find(column => isRowid(column, key))
  const elements = [
    ...columns.map(column => columnDefinition(column, column === rowid ? rowidKey(column) : undefined)),
    ...constraints.filter(constraint => constraint !== key || rowid === undefined).map(sqliteConstraint),
  ]
  if (!elements.every(element => element !== undefined)) return undefined
  const flags = [strict && 'STRICT', withoutRowid && 'WITHOUT ROWID'].filter(flag => flag !== undefined)
  return [
    words(createTableBody(operation, elements, engine), flags.join(', ')),
    ...indexes.map(index => createIndex(index, engine)),
  ]
}
