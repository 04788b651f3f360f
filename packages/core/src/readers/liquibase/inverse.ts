import type { WrittenChange } from '../../layouts/written-change.ts'
import { columnsOf, field } from './fields.ts'

type Inverse = (change: WrittenChange) => readonly WrittenChange[]

const nothing: Inverse = () => []

/** liquibase-standard, createInverses of each change: what Liquibase takes back by itself. */
const inverses: Readonly<Record<string, Inverse>> = {
  createTable: as('dropTable', {}),
  addColumn: change => [
    ...columnsOf(change)
      .filter(({ attributes }) => [...attributes.keys()].some(key => key.startsWith('defaultValue')))
      .map(column => made(change, 'dropDefaultValue', { columnName: field(column, 'name') })),
    { ...change, name: 'dropColumn' },
  ],
  addDefaultValue: as('dropDefaultValue', {}),
  addForeignKeyConstraint: as('dropForeignKeyConstraint', {}),
  addNotNullConstraint: as('dropNotNullConstraint', {}),
  dropNotNullConstraint: as('addNotNullConstraint', { defaultNullValue: undefined }),
  addPrimaryKey: as('dropPrimaryKey', {}),
  addUniqueConstraint: as('dropUniqueConstraint', {}),
  createIndex: as('dropIndex', {}),
  createSequence: as('dropSequence', {}),
  createView: as('dropView', {}),
  renameColumn: swapped('oldColumnName', 'newColumnName'),
  renameTable: swapped('oldTableName', 'newTableName'),
  renameView: swapped('oldViewName', 'newViewName'),
  renameSequence: swapped('oldSequenceName', 'newSequenceName'),
  tagDatabase: nothing,
  empty: nothing,
  output: nothing,
}

/** Undefined where Liquibase knows none: its rollback stops there. */
export function inverseOf(change: WrittenChange): readonly WrittenChange[] | undefined {
  return Object.hasOwn(inverses, change.name) ? inverses[change.name]?.(change) : undefined
}

type Attributes = Readonly<Record<string, string | undefined>>

function as(name: string, others: Attributes): Inverse {
  return change => [made(change, name, others)]
}

function swapped(first: string, second: string): Inverse {
  return change => [
    made(change, change.name, { [first]: field(change, second), [second]: field(change, first) }),
  ]
}

/** The same place, table and names. */
function made(
  { attributes, children, span }: WrittenChange,
  name: string,
  others: Attributes,
): WrittenChange {
  const all = new Map(attributes)
  for (const [key, value] of Object.entries(others)) {
    if (value === undefined) all.delete(key)
    else all.set(key, value)
  }
  return { name, attributes: all, children, span }
}
