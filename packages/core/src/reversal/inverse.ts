import type { DialectTraits } from '../dialects/dialect.ts'
import { bareName, joinName, nameParts } from '../operations/names.ts'
import type { Operation } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { differencesOf } from '../schema/compare.ts'
import { inWords } from '../schema/difference.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { lostData } from './lost-data.ts'
import { needsOf } from './need.ts'
import { operationsBetween } from './operations-between.ts'
import { mayExist, plant } from './plant.ts'
import { whyNotTakenBack } from './why-not-taken-back.ts'

/** How an operation is taken back. `structure`: the schema comes back, what `lost` says does not. */
export type Inverse =
  | { readonly restores: 'everything'; readonly operations: readonly Operation[] }
  | { readonly restores: 'structure'; readonly operations: readonly Operation[]; readonly lost: string }
  | { readonly restores: 'nothing'; readonly reason: string }

type InverseTraits = Pick<DialectTraits, 'typeChange' | 'restatesColumns' | 'altersByRebuild'>

export function inverseOf(operation: Operation, before: SchemaState, traits?: InverseTraits): Inverse {
  const reason = whyNotTakenBack(operation, before)
  if (reason !== undefined) return { restores: 'nothing', reason }
  const planted = needsOf(operation, before)
    .filter(need => mayExist(before, need))
    .reduce(plant, before)
  const after = apply(planted, operation)
  const restatesColumns = traits?.restatesColumns ?? operation.kind === 'change-column'
  const operations =
    renamedBack(operation) ?? operationsBetween(after, planted, { ...traits, restatesColumns })
  const remaining = differencesOf(planted, operations.reduce(apply, after))
  if (remaining.length > 0) {
    return { restores: 'nothing', reason: `no statement takes it back: ${remaining.map(inWords).join('; ')}` }
  }
  const lost = lostData(operation, before, () => false, traits?.typeChange)
  return lost === undefined
    ? { restores: 'everything', operations }
    : { restores: 'structure', operations, lost }
}

/** A rename is taken back by a rename, which keeps the rows. */
function renamedBack(operation: Operation): readonly Operation[] | undefined {
  switch (operation.kind) {
    case 'rename-table':
    case 'rename-object':
      return operation.kind === 'rename-table'
        ? [{ kind: 'rename-table', table: operation.to, to: operation.table }]
        : [{ ...operation, name: operation.to, to: operation.name }]
    case 'rename-column':
      return [{ ...operation, column: operation.to, to: operation.column }]
    case 'rename-constraint':
    case 'rename-index':
      return [{ ...operation, name: operation.to, to: operation.name }]
    case 'rename-enum-value':
      return [{ ...operation, value: operation.to, to: operation.value }]
    case 'set-table-option':
      return operation.option === 'schema' ? movedBack(operation.table, operation.value) : undefined
    default:
      return undefined
  }
}

/** SET SCHEMA is PostgreSQL's, where the schema that names leave out is `public`. */
function movedBack(table: string, schema: string): readonly Operation[] {
  const value = nameParts(table).slice(0, -1).join('.')
  const moved = joinName([schema, bareName(table)])
  return [
    { kind: 'set-table-option', table: moved, option: 'schema', value: value === '' ? 'public' : value },
  ]
}
