import type { Statement } from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation, OperationKind, OperationOf } from '../operations/operation.ts'
import { oncePer } from './once-per.ts'
import type { Step } from './replay.ts'

/** A step whose operation is of one of these kinds. */
export type StepOf<Kind extends OperationKind> = Step & { readonly operation: OperationOf<Kind> }

/** Each finds some of a script's steps without a look at the others, in order. */

export function stepsOf<Kind extends OperationKind>(
  steps: readonly Step[],
  ...kinds: readonly Kind[]
): readonly StepOf<Kind>[] {
  return found(steps, stepsByKind(steps), kinds) as readonly StepOf<Kind>[]
}

/** Those that say this table first. */
export function stepsOn<Kind extends OperationKind>(
  steps: readonly Step[],
  table: ObjectName,
  ...kinds: readonly Kind[]
): readonly StepOf<Kind>[] {
  const [{ before } = {}] = steps
  if (before === undefined) return []
  const key = before.semantics.objectKey(table)
  const keys = kinds.map(kind => `${kind} ${key}`)
  return found(steps, stepsByTable(steps), keys) as readonly StepOf<Kind>[]
}

/** Those that make an object of this name. */
export function stepsMaking(steps: readonly Step[], name: ObjectName): readonly StepOf<'create-object'>[] {
  return stepsNaming(steps, 'create-object', name) as readonly StepOf<'create-object'>[]
}

/** Those that drop an object of this name. */
export function stepsDropping(steps: readonly Step[], name: ObjectName): readonly StepOf<'drop-object'>[] {
  return stepsNaming(steps, 'drop-object', name) as readonly StepOf<'drop-object'>[]
}

/** Those that give a table this name. */
export function renamesTo(steps: readonly Step[], table: ObjectName): readonly StepOf<'rename-table'>[] {
  return stepsNaming(steps, 'rename-table', table) as readonly StepOf<'rename-table'>[]
}

function stepsNaming(steps: readonly Step[], kind: OperationKind, name: ObjectName): readonly Step[] {
  const [{ before } = {}] = steps
  return before === undefined
    ? []
    : (stepsByName(steps).get(`${kind} ${before.semantics.objectKey(name)}`) ?? [])
}

export function stepsOfStatement(steps: readonly Step[], statement: Statement): readonly Step[] {
  return stepsByStatement(steps).get(statement) ?? []
}

/** With the names that they have where the statement runs: after USE, or under search_path. */
export function operationsOfStatement(steps: readonly Step[], statement: Statement): readonly Operation[] {
  return operationsByStatement(steps).get(statement) ?? []
}

export function earlierSteps<Kind extends OperationKind>(
  steps: readonly Step[],
  step: Step,
  table: ObjectName,
  ...kinds: readonly Kind[]
): readonly StepOf<Kind>[] {
  return stepsOn(steps, table, ...kinds).filter(each => isBefore(steps, each, step))
}

/** Of any table. */
export function earlierStepsOf<Kind extends OperationKind>(
  steps: readonly Step[],
  step: Step,
  ...kinds: readonly Kind[]
): readonly StepOf<Kind>[] {
  return stepsOf(steps, ...kinds).filter(each => isBefore(steps, each, step))
}

export function isBefore(steps: readonly Step[], one: Step, other: Step): boolean {
  return placeOf(steps, one) < placeOf(steps, other)
}

export function placeOf(steps: readonly Step[], step: Step): number {
  return places(steps).get(step) ?? -1
}

const places = oncePer((steps: readonly Step[]) => new Map(steps.map((step, place) => [step, place])))

const stepsByStatement = oncePer((steps: readonly Step[]) => grouped(steps, ({ statement }) => [statement]))

const operationsByStatement = oncePer(
  (steps: readonly Step[]) =>
    new Map([...stepsByStatement(steps)].map(([key, list]) => [key, list.map(({ operation }) => operation)])),
)

const stepsByKind = oncePer((steps: readonly Step[]) => grouped(steps, ({ operation }) => [operation.kind]))

const stepsByTable = oncePer((steps: readonly Step[]) =>
  grouped(steps, ({ operation, before: { semantics } }) => {
    const table = tableOf(operation)
    return table === undefined ? [] : [`${operation.kind} ${semantics.objectKey(table)}`]
  }),
)

const stepsByName = oncePer((steps: readonly Step[]) =>
  grouped(steps, ({ operation, before: { semantics } }) => {
    const name = nameOf(operation)
    return name === undefined ? [] : [`${operation.kind} ${semantics.objectKey(name)}`]
  }),
)

function nameOf(operation: Operation): ObjectName | undefined {
  if (operation.kind === 'create-object' || operation.kind === 'drop-object') return operation.name
  return operation.kind === 'rename-table' ? operation.to : undefined
}

function tableOf(operation: Operation): ObjectName | undefined {
  if (operation.kind === 'create-index') return operation.index.table
  return 'table' in operation ? operation.table : undefined
}

function grouped<Key>(
  steps: readonly Step[],
  keysOf: (step: Step) => readonly Key[],
): ReadonlyMap<Key, readonly Step[]> {
  const groups = new Map<Key, Step[]>()
  for (const step of steps) {
    for (const key of keysOf(step)) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [step])
      else group.push(step)
    }
  }
  return groups
}

function found(
  steps: readonly Step[],
  groups: ReadonlyMap<string, readonly Step[]>,
  keys: readonly string[],
): readonly Step[] {
  const [first = [], ...others] = keys.flatMap(key => {
    const group = groups.get(key)
    return group === undefined ? [] : [group]
  })
  if (others.length === 0) return first
  return [...first, ...others.flat()].sort((one, other) => placeOf(steps, one) - placeOf(steps, other))
}
