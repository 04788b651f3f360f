import type { Operation } from '../../../operations/operation.ts'
import { steadyFunctions, volatileFunctions } from '../facts/function-names.ts'
import type { FuncCall, Node } from '../grammar.ts'
import { expressionText, type Source } from '../source.ts'
import { constantString } from '../tree/constant-string.ts'
import { objectName, strings } from '../tree/names.ts'
import { valueText } from '../tree/values.ts'
import { firstLocation, nodesOfKind } from '../tree/walk.ts'
import { geometryCall } from './postgis.ts'

/** What a query does by calling a function; nothing for one that is known to have no lasting effect. A function
 * of the project's own may do anything: its call counts as code. */
export function callEffect(call: FuncCall, source: Source): Operation | undefined {
  const parts = strings(call.funcname).filter(part => part !== 'pg_catalog')
  const name = parts.at(-1) ?? ''
  const args = call.args ?? []
  const target = objectName((constantString(args[0]) ?? '').split('.'))
  switch (name) {
    case 'set_config':
      return setConfig(args, source)
    case 'setval':
      return {
        kind: 'alter-object',
        objectType: 'sequence',
        name: target,
        change: `setval ${writtenValueOf(args[1], source)}`,
      }
    // TimescaleDB: makes the table a hypertable; deletes its rows by age.
    case 'create_hypertable':
      return {
        kind: 'set-table-option',
        table: target,
        option: 'hypertable',
        value: writtenValueOf(args[1], source),
      }
    case 'drop_chunks':
      return { kind: 'delete-rows', table: target, filter: 'present' }
    default: {
      if (parts.length === 1 && isBuiltIn(name)) return undefined
      const ofPostgis = geometryCall(name, args)
      if (ofPostgis !== undefined) return ofPostgis
      return {
        kind: 'run-code',
        language: 'function',
        dynamic: true,
        routine: objectName(parts),
        ...(parts.length === 1 && outsideSchema.test(name) && { outsideSchema: true }),
      }
    }
  }
}

/** What the calls in a part of a statement do, each function told once. */
export function callEffects(part: unknown, source: Source): readonly Operation[] {
  const calls = [...nodesOfKind(part, 'FuncCall')].sort(
    (one, other) => (one.location ?? 0) - (other.location ?? 0),
  )
  const called = new Set<string>()
  return calls.flatMap(call => {
    const effect = callEffect(call, source)
    if (effect?.kind !== 'run-code') return effect ?? []
    const { routine = '' } = effect
    if (called.has(routine)) return []
    called.add(routine)
    return effect
  })
}

/** Calls in the values of INSERT, UPDATE and DELETE: those that are known to do more than to give a value. */
export function sideEffects(part: unknown, source: Source): readonly Operation[] {
  return callEffects(part, source).filter(
    effect => effect.kind !== 'run-code' || changing.test(effect.routine ?? ''),
  )
}

/** They run SQL that they are given, or change large objects (PostgreSQL 15 manual, 9.15, 35.4, F.12). */
const changing =
  /^(?:dblink\w*|(?:query|cursor)_to_xml\w*|ts_stat|lo_\w+|lowrite|pg_file_\w+|pg_background_\w+)$/

/** Prefixes of pg_proc of PostgreSQL 15 whose functions change neither schema nor rows; PostGIS computes in `st_`. */
const withoutEffect =
  /^(?:has_|_?st_|brin_(?:de)?summarize_|gin_clean_pending_list$|pg_(?:advisory|available|backend|backup|blocking|cancel|char|client|collation|column|conf|control|conversion|create_restore|current|cursor|database|describe|encoding|event|export|extension|filenode|function|get|has|hba|ident|index|is|jit|last|listening|lock|log_backend|logical_slot_peek|ls_|lsn|my|notif|opclass|operator|opfamily|options|partition_|postmaster|prepared|read|relation|reload|replication_slot_advance|rotate|safe|sequence|settings|show|size|sleep|snapshot|stat|switch|table|terminate|timezone|total|trigger|try|ts_|type|visible|wal_lsn|walfile|xact))/

/** The functions of pg_proc of PostgreSQL 15 that change replication, files or large objects. */
const outsideSchema =
  /^(?:pg_(?:copy|create|drop)_\w*replication_slot|pg_replication_origin_\w+|pg_logical_\w+|pg_promote|pg_wal_replay_\w+|pg_sync_replication_slots|pg_file_\w+|lo_\w+|lowrite)$/

function isBuiltIn(name: string): boolean {
  return steadyFunctions.has(name) || volatileFunctions.has(name) || withoutEffect.test(name)
}

function setConfig(args: readonly Node[], source: Source): Operation {
  const isLocal = ['true', 't'].includes(valueText(args[2]))
  return {
    kind: 'set-variable',
    name: (constantString(args[0]) ?? '').toLowerCase(),
    value: writtenValueOf(args[1], source),
    scope: isLocal ? 'transaction' : 'session',
  }
}

function writtenValueOf(node: Node | undefined, source: Source): string {
  const location = firstLocation(node)
  return location === undefined ? valueText(node) : expressionText(source, source.place(location))
}
