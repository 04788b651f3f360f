import type { Operation } from '../../../operations/operation.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { type Cost, effectOf, rebuild, worstCost } from './cost.ts'
import { costOf, effectsOf, tableOf, withKnownAlgorithm } from './effects.ts'
import type { Server } from './server.ts'

interface Clause {
  readonly operation: Operation
  readonly table: string
  readonly cost: Cost
}

/**
 * What the clauses of one statement do together, one effect for each table. A clause that is instant alone is not
 * beside one that is not.
 */
export function combinedEffects(
  operations: readonly Operation[],
  before: SchemaState,
  server: Server,
): readonly Effect[] {
  // Code that is run holds statements, each of which is alone.
  if (operations.some(({ kind }) => kind === 'run-code'))
    return operations.flatMap(operation => effectsOf(operation, before, server))
  const clauses = operations.flatMap((operation): readonly Clause[] => {
    const table = tableOf(operation)
    const cost = costOf(operation, before, server)
    return table !== undefined && cost ? [{ operation, table, cost }] : []
  })
  const tables = [...new Set(clauses.map(clause => clause.table))]
  const altered = tables.map(table => {
    const own = clauses.filter(clause => clause.table === table)
    return effectOf(table, withKnownAlgorithm(togetherCost(own, server), server))
  })
  const others = operations.flatMap(operation => effectsOf(operation, before, server))
  return [...altered, ...others.filter(effect => !tables.includes(effect.table))]
}

/** What is there among the clauses, asked once for all of them. */
interface Among {
  readonly newPrimaryKey: boolean
  readonly newIndex: boolean
  readonly notInstant: boolean
}

function togetherCost(clauses: readonly Clause[], server: Server): Cost {
  const among: Among = {
    newPrimaryKey: clauses.some(
      ({ operation }) => operation.kind === 'add-constraint' && operation.constraint.type === 'primary-key',
    ),
    newIndex: clauses.some(({ operation }) => makesIndex(operation)),
    notInstant: clauses.some(({ cost }) => cost.algorithm !== 'INSTANT'),
  }
  const costs = clauses.map(clause => clauseCost(clause, among, server))
  const worst = worstCost(costs)
  return indexesNewVirtualColumn(clauses) && worst.lockClause === 'NONE'
    ? { ...worst, lockClause: 'SHARED' }
    : worst
}

function clauseCost({ operation, cost }: Clause, among: Among, server: Server): Cost {
  // DROP PRIMARY KEY alone copies; with a new key beside it the table is rebuilt in place (MySQL 8.0 manual 17.12.1).
  const isSwapped = operation.kind === 'drop-constraint' && operation.type === 'primary-key'
  if (isSwapped && among.newPrimaryKey) return rebuild
  return losesInstant(operation, among, server) && cost.algorithm === 'INSTANT' ? rebuild : cost
}

/** Measured for MariaDB 10.11: #add-col-and-index and #add-col-fk-nochecks rebuild, #drop-col-and-its-index and
 * #rename-col-and-add-index do not. MySQL 8.0 manual 17.12.1: one clause that is not INSTANT is enough. */
function losesInstant(operation: Operation, among: Among, server: Server): boolean {
  const isStored = operation.kind === 'add-column' && operation.column.generated === undefined
  if (server.engine === 'mariadb') return isStored && among.newIndex
  const changesRows = isStored || operation.kind === 'drop-column'
  return changesRows && among.notInstant
}

function makesIndex(operation: Operation): boolean {
  if (operation.kind === 'create-index') return true
  return operation.kind === 'add-constraint' && operation.constraint.type !== 'check'
}

/** measured: MariaDB 10.11, fixtures/truth/mariadb.json#add-virtual-and-index; MySQL 8.0 manual 17.12.1. */
function indexesNewVirtualColumn(clauses: readonly Clause[]): boolean {
  const added = clauses.flatMap(({ operation }) =>
    operation.kind === 'add-column' && operation.column.generated
      ? [operation.column.name.toLowerCase()]
      : [],
  )
  return clauses.some(
    ({ operation }) =>
      operation.kind === 'create-index' &&
      operation.index.parts.some(part => added.includes(part.column?.toLowerCase() ?? '')),
  )
}
