import type { Migration } from '../../migration/migration.ts'
import { hasEffect } from '../../operations/classes.ts'
import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { objectsOn } from '../../schema/find-objects.ts'
import { stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedMigration, ReplayedScript } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { MigrationContext } from '../rule.ts'

export interface OwnTable {
  readonly table: ObjectName
  /** The earlier one, whose down script drops it. */
  readonly maker: Migration
}

/** The table of all rows that up changes, where the deploy makes it and its rollback drops it with all that is in it. */
export function tableTheyGoWith({
  replayed,
  pending,
  deployed,
}: Pick<MigrationContext, 'replayed' | 'pending' | 'deployed'>): OwnTable | undefined {
  const { up } = replayed
  // What no run of the code has reached may change other tables.
  if (up.script.notes.some(({ kind }) => kind === 'not-reached')) return undefined
  const tables = up.steps
    .map(({ operation }) => operation)
    .filter(hasEffect)
    .map(operation => ('table' in operation ? operation.table : undefined))
  const [table] = tables
  if (table === undefined || findTable(deployed, table) !== undefined) return undefined
  if (!tables.every(each => each !== undefined && sameObject(up.before, each, table))) return undefined
  const earlier = pending.slice(0, pending.indexOf(replayed))
  const maker = earlier.find(each => makesAndDrops(each, table))?.migration
  return maker === undefined || earlier.some(({ down }) => isReadBy(down, table))
    ? undefined
    : { table, maker }
}

export interface OwnColumn {
  readonly column: string
  /** The earlier one, whose down script drops it. */
  readonly maker: Migration
}

/** The column that alone up writes, where an earlier migration of the deploy adds it and takes it away with its values. */
export function columnTheyGoWith({
  replayed,
  pending,
  deployed,
}: Pick<MigrationContext, 'replayed' | 'pending' | 'deployed'>): OwnColumn | undefined {
  const { up } = replayed
  if (up.script.notes.some(({ kind }) => kind === 'not-reached')) return undefined
  const [first, ...others] = up.steps.map(({ operation }) => operation).filter(hasEffect)
  if (first?.kind !== 'update-rows' || others.length > 0) return undefined
  const { table, columns } = first
  const [column] = columns
  const known = findTable(deployed, table)
  if (column === undefined || columns.length > 1 || known?.complete !== true) return undefined
  // A trigger may write other columns for it.
  if (columnIn(deployed, table, column) !== undefined || hasTrigger(up.before, table)) return undefined
  const earlier = pending.slice(0, pending.indexOf(replayed))
  const maker = earlier.find(
    each =>
      stepsOn(each.up.steps, table, 'add-column').some(({ operation }) =>
        sameColumn(up.before, operation.column.name, column),
      ) &&
      stepsOn(each.down?.steps ?? [], table, 'drop-column').some(({ operation }) =>
        sameColumn(up.before, operation.column, column),
      ),
  )?.migration
  return maker === undefined || earlier.some(({ down }) => isReadBy(down, column))
    ? undefined
    : { column: `${table}.${column}`, maker }
}

function hasTrigger(schema: SchemaState, table: ObjectName): boolean {
  return objectsOn(schema, table).some(({ type }) => type === 'trigger')
}

function makesAndDrops({ up, down }: ReplayedMigration, table: ObjectName): boolean {
  const isIt = ({ operation }: { readonly operation: { readonly table: ObjectName } }): boolean =>
    sameObject(up.after, operation.table, table)
  return stepsOf(up.steps, 'create-table').some(isIt) && stepsOf(down?.steps ?? [], 'drop-table').some(isIt)
}

/** What is copied from it stays when it is gone. */
function isReadBy(down: ReplayedScript | undefined, table: ObjectName): boolean {
  const name = bareName(table).toLowerCase()
  return stepsOf(down?.steps ?? [], 'insert-rows', 'update-rows', 'create-table').some(({ statement }) =>
    namesIn(statement.text).some(each => bareName(each).toLowerCase() === name),
  )
}
