import type { Column, ObjectName } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { Table } from '../../../schema/schema-state.ts'
import { literal, quotedName, quotedNames } from '../../writing/sql-writer.ts'
import { quote } from '../keywords.ts'
import { writeSql } from './write-sql.ts'

/** SQLite manual, ALTER TABLE, 7, for a table that nothing else refers to: with its rows, indexes and counter. */
export function writeRebuild(from: Table, to: Table, beside: ObjectName): readonly string[] | undefined {
  const operations: readonly (Operation | string)[] = [
    createBeside(to, beside),
    ...(isCounted(from) && isCounted(to) ? [counterOf(from, beside)] : []),
    copy(from, to, beside),
    `DROP TABLE ${quotedName(from.name, { quote })}`,
    { kind: 'rename-table', table: beside, to: to.name },
    ...to.indexes.map(
      index =>
        ({
          kind: 'create-index',
          index,
          concurrently: false,
          ifNotExists: false,
          orReplace: false,
          only: false,
        }) as const,
    ),
  ]
  const statements = operations.map(each => (typeof each === 'string' ? [each] : writeSql(each)))
  return statements.every(each => each !== undefined) ? statements.flat() : undefined
}

function createBeside({ columns, constraints, options }: Table, beside: ObjectName): Operation {
  return {
    kind: 'create-table',
    table: beside,
    columns: [...columns.values()],
    constraints: [...constraints],
    indexes: [],
    ifNotExists: false,
    orReplace: false,
    temporary: false,
    options,
  }
}

function copy(from: Table, to: Table, beside: ObjectName): string {
  const shared = [...to.columns].flatMap(([key, { name, generated }]) => {
    const source = from.columns.get(key)
    return source === undefined || generated !== undefined ? [] : [[name, source.name] as const]
  })
  const names = (place: 0 | 1): string =>
    quotedNames(
      shared.map(pair => pair[place]),
      { quote },
    )
  const target = quotedName(beside, { quote })
  const source = quotedName(from.name, { quote })
  return `INSERT INTO ${target} (${names(0)}) SELECT ${names(1)} FROM ${source}`
}

/** Numbers of rows that are gone are not given again (SQLite manual, Autoincrement): RENAME TO takes the entry along. */
function counterOf({ name }: Table, beside: ObjectName): string {
  return `INSERT INTO sqlite_sequence (name, seq) SELECT ${literal(beside)}, seq FROM sqlite_sequence WHERE name = ${literal(name)}`
}

function isCounted({ columns }: Table): boolean {
  return [...columns.values()].some(({ autoIncrement }: Column) => autoIncrement !== undefined)
}
