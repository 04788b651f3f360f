import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { ObjectType } from '../../operations/object-type.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { objectsNamed, overloadsOf } from '../../schema/find-objects.ts'
import { stepsMaking, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { NamedObject, SchemaState } from '../../schema/schema-state.ts'
import { isView } from '../../schema/view-reads.ts'
import { isMadeInDeploy } from '../deploy/made-in-deploy.ts'
import type { Problem } from '../finding.ts'
import { sameObject } from '../names/known-columns.ts'
import { isRetiredObject } from '../names/retired.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { isCallerGone, isWorkGone } from './needed-by-script.ts'
import { isPolicyReplaced } from './replaced-policy.ts'

interface Pronouns {
  readonly it: string
  readonly its: string
}

const one: Pronouns = { it: 'it', its: 'its' }
const many: Pronouns = { it: 'them', its: 'their' }

/** Objects of these types that the statement drops and the script does not make again, as one problem. */
export function droppedObjects(
  types: readonly ObjectType[],
  operation: OperationOf<'drop-object'>,
  context: OperationContext,
  consequence: (its: Pronouns) => string,
): Problem | undefined {
  const dropped = context.statement.operations.filter(
    each => each.kind === 'drop-object' && types.includes(each.objectType),
  )
  // One statement that drops many is one finding.
  if (dropped[0] !== operation) return undefined
  const names = dropped.flatMap(each =>
    each.kind === 'drop-object' && isMissed(each, context) ? [each.name] : [],
  )
  if (names.length === 0) return undefined
  const what = operation.objectType.replace('-', ' ')
  return {
    message: `The ${what}${names.length === 1 ? '' : 's'} ${listWords(names)} ${names.length === 1 ? 'is' : 'are'} dropped: ${consequence(names.length === 1 ? one : many)}.`,
    objects: names,
  }
}

function isMissed(
  { objectType, name, table, ifExists }: OperationOf<'drop-object'>,
  context: OperationContext,
): boolean {
  const { before, replayedScript } = context
  // Made again after it, or made before it by the same script.
  const madeHere = stepsMaking(replayedScript.steps, name).some(
    // A trigger and the function that it calls often have one name.
    ({ operation }) => (operation.objectType === 'trigger') === (objectType === 'trigger'),
  )
  // A table may take the name over.
  if (findTable(replayedScript.after, name) !== undefined || isRetiredObject(objectType, name, context))
    return false
  // A later migration of the deploy makes it again.
  const isIn = (schema: SchemaState): boolean =>
    overloadsOf(schema, name).some(({ type }) => type === objectType)
  if (!isIn(context.after) && isIn(context.atEnd)) return false
  if (isMadeInDeploy(objectType, name, context) || isMadeByText(objectType, name, context)) return false
  if (madeHere || isReplaced(objectType, name, table, context)) return false
  // CASCADE of a statement before this one has taken it along, which this one means.
  if (isView({ type: objectType }) && wentAlong(objectType, name, context)) return true
  // With a history, an IF EXISTS of something that is not in it does nothing.
  const hasHistory = before.complete || before.tables.size > 0
  return !(ifExists && hasHistory && knownObject(name, objectType, before) === undefined)
}

function wentAlong(type: ObjectType, name: ObjectName, context: OperationContext): boolean {
  const { before, replayedScript, step } = context
  const { steps } = replayedScript
  return (
    knownObject(name, type, before) === undefined &&
    knownObject(name, type, replayedScript.before) !== undefined &&
    !stepsOf(steps, 'drop-object', 'rename-object').some(
      ({ operation, statement }) => statement !== step.statement && sameObject(before, operation.name, name),
    )
  )
}

/** The same block makes it again by SQL that it builds: `EXECUTE format('CREATE VIEW users_view AS %s', …)`. */
function isMadeByText(type: ObjectType, name: ObjectName, { statement }: OperationContext): boolean {
  if (!statement.operations.some(({ kind }) => kind === 'run-code')) return false
  const words = `create\\s+(?:or\\s+replace\\s+)?${type.replace('-', '\\s+')}\\s+(?:[\\w"]+\\.)?"?`
  const bare = bareName(name).replace(/[^\w]/g, '\\$&')
  return new RegExp(`'\\s*${words}${bare}\\b`, 'i').test(statement.text)
}

/** Its table goes too, or another trigger or policy of the table takes over; a function that only triggers can call has none left, or the server
 * would refuse to drop it. */
function isReplaced(
  type: ObjectType,
  name: ObjectName,
  table: ObjectName | undefined,
  context: OperationContext,
): boolean {
  const { before, replayedScript } = context
  const known = knownObject(name, type, before)
  if (type === 'function')
    return /\breturns\s+"?(?:event_)?trigger\b/i.test(known?.definition ?? '') || isCallerGone(name, context)
  if (type === 'procedure' && changesTables(known?.definition)) return true
  if ((type === 'procedure' || type === 'aggregate') && isCallerGone(name, context)) return true
  const on = table ?? known?.table
  if (on === undefined) return false
  if (stepsOn(replayedScript.steps, on, 'drop-table').length > 0) return true
  if (type === 'policy') return isPolicyReplaced(name, on, context)
  if (type === 'trigger' && known !== undefined && isWorkGone(known, context)) return true
  return (
    type === 'trigger' &&
    stepsOn(replayedScript.steps, on, 'create-object').some(
      ({ operation }) => operation.objectType === 'trigger',
    )
  )
}

/** MySQL branches in procedures alone: one that changes tables has done a migration's work, and no code calls it. */
function changesTables(definition = ''): boolean {
  return /\b(?:alter\s+table|(?:create|drop)\s+(?:unique\s+)?index)\b/i.test(definition)
}

function knownObject(name: ObjectName, type: ObjectType, schema: SchemaState): NamedObject | undefined {
  return objectsNamed(schema, name).find(object => object.type === type)
}
