import type { WrittenChange } from '../../layouts/written-change.ts'
import type { ChangeWriters } from './change-writer.ts'
import {
  columnDefinition,
  constraintsOf,
  deferral,
  isCounting,
  named,
  referenceOf,
  remarksOf,
} from './column-definition.ts'
import type { EngineWords } from './engine-words.ts'
import { columnsOf, field, isTrue, needed, target } from './fields.ts'
import { quoted } from './values.ts'

export const tableChanges: ChangeWriters = {
  createTable(change, words) {
    const table = target(change, words)
    const columns = columnsOf(change)
    const remarks = field(change, 'remarks')
    const head = [
      field(change, 'tableType'),
      'TABLE',
      isTrue(change, 'ifNotExists') ? 'IF NOT EXISTS' : undefined,
    ]
    const options =
      (words.engine === 'postgres' && field(change, 'partitionBy')
        ? ` PARTITION BY ${field(change, 'partitionBy')}`
        : '') +
      (words.engine === 'postgres' && field(change, 'tablespace')
        ? ` TABLESPACE ${field(change, 'tablespace')}`
        : '') +
      (words.isMysql && remarks !== undefined ? ` COMMENT=${quoted(remarks, words)}` : '')
    const elements = [
      ...columns.map(column => tableColumn(column, columns, words)),
      ...tableConstraints(columns, words),
    ]
    return [
      `CREATE ${head.filter(word => word !== undefined).join(' ')} ${table} (${elements.join(', ')})${options}`,
      ...(remarks !== undefined && words.engine === 'postgres'
        ? [`COMMENT ON TABLE ${table} IS ${quoted(remarks, words)}`]
        : []),
      ...columns.flatMap(column => remarksOf(column, table, words)),
    ]
  },
  dropTable: (change, words) => [
    `DROP TABLE ${target(change, words)}${isTrue(change, 'cascadeConstraints') && words.engine === 'postgres' ? ' CASCADE' : ''}`,
  ],
  renameTable(change, words) {
    const to = words.name(needed(change, 'newTableName'))
    return [`ALTER TABLE ${target(change, words, 'oldTableName')} RENAME ${words.isMysql ? '' : 'TO '}${to}`]
  },
  setTableRemarks(change, words) {
    const table = target(change, words)
    const remarks = quoted(field(change, 'remarks') ?? '', words)
    return [
      words.isMysql ? `ALTER TABLE ${table} COMMENT = ${remarks}` : `COMMENT ON TABLE ${table} IS ${remarks}`,
    ]
  },
}

function tableColumn(column: WrittenChange, columns: readonly WrittenChange[], words: EngineWords): string {
  return saysKey(column, columns, words)
    ? `${words.name(needed(column, 'name'))} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL`
    : columnDefinition(column, words)
}

/** SQLite counts in an INTEGER PRIMARY KEY alone, which is said with the column. */
function saysKey(column: WrittenChange, columns: readonly WrittenChange[], { engine }: EngineWords): boolean {
  return engine === 'sqlite' && isCounting(column) && isWholeKey(column, columns)
}

function isWholeKey(column: WrittenChange, columns: readonly WrittenChange[]): boolean {
  const keys = columns.filter(isKey)
  return keys.length === 1 && keys[0] === column
}

function isKey(column: WrittenChange): boolean {
  const constraints = constraintsOf(column)
  return constraints !== undefined && isTrue(constraints, 'primaryKey')
}

/** Key, foreign keys, and unique keys, of which those of one name are one. */
function tableConstraints(columns: readonly WrittenChange[], words: EngineWords): readonly string[] {
  const constrained = columns.flatMap(column => {
    const constraints = constraintsOf(column)
    return constraints === undefined ? [] : [{ column: needed(column, 'name'), constraints, element: column }]
  })
  const keys = constrained.filter(({ element }) => isKey(element))
  const keyName = keys
    .map(({ constraints }) => field(constraints, 'primaryKeyName'))
    .find(name => name !== undefined)
  const [first] = keys
  const unique = new Map<string, string[]>()
  for (const { column, constraints } of constrained) {
    if (!isTrue(constraints, 'unique')) continue
    const name = field(constraints, 'uniqueConstraintName')
    const key = name ?? `\0${column}`
    unique.set(key, [...(unique.get(key) ?? []), column])
  }
  return [
    ...(first === undefined || saysKey(first.element, columns, words)
      ? []
      : [
          `${named(keyName, words)}PRIMARY KEY (${keys.map(({ column }) => words.name(column)).join(', ')})${deferral(first.constraints, words)}`,
        ]),
    ...constrained.flatMap(({ column, constraints }) => {
      const reference = referenceOf(constraints, words, 'as-written')
      if (reference === undefined) return []
      return [
        `${named(field(constraints, 'foreignKeyName'), words)}FOREIGN KEY (${words.name(column)}) ${reference}`,
      ]
    }),
    ...[...unique].map(
      ([name, list]) =>
        `${named(name.startsWith('\0') ? undefined : name, words)}UNIQUE (${list.map(words.name).join(', ')})`,
    ),
  ]
}
