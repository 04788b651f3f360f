import type { Statement } from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'
import type { ObjectType } from '../operations/object-type.ts'
import type { Operation } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { either } from '../schema/either.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { findObject, findTable, tableOfIndex } from '../schema/lookup.ts'
import { persistent } from '../schema/persistent-map.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { withoutTemporaryTables } from '../schema/temporary-tables.ts'
import { type Need, needsOf } from './need.ts'
import { needInWords } from './need-in-words.ts'
import { mayExist, plant } from './plant.ts'
import { isAlreadyThere, makesAgain, thingsMade } from './same-thing.ts'
import { withTableInName } from './table-in-index-name.ts'

/** Up and down on a schema in which everything is planted that they must have found there. */
export interface AssumedRun {
  readonly before: SchemaState
  readonly afterUp: SchemaState
  readonly afterDown: SchemaState
  /** Why down stops, whatever the rows are: `column users.zz does not exist`. */
  readonly downStops: readonly string[]
  /** The first of them. */
  readonly downStop: Stop | undefined
}

export interface Stop {
  readonly reason: string
  readonly statement: Statement
}

/** Two schemas walked side by side: what is needed late and was never seen must have been there at the start. */
interface Walk {
  readonly start: SchemaState
  readonly now: SchemaState
  /** What a renamed table was called at the start, by its key now. */
  readonly origins: ReadonlyMap<string, ObjectName>
  readonly stops: readonly string[]
  readonly firstStop?: Stop
  /** The keys of tables and views that a statement has dropped, and none made again. */
  readonly dropped: ReadonlyMap<string, true>
  /** The tables of the indexes that up and down make. */
  readonly indexTables: ReadonlyMap<string, ObjectName>
  readonly isDown: boolean
}

export function assumeRun(
  { before, steps: upSteps }: ReplayedScript,
  { steps: downSteps }: Pick<ReplayedScript, 'steps'> = { steps: [] },
): AssumedRun {
  const [up, down] = [operationsIn(upSteps), operationsIn(downSteps)]
  const atStart: Walk = {
    start: before,
    now: before,
    origins: new Map(),
    stops: [],
    dropped: new Map(),
    indexTables: indexTables([...up, ...down]),
    isDown: false,
  }
  const [madeByUp, madeByDown] = [thingsMade(up), thingsMade(down)]
  const upDone = upSteps.reduce<Walk>((walk, taken, index) => {
    const { operation, runs } = taken
    if (runs !== true) return mayStep(walk, taken)
    const isScratch = endsDropped(operation, up) && endsDropped(operation, down)
    const replaced = isScratch ? walk : plantReplaced(walk, operation, madeByDown)
    const isFree = makesAgain(operation, madeByUp, index) || isTakenForAbsent(operation, before)
    const ready = isFree ? replaced : meetNeeds(replaced, operation)
    return step(ready, taken)
  }, atStart)
  const keptIndexes = indexesOfRefusedDrops(downSteps, upDone.now)
  const downDone = downSteps.reduce<Walk>(
    (walk, taken) => {
      const { operation, runs } = taken
      if (runs !== true) return mayStep(walk, taken)
      if (operation.conditions !== undefined) return step(walk, taken)
      // IF EXISTS says that the thing may well not be there.
      const tolerant =
        operation.ifTableExists === true || ('ifExists' in operation && operation.ifExists === true)
      const isThere = operation.kind === 'drop-index' && keptIndexes.has(operation.name)
      const ready = tolerant || isThere ? walk : meetNeeds(walk, operation)
      return step(noteStop(stopIfThere(ready, operation), walk, taken), taken)
    },
    { ...upDone, now: withoutTemporaryTables(upDone.now), stops: [], isDown: true },
  )
  return {
    before: downDone.start,
    afterUp: upDone.now,
    afterDown: withoutTemporaryTables(downDone.now),
    downStops: downDone.stops,
    downStop: downDone.firstStop,
  }
}

function noteStop(walk: Walk, earlier: Walk, { statement }: Step): Walk {
  const reason = walk.stops[earlier.stops.length]
  return reason === undefined || walk.firstStop !== undefined || statement.caught === true
    ? walk
    : { ...walk, firstStop: { reason, statement } }
}

/** A DROP COLUMN before them has been refused, and they are there (SQLite). */
function indexesOfRefusedDrops(steps: readonly Step[], afterUp: SchemaState): ReadonlySet<string> {
  const isRebuilt = steps.some(({ statement }) => statement.rebuildsTable !== undefined)
  if (afterUp.semantics.droppedColumnInIndex !== 'refuses' || isRebuilt) return new Set()
  const names = stepsOf(steps, 'drop-index').map(({ operation }) => operation.name)
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const name of names) (seen.has(name) ? again : seen).add(name)
  return new Set(names.filter(name => !again.has(name) && tableOfIndex(afterUp, name) !== undefined))
}

/** With a history, an IF EXISTS of an object that is not in it does nothing. */
function isTakenForAbsent(operation: Operation, before: SchemaState): boolean {
  return operation.kind === 'drop-object' && operation.ifExists && before.tables.size > 0
}

/** As long as nothing is planted, the replay has been here: nine migrations of ten need no second one. */
function step(walk: Walk, { operation, before, after }: Step): Walk {
  const now = walk.now === before ? after : apply(walk.now, operation)
  const dropped = droppedBehind(operation, walk)
  if (operation.kind !== 'rename-table') return { ...walk, now, dropped }
  const { objectKey } = now.semantics
  const origin = walk.origins.get(objectKey(operation.table)) ?? operation.table
  return { ...walk, now, dropped, origins: persistent(walk.origins).with(objectKey(operation.to), origin) }
}

