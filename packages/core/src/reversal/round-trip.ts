import type { DialectTraits } from '../dialects/dialect.ts'
import type { Statement } from '../migration/migration.ts'
import { hasEffect } from '../operations/classes.ts'
import type { Operation } from '../operations/operation.ts'
import { differencesOf } from '../schema/compare.ts'
import { type Difference, inWords } from '../schema/difference.ts'
import { oncePer } from '../schema/once-per.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../schema/replay.ts'
import { assumeRun, operationsIn } from './assume.ts'
import { downStopsOnDependents } from './down-stops-on-dependents.ts'
import { downStopsOnRows } from './down-stops-on-rows.ts'
import { lossInWords } from './loss.ts'
import { wholeOf } from './parts-as-one.ts'
import { refusedStatements } from './refused-statements.ts'
import { lossesOfRoundTrip } from './round-trip-losses.ts'
import { unreadParts } from './unread-parts.ts'
import { unlessUnseen } from './unseen-attributes.ts'

/** lossless: schema and rows come back. structure-only: the schema does, rows or values do not.
 * broken: down does not restore the schema. missing: a down is expected and not there. irreversible: declared so, or
 * down throws. unknown: something in up or down could not be read, its definition before was never seen, or the
 * layout has no downs, so that nothing says how it is taken back. */
export type Grade = 'lossless' | 'structure-only' | 'broken' | 'missing' | 'irreversible' | 'unknown'

/** Up then down on the replayed schema. */
export interface RoundTrip {
  readonly grade: Grade
  /** What is not back: `column users.email: is nullable, was NOT NULL`. Column order alone is not listed. */
  readonly differences: readonly string[]
  /** The statement of down at which it stops, whatever the rows are; what comes after it is not reached. */
  readonly stopsAt?: Statement
  /** Rows and values that up destroys and down cannot bring back: `products.legacy_category_id: every value`. */
  readonly lost: readonly string[]
  /** Those that a statement of the down script takes away. */
  readonly lostInDown: ReadonlyMap<string, Statement>
  /** What could not be told, and why. */
  readonly unknown: readonly string[]
}

/** Compares the schema before up with the one after up and down, of a part those of the whole migration; undefined
 * without a down script. */
export function roundTrip(replayed: ReplayedMigration, traits: DialectTraits): RoundTrip | undefined {
  const whole = wholeOf(replayed)
  return hasDown(replayed) && hasDown(whole) ? tripsUnder(traits)(whole) : undefined
}

type WithDown = ReplayedMigration & { readonly down: ReplayedScript }

function hasDown(replayed: ReplayedMigration): replayed is WithDown {
  return replayed.down !== undefined
}

/** Both the rules and the report ask. */
const tripsUnder = oncePer((traits: DialectTraits) =>
  oncePer((replayed: WithDown) => upAndDown(replayed, traits)),
)

function upAndDown(replayed: WithDown, traits: DialectTraits): RoundTrip {
  const down = operationsIn(replayed.down.steps)
  const run = assumeRun(replayed.up, replayed.down)
  const certain = { ...replayed, down: withSteps(replayed.down, ({ runs }) => runs === true) }
  const found = differencesOf(run.before, run.afterDown)
    .filter(each => !isSetAgain(each, down))
    .map(unlessUnseen(operationsIn(replayed.up.steps), run))
  const refused = refusedStatements(replayed.down)
  const stops = [
    ...refused,
    ...run.downStops,
    ...downStopsOnDependents(certain, traits),
    ...downStopsOnRows(certain, run, traits),
  ]
  const differences = [
    ...stops.map(reason => `down stops: ${reason}`),
    ...found.filter(({ kind }) => kind !== 'unknown').map(inWords),
  ]
  const losses = lossesOfRoundTrip(replayed, run.before, traits)
  const lost = losses.map(lossInWords)
  const ofDown = new Set(replayed.down.steps.map(({ statement }) => statement))
  const lostInDown = losses.flatMap(loss =>
    loss.statement !== undefined && ofDown.has(loss.statement)
      ? [[lossInWords(loss), loss.statement] as const]
      : [],
  )
  const unread = unreadParts(replayed)
  const unknown = [...unread, ...found.filter(({ kind }) => kind === 'unknown').map(inWords)]
  return {
    grade: refused.length > 0 ? 'broken' : gradeOfRun(replayed, { differences, lost, unread, unknown }),
    differences,
    ...(run.downStop && { stopsAt: run.downStop.statement }),
    lost: [...new Set(lost)],
    lostInDown: new Map(lostInDown),
    unknown,
  }
}

/** The grade of a migration, with or without a down. */
export function gradeOf(replayed: ReplayedMigration, trip: RoundTrip | undefined): Grade {
  if (replayed.migration.declaredIrreversible !== undefined) return 'irreversible'
  if (trip !== undefined) return trip.grade
  if (!replayed.up.steps.some(({ operation }) => hasEffect(operation))) return 'lossless'
  return replayed.migration.downExpected ? 'missing' : 'unknown'
}

function gradeOfRun(
  { migration }: ReplayedMigration,
  {
    differences,
    lost,
    unread,
    unknown,
  }: {
    readonly differences: readonly string[]
    readonly lost: readonly string[]
    readonly unread: readonly string[]
    readonly unknown: readonly string[]
  },
): Grade {
  const throws = migration.down?.notes.some(({ kind }) => kind === 'throws') ?? false
  if (throws || migration.declaredIrreversible !== undefined) return 'irreversible'
  if (unread.length > 0) return 'unknown'
  if (differences.length > 0) return 'broken'
  if (lost.length > 0) return 'structure-only'
  return unknown.length > 0 ? 'unknown' : 'lossless'
}

function withSteps(script: ReplayedScript, isKept: (step: Step) => boolean): ReplayedScript {
  return { ...script, steps: script.steps.filter(isKept) }
}

/** An option that had no value before, and that down sets: very likely to what the engine had it at. */
function isSetAgain({ kind, subject, detail }: Difference, down: readonly Operation[]): boolean {
  if (kind !== 'changed' || detail?.endsWith('was not set') !== true) return false
  return down.some(
    operation =>
      operation.kind === 'set-table-option' &&
      subject === `table ${operation.table}` &&
      detail.startsWith(`${operation.option} is `),
  )
}
