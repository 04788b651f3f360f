import { bareName, nameParts } from '../operations/names.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { innerParts, keysOfInner } from './inner-keys.ts'
import type { SchemaState, Table } from './schema-state.ts'

/** The names of constraints and indexes that a new one must not have: of the table, or of all tables beside it. */
export function takenNames(schema: SchemaState, table: Table): ReadonlySet<string> {
  return schema.semantics.indexNamesPer === 'table'
    ? new Set(namesOf(table))
    : new NamesBeside(schema.tables, schemaOf(table))
}

/** Asked for one name, it does not gather all of them. */
class NamesBeside implements ReadonlySet<string> {
  readonly #tables: SchemaState['tables']
  readonly #place: string

  constructor(tables: SchemaState['tables'], place: string) {
    this.#tables = tables
    this.#place = place
  }

  has(name: string): boolean {
    return (
      valuesBy(this.#tables, bareNames, name).some(table => schemaOf(table) === this.#place) ||
      valuesBy(this.#tables, partNames, name).some(table => schemaOf(table) === this.#place)
    )
  }

  get size(): number {
    return this.#all().size
  }

  forEach(visit: (name: string, same: string, set: ReadonlySet<string>) => void): void {
    for (const name of this.#all()) visit(name, name, this)
  }

  entries(): SetIterator<[string, string]> {
    return this.#all().entries()
  }

  keys(): SetIterator<string> {
    return this.#all().keys()
  }

  values(): SetIterator<string> {
    return this.#all().values()
  }

  [Symbol.iterator](): SetIterator<string> {
    return this.values()
  }

  #all(): ReadonlySet<string> {
    const beside = [...this.#tables.values()].filter(each => schemaOf(each) === this.#place)
    return new Set(beside.flatMap(each => [bareName(each.name), ...namesOf(each)]))
  }
}

const bareNames: KeysOf<Table> = ({ name }) => [bareName(name)]

const partNames = keysOfInner(...innerParts(({ name }) => (name === undefined ? [] : [name])))

function namesOf(table: Table): readonly string[] {
  return [...table.constraints, ...table.indexes].flatMap(({ name }) => (name === undefined ? [] : [name]))
}

function schemaOf(table: Table): string {
  return nameParts(table.name).slice(0, -1).join('.')
}
