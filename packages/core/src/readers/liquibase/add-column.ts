import type { WrittenChange } from '../../layouts/written-change.ts'
import { notNull } from './alters.ts'
import type { ChangeWriter } from './change-writer.ts'
import { columnDefinition, constraintsOf, named, referenceOf, remarksOf } from './column-definition.ts'
import type { EngineWords } from './engine-words.ts'
import { columnsOf, field, isTrue, needed, target } from './fields.ts'
import { valueSql } from './values.ts'

export const addColumn: ChangeWriter = (change, words) => {
  const table = target(change, words)
  const columns = columnsOf(change)
  const added = columns.map(column => `ADD ${addedColumn(column, words)}`)
  const alters = words.isMysql ? [added.join(', ')] : added
  return [
    ...alters.map(actions => `ALTER TABLE ${table} ${actions}`),
    ...columns.flatMap(column => addedConstraints(column, table, words)),
    ...columns.flatMap(column => {
      const value = valueSql(column, words, field(column, 'type'))
      return value === undefined
        ? []
        : [`UPDATE ${table} SET ${words.name(needed(column, 'name'))} = ${value}`]
    }),
    ...columns
      .filter(isFilledFirst)
      .map(column => notNull(table, column, needed(column, 'name'), field(column, 'type'), true, words)),
    ...columns.flatMap(column => remarksOf(column, table, words)),
  ]
}

function addedColumn(column: WrittenChange, words: EngineWords): string {
  const constraints = constraintsOf(column)
  const isKey = constraints !== undefined && isTrue(constraints, 'primaryKey')
  const after = field(column, 'afterColumn')
  const definition = columnDefinition(isFilledFirst(column) ? { ...column, children: [] } : column, words)
  return `${definition}${isKey ? ' PRIMARY KEY' : ''}${after !== undefined && words.isMysql ? ` AFTER ${words.name(after)}` : ''}`
}

/** NOT NULL comes after the rows have got their value. */
function isFilledFirst(column: WrittenChange): boolean {
  const constraints = constraintsOf(column)
  const hasValue = [...column.attributes.keys()].some(key => /^value(?:$|[A-Z])/.test(key))
  return hasValue && constraints !== undefined && field(constraints, 'nullable')?.toLowerCase() === 'false'
}

function addedConstraints(column: WrittenChange, table: string, words: EngineWords): readonly string[] {
  const constraints = constraintsOf(column)
  if (constraints === undefined) return []
  const name = words.name(needed(column, 'name'))
  const reference = referenceOf(constraints, words, 'split')
  return [
    ...(isTrue(constraints, 'unique')
      ? [
          `ALTER TABLE ${table} ADD ${named(field(constraints, 'uniqueConstraintName'), words)}UNIQUE (${name})`,
        ]
      : []),
    ...(reference === undefined
      ? []
      : [
          `ALTER TABLE ${table} ADD ${named(field(constraints, 'foreignKeyName'), words)}FOREIGN KEY (${name}) ${reference}`,
        ]),
  ]
}
