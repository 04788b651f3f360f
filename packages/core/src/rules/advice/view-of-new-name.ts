import type { ObjectName } from '../../operations/column.ts'
import { nameParts } from '../../operations/names.ts'
import { isBefore, operationsOfStatement, type StepOf, stepsOf } from '../../schema/find-steps.ts'
import { placeWithFile } from '../deploy/later-in-deploy.ts'
import type { Problem } from '../finding.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'
import { usesOfNewName } from './uses-of-new-name.ts'

/** Each statement of MySQL commits on its own: between the two nobody would find the table. ALTER TABLE does not take a view
 * (1347), and a view is invalid when a column that it has is renamed (1356). */
export function viewOfNewName(
  table: ObjectName,
  to: ObjectName,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { traits, replayedScript, statement } = context
  const emptied = dropOfSchema(table, context)
  const waits =
    emptied === undefined
      ? ''
      : ` Until then ${placeWithFile(emptied, context)} waits as well: it drops ${emptied.operation.name}, and the table with it.`
  const how = `Make a view of the new name, move the code to it, and rename the table when nothing asks for the old name any more.${waits}`
  const uses = usesOfNewName(table, to, context)
  if (uses !== '')
    return { instead: `${how}${uses} The view comes behind ${/\bsays\b/.test(uses) ? 'that' : 'them'}.` }
  if (operationsOfStatement(replayedScript.steps, statement).length > 1)
    return { instead: `${how} The view comes behind what else the statement does.` }
  return {
    instead: how,
    suggestion: {
      title: 'Make a view of the new name, and rename the table when no code asks for the old one',
      sql: `CREATE VIEW ${sqlName(to, traits)} AS SELECT * FROM ${sqlName(table, traits)};`,
    },
  }
}

/** The statement behind this one that drops the schema in which the table is now. */
function dropOfSchema(
  table: ObjectName,
  { before, deploySteps, step }: OperationContext,
): StepOf<'drop-object'> | undefined {
  const [schema, name] = nameParts(table)
  if (schema === undefined || name === undefined) return undefined
  return stepsOf(deploySteps, 'drop-object').find(
    each =>
      each.operation.objectType === 'database' &&
      sameObject(before, each.operation.name, schema) &&
      isBefore(deploySteps, step, each),
  )
}
