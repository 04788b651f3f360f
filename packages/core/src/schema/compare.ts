import { compareObjects } from './compare-objects.ts'
import { compareTables } from './compare-tables.ts'
import { quotedList } from './compare-types.ts'
import { type Difference, inWords } from './difference.ts'
import { pairs } from './pair-by-key.ts'
import type { EnumType, SchemaState, Table } from './schema-state.ts'

/** What is not the same in the second schema, in words. Column order does not count; of what is known in part,
 * only the known part does. */
export function compareSchemas(before: SchemaState, after: SchemaState): readonly string[] {
  return differencesOf(before, after)
    .filter(({ kind }) => kind !== 'unknown')
    .map(inWords)
}

export function differencesOf(before: SchemaState, after: SchemaState): readonly Difference[] {
  if (before === after) return []
  return [
    ...pairs(before.tables, after.tables).flatMap(([one, other]) =>
      tableDifferences(before, after, one, other),
    ),
    ...pairs(before.enums, after.enums).flatMap(([one, other]) => enumDifferences(before, after, one, other)),
    ...compareObjects(before, after),
  ]
}

function tableDifferences(
  schemaBefore: SchemaState,
  schemaAfter: SchemaState,
  before: Table | undefined,
  after: Table | undefined,
): readonly Difference[] {
  if (before !== undefined && after !== undefined) return compareTables(before, after, schemaBefore.semantics)
  if (before !== undefined) return [{ kind: 'missing', subject: `table ${before.name}` }]
  if (after === undefined) return []
  const subject = `table ${after.name}`
  // A table that is known in part was not made between the two schemas: a statement has shown it.
  if (!after.complete && !schemaBefore.complete) return []
  return [{ kind: !after.complete && !schemaAfter.complete ? 'unknown' : 'left-over', subject }]
}

function enumDifferences(
  schemaBefore: SchemaState,
  schemaAfter: SchemaState,
  before: EnumType | undefined,
  after: EnumType | undefined,
): readonly Difference[] {
  if (before === undefined && after !== undefined) {
    const key = schemaBefore.semantics.objectKey(after.name)
    const known = schemaBefore.objects.get(`type:${key}`)
    return [{ kind: known === undefined ? 'left-over' : 'unknown', subject: `enum ${after.name}` }]
  }
  if (before === undefined) return []
  if (after === undefined) {
    const still = schemaAfter.objects.has(`type:${schemaAfter.semantics.objectKey(before.name)}`)
    return still ? [] : [{ kind: 'missing', subject: `enum ${before.name}` }]
  }
  return compareValues(before, after)
}

function compareValues(before: EnumType, after: EnumType): readonly Difference[] {
  const lacking = before.values.filter(value => !after.values.includes(value))
  const extra = after.values.filter(value => !before.values.includes(value))
  const subject = `enum ${before.name}`
  if (lacking.length === 0 && extra.length === 0) {
    const sameOrder = before.values.every((value, index) => value === after.values[index])
    return sameOrder
      ? []
      : [{ kind: 'changed', subject, detail: `its values are in the order ${quotedList(after.values)}` }]
  }
  const details = [
    lacking.length === 0 ? '' : `lacks ${quotedList(lacking)}`,
    extra.length === 0 ? '' : `still has ${quotedList(extra)}`,
  ].filter(detail => detail !== '')
  return [{ kind: 'changed', subject, detail: details.join(' and ') }]
}
