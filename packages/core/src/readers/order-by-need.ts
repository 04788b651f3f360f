import type { Migration } from '../migration/migration.ts'
import { tablesOf } from '../operations/classes.ts'
import type { Operation } from '../operations/operation.ts'
import type { Thing } from '../operations/thing.ts'
import { thingMade, thingsUsed } from '../operations/things-of.ts'
import type { SchemaSemantics } from '../schema/schema-state.ts'

/**
 * Where nothing says in which order they run: what makes something comes before what needs it, and what drops it after
 * that. They have run in an order in which they could; otherwise those that have run come first, and each by its name.
 */
export function orderByNeed(
  migrations: readonly Migration[],
  semantics: SchemaSemantics,
): readonly Migration[] {
  const needs = migrations.map(migration => needsOf(migration, semantics))
  const makers = whoHas(needs.map(({ makes }) => makes))
  const users = whoHas(needs.map(({ uses }) => uses))
  const earlier = needs.map(({ makes, uses, drops }, index) => {
    const made = [...uses].filter(key => !makes.has(key)).flatMap(key => onlyOne(makers.get(key)))
    const used = [...drops]
      .filter(key => !makes.has(key) && (makers.get(key) ?? []).length < 2)
      .flatMap(key => users.get(key) ?? [])
    return [...made, ...used].filter(other => other !== index)
  })
  const byName = migrations
    .map((_, index) => index)
    .toSorted((first, second) => turn(migrations[first]) - turn(migrations[second]) || first - second)
  const ordered = new Set<number>()
  while (ordered.size < migrations.length) {
    const left = byName.filter(index => !ordered.has(index))
    const next = left.find(index => earlier[index]?.every(other => ordered.has(other))) ?? left[0]
    if (next === undefined) break
    ordered.add(next)
  }
  return [...ordered].flatMap(index => migrations[index] ?? [])
}

function turn(migration: Migration | undefined): number {
  return migration?.pending === true ? 1 : 0
}

/** Things by a name that is the same wherever they are named. */
interface Needs {
  readonly makes: ReadonlySet<string>
  readonly uses: ReadonlySet<string>
  readonly drops: ReadonlySet<string>
}

function needsOf({ up }: Migration, semantics: SchemaSemantics): Needs {
  const operations = up.statements.flatMap(statement => statement.operations)
  const keysOf = (things: readonly (Thing | undefined)[]): ReadonlySet<string> =>
    new Set(things.flatMap(thing => (thing === undefined ? [] : (keyOf(thing, semantics) ?? []))))
  const tables = (operation: Operation): readonly Thing[] =>
    tablesOf(operation).map(name => ({ what: 'table', name }))
  return {
    makes: keysOf(operations.map(thingMade)),
    uses: keysOf(
      operations.flatMap(operation => [
        ...thingsUsed(operation),
        ...tables(operation),
        ...indexed(operation),
      ]),
    ),
    drops: keysOf(operations.map(dropped)),
  }
}

/** A column goes without its table. */
function dropped(operation: Operation): Thing | undefined {
  const isDrop = operation.kind === 'drop-table' || operation.kind === 'drop-column'
  return isDrop ? thingsUsed(operation)[0] : undefined
}

function indexed(operation: Operation): readonly Thing[] {
  if (operation.kind !== 'create-index') return []
  const { table, parts } = operation.index
  return parts.flatMap(({ column }) =>
    column === undefined ? [] : [{ what: 'column', table, name: column }],
  )
}

function keyOf(thing: Thing, semantics: SchemaSemantics): string | undefined {
  switch (thing.what) {
    case 'table':
      return `table ${semantics.objectKey(thing.name)}`
    case 'column':
      return `column ${semantics.objectKey(thing.table)} ${semantics.columnKey(thing.name)}`
    case 'object':
      return `${thing.type} ${semantics.objectKey(thing.name)}`
    default:
      return undefined
  }
}

function whoHas(sets: readonly ReadonlySet<string>[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [index, keys] of sets.entries()) {
    for (const key of keys) {
      const others = found.get(key)
      if (others === undefined) found.set(key, [index])
      else others.push(index)
    }
  }
  return found
}

/** Of several that make the same, one undoes what another does: their order cannot be told. */
function onlyOne(indexes: readonly number[] = []): readonly number[] {
  return indexes.length === 1 ? indexes : []
}
