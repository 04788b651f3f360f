import type { DialectTraits } from '../../dialects/dialect.ts'
import type { ObjectName } from '../../operations/column.ts'
import { columnKeyOf } from '../../schema/column-key.ts'
import { type StepOf, stepsOf } from '../../schema/find-steps.ts'
import { findEnum, findTable } from '../../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { textTokens } from '../../schema/sql-text.ts'
import { allowedBy, allowedIn } from '../checks/check-allows.ts'
import { literalOf, pinnedColumns } from '../deploy/pinned-columns.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'

/** Up makes one value of several, and down turns every row that has it into one of them. */
export interface MergedBack {
  /** Of down. */
  readonly step: Step
  readonly value: string
  /** That up has made it of. */
  readonly from: readonly string[]
  readonly to: string
  /** Rows could have it before up. */
  readonly wasAllowed: boolean
}

/** By the column's key (`columnKeyOf`). */
export function mergedBack(
  { up, down }: ReplayedMigration,
  traits: DialectTraits,
): ReadonlyMap<string, MergedBack> {
  const made = new Map<string, Map<string, Set<string>>>()
  for (const step of stepsOf(up.steps, 'update-rows')) {
    const mapped = mappingOf(step, traits)
    if (mapped === undefined) continue
    const values = made.get(mapped.key) ?? new Map<string, Set<string>>()
    const known = values.get(mapped.to) ?? new Set<string>()
    for (const each of mapped.from) if (each !== mapped.to) known.add(each)
    made.set(mapped.key, values.set(mapped.to, known))
  }
  const found = new Map<string, MergedBack>()
  if (made.size === 0) return found
  for (const step of stepsOf(down?.steps ?? [], 'update-rows')) {
    const back = mappingOf(step, traits)
    const [value] = back?.from ?? []
    if (back === undefined || value === undefined || back.from.length > 1 || found.has(back.key)) continue
    const values = made.get(back.key)
    const from = [...(values?.get(value) ?? [])]
    if (!from.includes(back.to)) continue
    // What up renames away itself leaves the value to the other rows alone.
    const isFreed = [...(values?.values() ?? [])].some(each => each.has(value))
    const isKnown = valuesBefore(step.operation.table, back.column, up.before)?.has(value) === true
    const wasAllowed = isKnown && !isFreed
    if (from.length > 1 || wasAllowed) found.set(back.key, { step, value, from, to: back.to, wasAllowed })
  }
  return found
}

interface Mapping {
  readonly key: string
  readonly column: string
  readonly from: readonly string[]
  readonly to: string
}

/** `update "jobs" set "state" = 'done' where …` */
const withValues =
  /^\s*update\s+\S+\s+set\s+["`]?(\w+)["`]?\s*=\s*('(?:[^']|'')*'|-?\d+)\s+where\s+([\s\S]+)$/i

/** `SET c = 'b' WHERE c IN ('a', …)`, and no other condition. */
function mappingOf(
  { operation, before, statement }: StepOf<'update-rows'>,
  traits: DialectTraits,
): Mapping | undefined {
  // What code binds is not in the operation.
  const [, name, bound, condition] = withValues.exec(statement.inlined ?? '') ?? []
  const where = condition ?? operation.where ?? ''
  const [only, ...rest] = pinnedColumns(where, traits)
  if (only === undefined || rest.length > 0 || /\band\b/i.test(where)) return undefined
  const assigned = Object.entries({ ...operation.assignments, ...(name && { [name]: bound }) }).findLast(
    ([each]) => sameColumn(before, each, only.column),
  )
  const [token, ...others] = textTokens(assigned?.[1] ?? '').filter(({ kind }) => kind !== 'space')
  const to = token === undefined || others.length > 0 ? undefined : literalOf(token, traits)
  return to === undefined
    ? undefined
    : {
        key: columnKeyOf(operation.table, only.column, before.semantics),
        column: only.column,
        from: only.values,
        to,
      }
}

/** Those that an ENUM or a CHECK lets in. */
function valuesBefore(
  table: ObjectName,
  column: string,
  schema: SchemaState,
): ReadonlySet<string> | undefined {
  const type = columnIn(schema, table, column)?.type
  const listed = type && (type.values ?? findEnum(schema, type.name)?.values)
  if (listed !== undefined) return new Set(listed)
  const checks = findTable(schema, table)?.constraints.flatMap(each =>
    each.type === 'check' ? [...allowedBy(each.expression)] : [],
  )
  const allowed = allowedIn(column, checks ?? [])?.values
  return allowed && new Set([...allowed].map(String))
}
