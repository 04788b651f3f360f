import type { Column, ObjectName } from '../operations/column.ts'
import { bareName, besideName, joinName, nameParts } from '../operations/names.ts'
import { dropDefaultsFrom } from './drop-defaults.ts'
import { putObject, removeObjects } from './edit.ts'
import { sequencesOwnedBy } from './find-objects.ts'
import { findObject, findTable } from './lookup.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'
import { textTokens } from './sql-text.ts'

/** A serial column brings a sequence of its own (PostgreSQL manual, Serial Types): it can be dropped by name. */
export function ownSequence(schema: SchemaState, table: ObjectName, column: Column): SchemaState {
  if (column.autoIncrement !== 'serial') return schema
  const name = freeSequenceName(schema, table, column.name)
  if (name === undefined) return schema
  const type = column.type?.name ?? 'integer'
  return putObject(schema, {
    type: 'sequence',
    name,
    definition: `CREATE SEQUENCE ${quotedWhereFolded(name)} AS ${type} OWNED BY ${quotedWhereFolded(joinName([...nameParts(table), column.name]))}`,
    ownedBy: { table, column: column.name },
  })
}

/** PostgreSQL folds what is not quoted. */
export function quotedWhereFolded(name: ObjectName): string {
  return nameParts(name)
    .map(part => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part}"`))
    .join('.')
}

/** Undefined where the column has its sequence already. */
function freeSequenceName(schema: SchemaState, table: ObjectName, column: string): ObjectName | undefined {
  if (sequencesOwnedBy(schema, table, column).length > 0) return undefined
  const isTaken = (bare: string): boolean => {
    const name = besideName(table, bare)
    return findObject(schema, 'sequence', name) !== undefined || findTable(schema, name) !== undefined
  }
  const usual = `${bareName(table)}_${column}_seq`
  return besideName(table, schema.semantics.sequenceName?.(table, column, isTaken) ?? usual)
}

/** Sequences owned by a column that goes, or by any column of a table that goes. */
export function dropOwnedSequences(
  schema: SchemaState,
  {
    table,
    column,
    cascade,
  }: { readonly table: ObjectName; readonly column?: string; readonly cascade: boolean },
): SchemaState {
  const owned = sequencesOwnedBy(schema, table, column)
  const dropped = removeObjects(schema, owned)
  // Another column's default may read it.
  return cascade && owned.length > 0
    ? dropDefaultsFrom(
        dropped,
        owned.map(({ name }) => name),
      )
    : dropped
}

/** The column that `OWNED BY users.id` names; undefined where the text says no owner, or NONE. */
export function ownerIn(text: string): NamedObject['ownedBy'] {
  const words = textTokens(text).filter(token => token.kind !== 'space')
  const at = words.findIndex(
    (word, index) => word.name?.toLowerCase() === 'owned' && words[index + 1]?.name?.toLowerCase() === 'by',
  )
  if (at === -1) return undefined
  const parts: string[] = []
  for (let index = at + 2; words[index]?.name !== undefined; index += 2) {
    parts.push(words[index]?.name ?? '')
    if (words[index + 1]?.text !== '.') break
  }
  const column = parts.at(-1)
  return column === undefined || parts.length < 2
    ? undefined
    : { table: joinName(parts.slice(0, -1)), column }
}

/** The identity columns whose sequence has this name, unless it was renamed. */
export function identitiesWith(
  schema: SchemaState,
  sequence: ObjectName,
): readonly { readonly table: Table; readonly column: Column }[] {
  const { objectKey } = schema.semantics
  const key = objectKey(sequence)
  return [...schema.tables.values()].flatMap(table =>
    [...table.columns.values()]
      .filter(
        ({ autoIncrement, name }) =>
          autoIncrement?.startsWith('identity') === true &&
          objectKey(besideName(table.name, `${bareName(table.name)}_${name}_seq`)) === key,
      )
      .map(column => ({ table, column })),
  )
}
