import { withEntry, withoutEntry } from './edit.ts'
import { indexed } from './indexed-map.ts'
import { type Parts, partList } from './part-list.ts'
import type { SchemaState, Table } from './schema-state.ts'

/** What is known where nobody knows which of the two it is: what both say. `second` was made from `first`. */
export function either(first: SchemaState, second: SchemaState): SchemaState {
  if (first === second) return first
  const tables = sharedTables(first.tables, second.tables)
  const enums = shared(first.enums, second.enums)
  const objects = shared(first.objects, second.objects)
  const isSame = tables === first.tables && enums === first.enums && objects === first.objects
  return isSame ? first : { ...first, tables, enums, objects, complete: false }
}

function shared<Value extends object>(
  first: ReadonlyMap<string, Value>,
  second: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  return differing(first, second).reduce((both, key) => withoutEntry(both, key), first)
}

function sharedTables(
  first: ReadonlyMap<string, Table>,
  second: ReadonlyMap<string, Table>,
): ReadonlyMap<string, Table> {
  return differing(first, second).reduce((both, key) => {
    const [one, other] = [first.get(key), second.get(key)]
    return one === undefined || other === undefined
      ? withoutEntry(both, key)
      : withEntry(both, key, sharedTable(one, other))
  }, first)
}

function differing<Value extends object>(
  first: ReadonlyMap<string, Value>,
  second: ReadonlyMap<string, Value>,
): readonly string[] {
  return [...indexed(second).keysUnlike(indexed(first))].filter(key => first.get(key) !== second.get(key))
}

function sharedParts<Part extends object>(first: Parts<Part>, second: Parts<Part>): Parts<Part> {
  const [one, other] = [partList(first), partList(second)]
  return one.without([...one.byPart.keysUnlike(other.byPart)].filter(part => !other.includes(part)))
}

/** What differs may be there in either form, or not at all. */
function sharedTable(one: Table, other: Table): Table {
  const { comment: _, ...rest } = one
  return {
    ...rest,
    columns: shared(one.columns, other.columns),
    constraints: sharedParts(one.constraints, other.constraints),
    indexes: sharedParts(one.indexes, other.indexes),
    options: Object.fromEntries(
      Object.entries(one.options).filter(([name, value]) => other.options[name] === value),
    ),
    ...(one.comment !== undefined && one.comment === other.comment && { comment: one.comment }),
    complete: false,
  }
}