function droppedBehind(operation: Operation, { dropped, now }: Walk): Walk['dropped'] {
  const { objectKey } = now.semantics
  switch (operation.kind) {
    case 'drop-table':
      return persistent(dropped).with(objectKey(operation.table), true)
    case 'create-table':
      return persistent(dropped).without(objectKey(operation.table))
    case 'rename-table':
      return persistent(dropped).without(objectKey(operation.to))
    case 'drop-object':
      return isRelation(operation.objectType)
        ? persistent(dropped).with(objectKey(operation.name), true)
        : dropped
    case 'create-object':
      return isRelation(operation.objectType)
        ? persistent(dropped).without(objectKey(operation.name))
        : dropped
    case 'rename-object':
      return persistent(dropped).without(objectKey(operation.to))
    default:
      return dropped
  }
}

function isRelation(type: ObjectType): boolean {
  return type === 'view' || type === 'materialized-view'
}

/** What may or may not be done leaves what is so either way. */
function mayStep(walk: Walk, { operation, runs }: Step): Walk {
  if (runs === false) return walk
  const dropped = droppedBehind(operation, walk)
  return {
    ...walk,
    now: either(walk.now, apply(walk.now, operation)),
    dropped: dropped.size < walk.dropped.size ? dropped : walk.dropped,
  }
}

export function operationsIn(steps: readonly Step[]): readonly Operation[] {
  return steps.map(({ operation }) => operation)
}

function meetNeeds(walk: Walk, operation: Operation): Walk {
  return needsOf(operation, walk.now).reduce(
    (each, need) => meetNeed(each, operation, located(need, walk, operation)),
    walk,
  )
}

/** What was there at the start and is not now has been taken away by the migration itself. */
function meetNeed(walk: Walk, operation: Operation, need: Need): Walk {
  const atStart = atOrigin(need, walk)
  const wasThere = !needsOf(operation, walk.start).some(each => needInWords(each) === needInWords(need))
  if (wasThere || isDropped(need, walk) || !mayExist(walk.now, need)) {
    return { ...walk, stops: [...walk.stops, `${needInWords(need)} does not exist`] }
  }
  // A table that the migration itself has made in a way that does not tell its columns (AS SELECT).
  if (isMadeHere(walk, need, atStart) || !mayExist(walk.start, atStart)) {
    return { ...walk, now: plant(walk.now, need) }
  }
  return { ...walk, start: plant(walk.start, atStart), now: plant(walk.now, need) }
}

function isDropped(need: Need, { dropped, now }: Walk): boolean {
  return 'table' in need && need.table !== undefined && dropped.has(now.semantics.objectKey(need.table))
}

function isMadeHere({ start, now }: Walk, need: Need, atStart: Need): boolean {
  if (!('table' in need) || need.table === undefined) return false
  if (!('table' in atStart) || atStart.table === undefined) return false
  return findTable(now, need.table) !== undefined && findTable(start, atStart.table) === undefined
}

/** DROP INDEX does not say whose index it is; the CREATE INDEX that takes it back does, or its name. */
function located(need: Need, { indexTables, isDown, now }: Walk, operation: Operation): Need {
  if (need.what !== 'index' || need.table !== undefined) return need
  const table = indexTables.get(need.name)
  if (table !== undefined) return { ...need, table }
  // An up without IF EXISTS says that the index is there, whoever has made it.
  const isDoubtful = isDown || ('ifExists' in operation && operation.ifExists)
  return isDoubtful ? withTableInName(need, now) : need
}

function indexTables(operations: readonly Operation[]): ReadonlyMap<string, ObjectName> {
  return new Map(
    operations.flatMap(operation =>
      operation.kind === 'create-index' && operation.index.name !== undefined
        ? [[operation.index.name, operation.index.table] as const]
        : [],
    ),
  )
}

function atOrigin(need: Need, { origins, now }: Walk): Need {
  if (!('table' in need) || need.table === undefined) return need
  const origin = origins.get(now.semantics.objectKey(need.table))
  return origin === undefined ? need : { ...need, table: origin }
}

/** Made for a while: the last that the script does to the name is to drop it. */
function endsDropped(operation: Operation, script: readonly Operation[]): boolean {
  if (operation.kind !== 'create-object') return false
  const { objectType, name } = operation
  const last = script.findLast(
    each =>
      (each.kind === 'create-object' || each.kind === 'drop-object') &&
      each.objectType === objectType &&
      each.name === name,
  )
  return last?.kind === 'drop-object'
}

/** CREATE OR REPLACE of something never seen replaced it if down puts another definition in its place. */
function plantReplaced(walk: Walk, operation: Operation, madeByDown: ReadonlyMap<string, number>): Walk {
  if (operation.kind !== 'create-object' || !operation.orReplace || walk.now.complete) return walk
  const { objectType: type, name, table } = operation
  if (findObject(walk.now, type, name, table) !== undefined || !makesAgain(operation, madeByDown)) return walk
  const object = { type, name, definition: '', ...(table === undefined ? {} : { table }) }
  return {
    ...walk,
    start: plant(walk.start, { what: 'object', object }),
    now: plant(walk.now, { what: 'object', object }),
  }
}

function stopIfThere(walk: Walk, operation: Operation): Walk {
  const thing = isAlreadyThere(operation, walk.now)
  return thing === undefined ? walk : { ...walk, stops: [...walk.stops, `${thing} exists already`] }
}
