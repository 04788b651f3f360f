import type { ObjectName } from '../operations/column.ts'
import type { RunCondition, VersionBound } from '../operations/run-condition.ts'
import type { Thing } from '../operations/thing.ts'
import {
  backingConstraint,
  findColumn,
  findConstraint,
  findEnum,
  findIndex,
  findObject,
  findTable,
  primaryKeyOf,
  tableOfIndex,
} from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { nameResolution } from './search-path.ts'

export type Answers = Map<Thing, boolean | undefined>

/**
 * Whether all conditions of an operation hold, each asked where the ones around it hold; undefined: nobody can tell. For
 * one statement: each question is answered by the schema that it meets first, as what a branch does is no answer for the
 * rest of the branch. `ofScript`: what is answered before the script, for all its statements.
 */
export function decider(
  ofScript: Answers,
): (schema: SchemaState, conditions: readonly RunCondition[]) => boolean | undefined {
  const ofStatement: Answers = new Map()
  const holds = (
    schema: SchemaState,
    { presence, version, askedFirst }: RunCondition,
  ): boolean | undefined => {
    if (version !== undefined) return isServer(schema, version)
    if (presence === undefined) return undefined
    const { thing } = presence
    const answers = askedFirst === true ? ofScript : ofStatement
    if (!answers.has(thing)) answers.set(thing, isPresent(schema, thing))
    const isThere = answers.get(thing)
    return isThere === undefined ? presence.isExpected : isThere === presence.isThere
  }
  return (schema, conditions) => {
    let isCertain = true
    for (const condition of conditions) {
      const answer = holds(schema, condition)
      if (answer === false) return false
      if (answer === undefined) isCertain = false
    }
    return isCertain ? true : undefined
  }
}

/** Undefined: some of the servers are, others are not. */
function isServer({ semantics: { serverVersions } }: SchemaState, asked: VersionBound): boolean | undefined {
  if (serverVersions === undefined) return undefined
  const bound = 'least' in asked ? asked.least : asked.below
  const isNewer = serverVersions.from >= bound ? true : serverVersions.to < bound ? false : undefined
  return isNewer === undefined ? undefined : isNewer === 'least' in asked
}

/** Undefined: it may be there without being listed. */
function isPresent(schema: SchemaState, thing: Thing): boolean | undefined {
  const { semantics, complete } = schema
  const names = nameResolution(schema)
  const written = (name: ObjectName): ObjectName => names?.existing(name) ?? name
  const orUnlisted = (isListed: boolean, isWhole = complete): boolean | undefined =>
    isListed ? true : isWhole ? false : undefined
  const inTable = (table: Table | undefined, isListed: (table: Table) => boolean): boolean | undefined =>
    table === undefined ? orUnlisted(false) : orUnlisted(isListed(table), table.complete)
  switch (thing.what) {
    case 'table':
      return orUnlisted(findTable(schema, written(thing.name)) !== undefined)
    case 'column':
      return inTable(
        findTable(schema, written(thing.table)),
        table => findColumn(table, thing.name, semantics) !== undefined,
      )
    case 'constraint':
      return inTable(
        findTable(schema, written(thing.table)),
        table => findConstraint(table, thing.name, semantics) !== undefined,
      )
    case 'index': {
      const on = thing.table === undefined ? undefined : written(thing.table)
      const table = tableOfIndex(schema, thing.name, on)
      return inTable(
        table,
        each =>
          (findIndex(each, thing.name, semantics) ?? backingConstraint(each, thing.name, semantics)) !==
          undefined,
      )
    }
    case 'primary-key':
      return inTable(findTable(schema, written(thing.table)), table => primaryKeyOf(table) !== undefined)
    case 'enum-value':
      return findEnum(schema, names?.typeName(thing.type) ?? thing.type)?.values.includes(thing.name)
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
