import type { Index } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { type PersistentMap, persistent } from './persistent-map.ts'
import type { SchemaSemantics } from './schema-state.ts'

type ByName = PersistentMap<string, Index>

/** Of lists too long to search for each statement; a list that is one longer or shorter shares what was
 * gathered for the one before it. */
const gathered = new WeakMap<SchemaSemantics, WeakMap<readonly Index[], ByName>>()

/** Up to here, searching costs less than gathering. */
const shortList = 16

/** The first index of this name. */
export function indexNamed(
  indexes: readonly Index[],
  name: string,
  semantics: SchemaSemantics,
): Index | undefined {
  const wanted = nameKey(name, semantics)
  return indexes.length <= shortList
    ? indexes.find(index => index.name !== undefined && nameKey(index.name, semantics) === wanted)
    : byName(indexes, semantics).get(wanted)
}

export function appendIndex(
  indexes: readonly Index[],
  added: Index,
  semantics: SchemaSemantics,
): readonly Index[] {
  const longer = [...indexes, added]
  if (indexes.length > shortList) {
    remember(longer, withFirst(byName(indexes, semantics), added, semantics), semantics)
  }
  return longer
}

export function withoutIndexNamed(
  indexes: readonly Index[],
  name: string,
  semantics: SchemaSemantics,
): readonly Index[] {
  const unwanted = nameKey(name, semantics)
  const shorter = indexes.filter(
    index => index.name === undefined || nameKey(index.name, semantics) !== unwanted,
  )
  if (shorter.length > shortList) {
    remember(shorter, byName(indexes, semantics).without(unwanted), semantics)
  }
  return shorter
}

function byName(indexes: readonly Index[], semantics: SchemaSemantics): ByName {
  const known = gathered.get(semantics)?.get(indexes)
  if (known !== undefined) return known
  const names = new Map<string, Index>()
  for (const index of indexes) {
    const key = index.name === undefined ? undefined : nameKey(index.name, semantics)
    if (key !== undefined && !names.has(key)) names.set(key, index)
  }
  return remember(indexes, persistent(names), semantics)
}

function withFirst(names: ByName, added: Index, semantics: SchemaSemantics): ByName {
  if (added.name === undefined) return names
  const key = nameKey(added.name, semantics)
  return names.has(key) ? names : names.with(key, added)
}

function remember(indexes: readonly Index[], names: ByName, semantics: SchemaSemantics): ByName {
  const lists = gathered.get(semantics) ?? new WeakMap<readonly Index[], ByName>()
  gathered.set(semantics, lists.set(indexes, names))
  return names
}

/** Indexes share their table's schema, so that only the last part of a name tells them apart. */
function nameKey(name: string, { columnKey }: SchemaSemantics): string {
  return columnKey(bareName(name))
}
