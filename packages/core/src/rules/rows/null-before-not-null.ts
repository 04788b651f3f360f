import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, isBefore, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { formerNames, type NamedColumn } from '../names/former-names.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import { filledBefore } from './moved-away.ts'

/** Does no row hold NULL in the column when down comes to this step? `deployed` is the schema that up leaves. */
export function holdsNoNull(
  wanted: NamedColumn,
  step: Step,
  down: ReplayedScript,
  deployed: SchemaState,
): boolean {
  return [wanted, ...formerNames(wanted, step, down)].some(
    named =>
      (columnIn(deployed, named.table, named.column)?.nullable === false &&
        !isMadeByDown(named, step, down)) ||
      filledBefore(named.table, named.column, { before: step.before, step, replayedScript: down }) ||
      isAddedWithDefault(named, step, down) ||
      isFilledFromParent(named, step, down) ||
      isCopiedFromFilled(named, step, down) ||
      isReplacedByFilled(named, step, down),
  )
}

function isMadeByDown({ table, column }: NamedColumn, step: Step, { steps }: ReplayedScript): boolean {
  return earlierSteps(steps, step, table, 'add-column').some(({ operation, before }) =>
    sameColumn(before, operation.column.name, column),
  )
}

/** `ADD COLUMN banned boolean DEFAULT false; ALTER COLUMN banned SET NOT NULL`: every row has the default. */
function isAddedWithDefault({ table, column }: NamedColumn, step: Step, { steps }: ReplayedScript): boolean {
  const isWritten = earlierSteps(steps, step, table, 'update-rows', 'insert-rows').some(
    ({ operation, before }) => operation.columns.some(each => sameColumn(before, each, column)),
  )
  return earlierSteps(steps, step, table, 'add-column').some(
    ({ operation: { column: added, ifNotExists }, before }) =>
      !isWritten &&
      ifNotExists !== true &&
      sameColumn(before, added.name, column) &&
      (added.autoIncrement !== undefined || (added.default !== undefined && !isNull(added.default))),
  )
}

function isNull(text: string): boolean {
  return /^\(?\s*null\b/i.test(text)
}

/** `UPDATE likes SET post_id = c.post_id FROM comments c WHERE comment_id = c.id`: where comment_id is a foreign key and NOT NULL,
 * every row has a comment, and where post_id is NOT NULL there, a value. */
function isFilledFromParent({ table, column }: NamedColumn, step: Step, { steps }: ReplayedScript): boolean {
  return earlierSteps(steps, step, table, 'update-rows').some(({ operation, before, statement }) => {
    const updated = operation.columns.find(each => sameColumn(before, each, column))
    const value = updated === undefined ? undefined : operation.assignments?.[updated]
    const [, from, read] = /^"?(\w+)"?\."?(\w+)"?$/.exec(value?.trim() ?? '') ?? []
    if (from === undefined || read === undefined || operation.where === undefined) return false
    const parent = tableCalled(from, statement.text)
    if (columnIn(before, parent, read)?.nullable !== false) return false
    const [, one = '', other = ''] =
      /^\(?\s*([\w."]+)\s*=\s*([\w."]+?)\s*\)?$/.exec(operation.where.trim()) ?? []
    const [own, key] = isOf(from, one) ? [other, one] : [one, other]
    return isOf(from, key) && refersTo(table, bare(own), parent, bare(key), before)
  })
}

/** The table behind a name of FROM: `FROM comments AS c`. */
function tableCalled(name: string, text: string): ObjectName {
  const [, aliased] =
    new RegExp(`\\bfrom\\s+(?:only\\s+)?"?([\\w.]+)"?\\s+(?:as\\s+)?"?${name}"?(?![\\w.])`, 'i').exec(text) ??
    []
  return aliased ?? name
}

function isOf(table: string, name: string): boolean {
  return name.replaceAll('"', '').toLowerCase().startsWith(`${table.toLowerCase()}.`)
}

function bare(name: string): string {
  return name.replaceAll('"', '').split('.').at(-1) ?? name
}

function refersTo(
  table: ObjectName,
  column: string,
  parent: ObjectName,
  key: string,
  schema: SchemaState,
): boolean {
  if (columnIn(schema, table, column)?.nullable !== false) return false
  const known = findTable(schema, parent)
  const ofPrimaryKey = known?.constraints.find(({ type }) => type === 'primary-key')
  return (findTable(schema, table)?.constraints ?? []).some(constraint => {
    if (constraint.type !== 'foreign-key' || constraint.notValid === true) return false
    const { references, columns } = constraint
    const named =
      references.columns.length > 0
        ? references.columns
        : ofPrimaryKey !== undefined && 'columns' in ofPrimaryKey
          ? ofPrimaryKey.columns
          : []
    return (
      columns.length === 1 &&
      sameColumn(schema, columns[0] ?? '', column) &&
      sameObject(schema, references.table, parent) &&
      sameColumn(schema, named[0] ?? '', key)
    )
  })
}

/** Of a table that down itself makes: its rows are what it puts in, from columns that are NOT NULL, or with a value of the server. */
function isCopiedFromFilled({ table, column }: NamedColumn, step: Step, { steps }: ReplayedScript): boolean {
  const [made] = earlierSteps(steps, step, table, 'create-table')
  if (made === undefined || made.operation.asSelect === true || made.operation.ifNotExists === true)
    return false
  if (stepsOn(steps, table, 'update-rows').length > 0) return false
  const own = columnIn(made.after, table, column)
  const hasOwnValue = own?.autoIncrement !== undefined || own?.default !== undefined
  return earlierSteps(steps, step, table, 'insert-rows').every(({ operation, before }) => {
    const at = operation.columns.findIndex(each => sameColumn(before, each, column))
    if (at === -1) return operation.columns.length > 0 && hasOwnValue
    const source = operation.copiesFrom
    const text = source?.expressions[at]?.trim() ?? ''
    return (
      source !== undefined &&
      /^[\w."]+$/.test(text) &&
      columnIn(before, source.table, bare(text))?.nullable === false
    )
  })
}

/** `ADD COLUMN key text; INSERT INTO config (key) …; DELETE FROM config WHERE id = 1`: the rows from before are deleted for
 * those that have it. */
function isReplacedByFilled({ table, column }: NamedColumn, step: Step, { steps }: ReplayedScript): boolean {
  const added = earlierSteps(steps, step, table, 'add-column').find(({ operation, before }) =>
    sameColumn(before, operation.column.name, column),
  )
  if (added === undefined) return false
  const behind = earlierSteps(steps, step, table, 'insert-rows', 'delete-rows').filter(each =>
    isBefore(steps, added, each),
  )
  return (
    behind.some(({ operation }) => operation.kind === 'delete-rows') &&
    behind.some(
      ({ operation, before }) =>
        operation.kind === 'insert-rows' && operation.columns.some(each => sameColumn(before, each, column)),
    )
  )
}
