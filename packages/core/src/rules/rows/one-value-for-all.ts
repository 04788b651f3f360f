import type { Column, ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOn } from '../../schema/find-steps.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { migrationName } from '../wording/migration-name.ts'
import { noConstantDefault } from './constant-default.ts'

type Update = OperationOf<'update-rows'>

export const leaveOut = 'Leave the UPDATE out: by its DEFAULT every row has this value already.'

/** What to do in place of an UPDATE that gives every row the same value in columns which the deploy adds. */
export function defaultInstead(
  update: Update,
  context: OperationContext,
  isAll: boolean = update.filter !== 'present',
): string | undefined {
  const { before, traits, filledRows } = context
  if (!isAll || !isOneValue(update, context)) return undefined
  const known = update.columns.map(column => columnIn(before, update.table, column))
  if (known.some(column => noConstantDefault(column?.type, traits) !== undefined)) return undefined
  if (update.columns.some(column => hasAnotherType(update.table, column, context))) return undefined
  const defaults = known.map(column => column?.default)
  const values = update.columns.map(column => assigned(update, column))
  // NOT NULL has one from the start; else ADD COLUMN with the DEFAULT has filled all rows.
  const has = (column: Column | undefined, place: number): boolean =>
    isSame(column?.default, values[place]) &&
    (column?.nullable === false || filledRows(update.table, update.columns[place] ?? '') === 'all')
  if (known.every(has)) return 'Leave the UPDATE out: by its DEFAULT every row has this value already.'
  const fills = `One value serves all rows: ADD COLUMN … DEFAULT${addedElsewhere(update, context)} fills it without touching them.`
  const place = defaults.findIndex(text => text !== undefined && text.toLowerCase() !== 'null')
  const [own, value] = [defaults[place], values[place]]
  if (own === undefined && known.some(column => column?.nullable !== false))
    return `${fills} ALTER COLUMN … DROP DEFAULT after that, if new rows are to have none.`
  // The column has been given it as its default since, for rows to come.
  if (own === undefined || isSame(own, value)) return fills
  const isUnseen = /^(?:\?|\$\d+)$/.test(value ?? '')
  return `${fills} ${isUnseen ? `If that is not ${own}, ` : ''}ALTER COLUMN … SET DEFAULT ${own} after that gives new rows theirs.`
}

/** What fits the column now is no default for the one that was added: `ADD state int`, `TYPE text`, `SET state = 'new'`. */
function hasAnotherType(
  table: ObjectName,
  column: string,
  { before, deploySteps, step }: OperationContext,
): boolean {
  const added = stepsOn(deploySteps, table, 'add-column').find(
    each => isBefore(deploySteps, each, step) && sameColumn(before, each.operation.column.name, column),
  )
  return (
    added !== undefined && added.operation.column.type?.name !== columnIn(before, table, column)?.type?.name
  )
}

/** Where that is, if not in the migration that fills it. */
function addedElsewhere({ table, columns }: Update, { addedBy, migration }: OperationContext): string {
  const others = new Set(columns.map(column => addedBy(table, column)))
  const [only] = others
  return others.size === 1 && only !== undefined && only !== migration ? ` in ${migrationName(only)}` : ''
}

/** Of columns that the deploy adds. */
export function isOneValue(update: Update, { isNewColumn }: OperationContext): boolean {
  const { table, columns } = update
  return (
    columns.length > 0 &&
    columns.every(column => isNewColumn(table, column) && oneValue.test(assigned(update, column)))
  )
}

/** A constant, or what the tool hands over beside the statement. */
const oneValue = /^(?:'[^']*'|-?[\d.]+|true|false|\?|\$\d+)$/i

function assigned({ assignments = {} }: Update, column: string): string {
  return (assignments[column] ?? '').trim()
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plainValue(one) === plainValue(other)
}

/** MySQL's DEFAULT '1' of a number is 1, and its true too. */
function plainValue(text: string): string {
  const value = /^'(-?[\d.]+)'$/.exec(text.trim())?.[1] ?? text.trim().toLowerCase()
  return value === 'true' ? '1' : value === 'false' ? '0' : value
}
