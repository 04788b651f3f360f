import { canonicalDefinition } from './canonical-text.ts'
import type { Difference } from './difference.ts'
import { sequencesOwnedBy } from './find-objects.ts'
import { oncePer } from './once-per.ts'
import { pairs } from './pair-by-key.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'

/** Views, sequences, functions, triggers: by their definition's text. */
export function compareObjects(before: SchemaState, after: SchemaState): readonly Difference[] {
  return pairs(before.objects, after.objects).flatMap(([one, other]) =>
    objectDifferences(before, after, one, other),
  )
}

function objectDifferences(
  schemaBefore: SchemaState,
  schemaAfter: SchemaState,
  before: NamedObject | undefined,
  after: NamedObject | undefined,
): readonly Difference[] {
  if (before === undefined && after !== undefined) {
    if (ownsAnother(after, schemaBefore)) return []
    if (isOfOtherTable(after, schemaBefore)) return []
    const isUnknown =
      mayHaveReplaced(after, schemaBefore) || mayHaveBeenThere(after) || mayHaveOwned(after, schemaBefore)
    return [{ kind: isUnknown ? 'unknown' : 'left-over', subject: subjectOf(after) }]
  }
  if (before === undefined || (after === undefined && ownsAnother(before, schemaAfter))) return []
  if (after === undefined) {
    const isEnumNow =
      before.type === 'type' && schemaAfter.enums.has(schemaBefore.semantics.objectKey(before.name))
    if (isOfOtherTable(before, schemaAfter)) return []
    return isEnumNow ? [] : [{ kind: 'missing', subject: subjectOf(before) }]
  }
  if (before.definition === after.definition) return settingDifferences(before, after)
  if (before.definition === '' || after.definition === '') {
    return [{ kind: 'unknown', subject: subjectOf(before) }]
  }
  if (definitionOf(before) === definitionOf(after)) return settingDifferences(before, after)
  return before.definitionIsOld === true || after.definitionIsOld === true
    ? [{ kind: 'unknown', subject: subjectOf(before) }]
    : [{ kind: 'changed', subject: subjectOf(before), detail: 'its definition differs' }]
}

/** The column has a sequence of another name, which the server has given it. */
function ownsAnother({ ownedBy }: NamedObject, other: SchemaState): boolean {
  return ownedBy !== undefined && sequencesOwnedBy(other, ownedBy.table, ownedBy.column).length > 0
}

/** It comes and goes with its table, which is told. */
function isOfOtherTable({ ownedBy }: NamedObject, { tables, semantics }: SchemaState): boolean {
  return ownedBy !== undefined && !tables.has(semantics.objectKey(ownedBy.table))
}

/** Whether the column had one, nobody has seen. */
function mayHaveOwned({ ownedBy }: NamedObject, { tables, semantics }: SchemaState): boolean {
  return ownedBy !== undefined && tables.get(semantics.objectKey(ownedBy.table))?.complete !== true
}

/** An extension is of the whole database: IF NOT EXISTS meets it where others have it already, who go on needing it. */
function mayHaveBeenThere({ definition, type }: NamedObject): boolean {
  return type === 'extension' && /\bif\s+not\s+exists\b/i.test(definition)
}

/** OR REPLACE, on a table that the migrations have not shown being made, may have met what was there. */
function mayHaveReplaced(
  { definition, table }: NamedObject,
  { tables, complete, semantics }: SchemaState,
): boolean {
  if (complete || table === undefined || !/^\s*create\s+or\s+replace\b/i.test(definition)) return false
  return tables.get(semantics.objectKey(table))?.complete !== true
}

function settingDifferences(before: NamedObject, after: NamedObject): readonly Difference[] {
  const [was, is] = [before.settings, after.settings]
  const ofOwner = ownerDifference(before, after)
  if (was === undefined || was === is) return ofOwner
  if (is === undefined) return [...ofOwner, { kind: 'unknown', subject: subjectOf(before) }]
  const ofSettings = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter(name => canonicalDefinition(was[name] ?? '') !== canonicalDefinition(is[name] ?? ''))
    .map(name => ({
      kind: 'changed' as const,
      subject: subjectOf(before),
      detail: `its ${name} is ${is[name] ?? 'not set'}, was ${was[name] ?? 'not set'}`,
    }))
  return [...ofOwner, ...ofSettings]
}

/** Who owned it before is known only where a migration has said so, and who makes it anew is not. */
function ownerDifference(before: NamedObject, after: NamedObject): readonly Difference[] {
  const [was, is] = [before.owner, after.owner]
  if (was === undefined || is === undefined || was === is) return []
  return [{ kind: 'changed', subject: subjectOf(before), detail: `its owner is ${is}, was ${was}` }]
}

function subjectOf({ type, name, table, definition }: NamedObject): string {
  // The index of a materialized view is kept as an object.
  const kind = type === 'other' && definition.startsWith('index ') ? 'index' : type.replaceAll('-', ' ')
  return `${kind} ${name}${table === undefined ? '' : ` on ${table}`}`
}

/** IF NOT EXISTS says how to create, not what. */
const definitionOf = oncePer(({ definition }: NamedObject) =>
  canonicalDefinition(definition).replace(' if not exists ', ' '),
)
