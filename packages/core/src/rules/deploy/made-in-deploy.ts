import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { ObjectType } from '../../operations/object-type.ts'
import { objectsNamed, objectsOfType, withoutArguments } from '../../schema/find-objects.ts'
import { renamesTo, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import type { NamedObject, SchemaState } from '../../schema/schema-state.ts'
import type { OperationContext } from '../rule.ts'

/** A view, routine, sequence or the like that the pending batch itself has made: no running code knows it. */
export function isMadeInDeploy(
  type: ObjectType,
  name: ObjectName,
  { before, deployed }: Pick<OperationContext, 'before' | 'deployed'>,
): boolean {
  const known = objectOf(type, name, before)
  if (known === undefined || objectOf(type, name, deployed) !== undefined) return false
  // Without any table before it, OR REPLACE and IF NOT EXISTS may have met what no migration tells of.
  const hasHistory = before.complete || before.tables.size > 0
  if (!hasHistory && /^\s*create\s+or\s|\bif\s+not\s+exists\b/i.test(known.definition)) return false
  return !isRenamed(known, before, deployed)
}

/** A table that the deploy makes, and into which it puts no rows: undoing the whole deploy drops what came in since. */
export function isOfDeployAlone(
  table: ObjectName,
  { deployed, deploySteps }: Pick<OperationContext, 'deployed' | 'deploySteps'>,
): boolean {
  const made = stepsOn(deploySteps, table, 'create-table')
  return (
    findTable(deployed, table) === undefined &&
    made.length > 0 &&
    !made.some(({ operation }) => operation.asSelect === true) &&
    stepsOn(deploySteps, table, 'insert-rows').length === 0 &&
    renamesTo(deploySteps, table).length === 0
  )
}

/** A table that one of these has made, and into which none of them puts rows. */
export function isMadeEmptyIn(migrations: readonly ReplayedMigration[], table: ObjectName): boolean {
  return (
    migrations.some(({ up: { steps } }) =>
      stepsOn(steps, table, 'create-table').some(
        ({ operation }) => operation.asSelect !== true && operation.ifNotExists !== true,
      ),
    ) && !migrations.some(({ up: { steps } }) => stepsOn(steps, table, 'insert-rows').length > 0)
  )
}

/** Running code knows it by another name. */
function isRenamed(object: NamedObject, before: SchemaState, deployed: SchemaState): boolean {
  return objectsOfType(deployed, object.type).some(
    other => isSameButForName(other, object) && objectOf(other.type, other.name, before) === undefined,
  )
}

function isSameButForName(one: NamedObject, other: NamedObject): boolean {
  return withoutName(one) === withoutName(other)
}

function withoutName({ definition, name }: NamedObject): string {
  return definition.toLowerCase().replaceAll(withoutArguments(bareName(name)).toLowerCase(), '')
}

function objectOf(type: ObjectType, name: ObjectName, schema: SchemaState): NamedObject | undefined {
  return objectsNamed(schema, name).find(object => object.type === type)
}
