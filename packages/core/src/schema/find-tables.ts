import { bareName } from '../operations/names.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import type { SchemaState, Table } from './schema-state.ts'

/** The tables with this last part of the name, in whichever schema or database. */
export function tablesCalled({ tables }: SchemaState, bare: string): readonly Table[] {
  return valuesBy(tables, bareNames, bare)
}

const bareNames: KeysOf<Table> = ({ name }) => [bareName(name)]
