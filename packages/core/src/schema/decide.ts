import type { RunCondition } from '../operations/run-condition.ts'
import type { Thing } from '../operations/thing.ts'
import {
  findColumn,
  findConstraint,
  findEnum,
  findIndex,
  findObject,
  findTable,
  tableOfIndex,
} from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'

/**
 * Whether all conditions of an operation hold; undefined: nobody can tell. For one statement: each question is answered
 * by the schema that it meets first, as what a branch does is no answer for the rest of the branch.
 */
export function decider(): (schema: SchemaState, conditions: readonly RunCondition[]) => boolean | undefined {
  const answers = new Map<Thing, boolean | undefined>()
  const holds = (schema: SchemaState, { presence }: RunCondition): boolean | undefined => {
    if (presence === undefined) return undefined
    const { thing } = presence
    if (!answers.has(thing)) answers.set(thing, isPresent(schema, thing))
    const isThere = answers.get(thing)
    return isThere === undefined ? presence.isExpected : isThere === presence.isThere
  }
  return (schema, conditions) => {
    const all = conditions.map(condition => holds(schema, condition))
    if (all.includes(false)) return false
    return all.includes(undefined) ? undefined : true
  }
}

/** Undefined: it may be there without being listed. */
function isPresent(schema: SchemaState, thing: Thing): boolean | undefined {
  const { semantics, complete } = schema
  const orUnlisted = (isListed: boolean, isWhole = complete): boolean | undefined =>
    isListed ? true : isWhole ? false : undefined
  const inTable = (table: Table | undefined, isListed: (table: Table) => boolean): boolean | undefined =>
    table === undefined ? orUnlisted(false) : orUnlisted(isListed(table), table.complete)
  switch (thing.what) {
    case 'table':
      return orUnlisted(findTable(schema, thing.name) !== undefined)
    case 'column':
      return inTable(
        findTable(schema, thing.table),
        table => findColumn(table, thing.name, semantics) !== undefined,
      )
    case 'constraint':
      return inTable(
        findTable(schema, thing.table),
        table => findConstraint(table, thing.name, semantics) !== undefined,
      )
    case 'index': {
      const table = tableOfIndex(schema, thing.name, thing.table)
      return inTable(table, each => findIndex(each, thing.name, semantics) !== undefined)
    }
    case 'enum-value':
      return findEnum(schema, thing.type)?.values.includes(thing.name)
    case 'object': {
      const { type, name, table } = thing
      return orUnlisted(
        findObject(schema, type, name, table) !== undefined ||
          (type === 'type' && findEnum(schema, name) !== undefined),
      )
    }
    default:
      return thing satisfies never
  }
}
