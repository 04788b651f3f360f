import type { ObjectName } from '../../operations/column.ts'
import type { ObjectType } from '../../operations/object-type.ts'
import type { OperationKind } from '../../operations/operation.ts'
import { isBefore, placeOf, type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findColumn, findEnum, findObject, findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { capitalized } from '../wording/capitalized.ts'
import { fileInWords } from '../wording/file-in-words.ts'

export type Place = Pick<OperationContext, 'deploySteps' | 'step' | 'direction'>

/** Steps on the table behind this one, in its own script and in the later ones of the deploy. */
export function laterInDeploy<Kind extends OperationKind>(
  table: ObjectName,
  { deploySteps, step, direction }: Place,
  ...kinds: readonly Kind[]
): readonly StepOf<Kind>[] {
  if (direction === 'down') return []
  return stepsOn(deploySteps, table, ...kinds).filter(each => isBefore(deploySteps, step, each))
}

/** What a table is called when the deploy is over; undefined where it is dropped by then. */
export function nameAtEnd(table: ObjectName, context: Place): ObjectName | undefined {
  const last = lastOf(table, context)?.operation
  if (last === undefined) return table
  return last.kind === 'drop-table' ? undefined : last.to
}

/** The last of the renames of the table behind this statement, or its drop. */
function lastOf(table: ObjectName, context: Place): StepOf<'rename-table' | 'drop-table'> | undefined {
  let last: StepOf<'rename-table' | 'drop-table'> | undefined
  for (;;) {
    const next: StepOf<'rename-table' | 'drop-table'> | undefined = laterInDeploy(
      last?.operation.kind === 'rename-table' ? last.operation.to : table,
      { ...context, step: last ?? context.step },
      'rename-table',
      'drop-table',
    ).find(({ operation }) => operation.kind === 'rename-table' || operation.replacedBy === undefined)
    if (next === undefined) return last
    last = next
    if (next.operation.kind === 'drop-table') return last
  }
}

/** The statement behind this one in the deploy that drops the table for good, by whatever name it has then. */
export function dropOfTable(table: ObjectName, context: Place): Step | undefined {
  const last = lastOf(table, context)
  return last?.operation.kind === 'drop-table' ? last : undefined
}

/** The first statement behind this one in the deploy that makes a table of the name. */
export function madeLater(table: ObjectName, context: Place): Step | undefined {
  return laterInDeploy(table, context, 'create-table')[0]
}

/** Where it is: `line 7` or `a later migration of the deploy`. */
export function inPlace(
  later: Step,
  { replayedScript: { steps } }: Pick<OperationContext, 'replayedScript'>,
): string {
  return placeOf(steps, later) !== -1 ? `line ${later.location.line}` : 'a later migration of the deploy'
}

/** `line 7` or `line 7 of 003_teams.sql`. */
export function placeWithFile(
  later: Step,
  { replayedScript: { steps }, deployScripts }: OperationContext,
): string {
  const { line } = later.location
  if (placeOf(steps, later) !== -1) return `line ${line}`
  const from = deployScripts.find(each => placeOf(each.steps, later) !== -1)
  return `line ${line} of ${fileInWords(from?.script.file ?? '')}`
}

/** The same as a sentence begins. */
export function placeInDeploy(later: Step, context: OperationContext): string {
  return capitalized(inPlace(later, context))
}

/** Those of the columns whose type the deploy drops behind this statement: they cannot stay, nor can a copy of that type. */
export function losingTheirType(
  table: ObjectName,
  columns: readonly string[],
  { before, deploySteps, step, direction }: Place & Pick<OperationContext, 'before'>,
): readonly string[] {
  const known = findTable(before, table)
  if (direction === 'down' || known === undefined) return []
  const later = stepsOf(deploySteps, 'rename-object', 'drop-object').filter(
    each => isOfTypes(each.operation.objectType) && isBefore(deploySteps, step, each),
  )
  if (later.length === 0) return []
  return columns.filter(each => {
    const type = findColumn(known, each, before.semantics)?.type?.name
    return type !== undefined && isOwnType(type, before) && isTypeDropped(type, later, before)
  })
}

function isOfTypes(objectType: ObjectType): boolean {
  return objectType === 'type' || objectType === 'domain'
}

/** By the name that it has by then: `ALTER TYPE mood RENAME TO mood_old; …; DROP TYPE mood_old`. */
function isTypeDropped(
  type: ObjectName,
  later: readonly StepOf<'rename-object' | 'drop-object'>[],
  schema: SchemaState,
): boolean {
  let name = type
  for (const { operation } of later) {
    if (!sameObject(schema, operation.name, name)) continue
    if (operation.kind === 'drop-object') return true
    name = operation.to
  }
  return false
}

function isOwnType(name: ObjectName, schema: SchemaState): boolean {
  return (
    findEnum(schema, name) !== undefined ||
    findObject(schema, 'domain', name) !== undefined ||
    findObject(schema, 'composite-type', name) !== undefined
  )
}
