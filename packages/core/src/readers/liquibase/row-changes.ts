import type { WrittenChange } from '../../layouts/written-change.ts'
import type { ChangeWriters } from './change-writer.ts'
import type { EngineWords } from './engine-words.ts'
import { columnsOf, field, needed, target } from './fields.ts'
import { valueSql } from './values.ts'

export const rowChanges: ChangeWriters = {
  insert(change, words) {
    const columns = columnsOf(change)
    const names = columns.map(column => words.name(needed(column, 'name')))
    const values = columns.map(column => valueSql(column, words, field(column, 'type')) ?? 'NULL')
    return [`INSERT INTO ${target(change, words)} (${names.join(', ')}) VALUES (${values.join(', ')})`]
  },
  update(change, words) {
    const sets = columnsOf(change).map(
      column =>
        `${words.name(needed(column, 'name'))} = ${valueSql(column, words, field(column, 'type')) ?? 'NULL'}`,
    )
    return [`UPDATE ${target(change, words)} SET ${sets.join(', ')}${filter(change, words)}`]
  },
  /** The rows are in a CSV file, whose columns may be more than those that are described here. */
  loadData(change, words) {
    const names = columnsOf(change)
      .filter(column => field(column, 'type')?.toLowerCase() !== 'skip')
      .flatMap(column => field(column, 'name') ?? field(column, 'header') ?? [])
    const columns = names.length === 0 ? '' : ` (${names.map(words.name).join(', ')})`
    return [
      `INSERT INTO ${target(change, words)}${columns} VALUES (${(names.length === 0 ? [''] : names).map(() => 'NULL').join(', ')})`,
    ]
  },
  delete: (change, words) => [`DELETE FROM ${target(change, words)}${filter(change, words)}`],
}

/** `:name` and `:value` stand for the next of the parameters. */
function filter(change: WrittenChange, words: EngineWords): string {
  const written = change.children.find(({ name }) => name === 'where')
  const where = written && field(written, 'text')
  if (where === undefined) return ''
  const parameters = change.children
    .filter(({ name }) => name === 'whereParams')
    .flatMap(({ children }) => children)
  let names = 0
  let values = 0
  const filled = where.replace(/:(name|value)\b/g, (written, kind: string) => {
    const parameter = parameters[kind === 'name' ? names++ : values++]
    if (parameter === undefined) return written
    return (kind === 'name' ? words.name(needed(parameter, 'name')) : valueSql(parameter, words)) ?? written
  })
  return ` WHERE ${filled}`
}
