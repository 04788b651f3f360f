import type { Column, Constraint, ObjectName } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { splitStorageParameters, storageParametersAsText } from '../../../schema/storage-parameters.ts'
import { isWritten, literal, quotedName } from '../../writing/sql-writer.ts'
import { alter, createTableBody } from '../../writing/write-common.ts'
import { createIndex } from '../../writing/write-index.ts'
import { engine } from './engine-words.ts'
import { setTableOption } from './table-option.ts'

/** The table, and what PostgreSQL says of it in statements of their own: indexes, options and comments. */
export function createTable(operation: OperationOf<'create-table'>): readonly string[] | undefined {
  const { table, columns, constraints, indexes, partitionOf, inherits, likes } = operation
  const { 'partition by': scheme, 'partition bound': bound, comment, ...others } = operation.options
  const [parameters, options] = splitStorageParameters(others)
  if (partitionOf !== undefined || inherits !== undefined || likes !== undefined || bound !== undefined) {
    return undefined
  }
  // Inside CREATE TABLE it would be valid from the start.
  const [later, inside] = [constraints.filter(isNotValid), constraints.filter(each => !isNotValid(each))]
  const elements = [...columns.map(engine.column), ...inside.map(engine.constraint)]
  const added = later.map(engine.constraint)
  const parametersText = storageParametersAsText(parameters)
  const settings = [
    ...(parametersText === '' ? [] : [['storage-parameter', parametersText] as const]),
    ...Object.entries(options),
  ].map(([option, value]) => setTableOption({ kind: 'set-table-option', table, option, value }))
  if (!elements.every(isWritten) || !settings.every(isWritten) || !added.every(isWritten)) return undefined
  const body = createTableBody(operation, elements, engine)
  const name = quotedName(table, engine)
  return [
    scheme === undefined ? body : `${body} PARTITION BY ${scheme}`,
    ...added.map(constraint => alter({ table }, `ADD ${constraint}`, engine)),
    ...indexes.map(index => createIndex(index, engine)),
    ...settings.flat(),
    ...(comment === undefined ? [] : [`COMMENT ON TABLE ${name} IS ${literal(comment)}`]),
    ...columnComments(table, columns),
  ]
}

export function columnComments(table: ObjectName, columns: readonly Column[]): readonly string[] {
  return columns.flatMap(({ name, comment }) =>
    comment === undefined
      ? []
      : [`COMMENT ON COLUMN ${quotedName(table, engine)}.${engine.quote(name)} IS ${literal(comment)}`],
  )
}

function isNotValid(constraint: Constraint): boolean {
  return 'notValid' in constraint && constraint.notValid === true
}
