import type { DialectTraits } from '../dialects/dialect.ts'
import { bareName, joinName, nameParts } from '../operations/names.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { columnChecks } from '../schema/column-checks.ts'
import { differencesOf } from '../schema/compare.ts'
import { inWords } from '../schema/difference.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { asOfColumn } from './column-operations.ts'
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
    renamedBack(operation, planted) ?? operationsBetween(after, planted, { ...traits, restatesColumns })
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
function renamedBack(operation: Operation, before: SchemaState): readonly Operation[] | undefined {
  switch (operation.kind) {
    case 'change-column':
      return changedBack(operation, before)
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

/** CHANGE with another name, which is said again whole under the old one. */
function changedBack(
  { table: name, column, to }: OperationOf<'change-column'>,
  before: SchemaState,
): readonly Operation[] | undefined {
  const table = findTable(before, name)
  const was = table && findColumn(table, column, before.semantics)
  if (table === undefined || was === undefined || column === to.name) return undefined
  const constraints = columnChecks(table, was.name, before.semantics).map(asOfColumn)
  return [{ kind: 'change-column', table: name, column: to.name, to: was, constraints, ifExists: false }]
}

/** SET SCHEMA is PostgreSQL's, where the schema that names leave out is `public`. */
function movedBack(table: string, schema: string): readonly Operation[] {
  const value = nameParts(table).slice(0, -1).join('.')
  const moved = joinName([schema, bareName(table)])
  return [
    { kind: 'set-table-option', table: moved, option: 'schema', value: value === '' ? 'public' : value },
  ]
}
