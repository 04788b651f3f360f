import { rollbackStop } from '../reversal/rollback-stop.ts'
import { gradeOf } from '../reversal/round-trip.ts'
import type { Place, Problem } from './finding.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { changesSomething, throws } from './scripts/script-effect.ts'
import { placeOfStatement, placeOfThrow } from './scripts/script-place.ts'
import { counted } from './wording/list-words.ts'
import { migrationName } from './wording/migration-name.ts'

export const downIncompleteBatch: Rule = {
  id: 'down-incomplete-batch',
  category: 'reversibility',
  severity: 'warning',
  title: 'A rollback of the whole deploy stops at a migration that has no way back.',
  why: `Migrations are undone from the last to the first. One without a way back blocks all that came before it, although
their down scripts are good.`,
  instead:
    'Write the missing way back. Or deploy what comes before it first, and that migration once no rollback of them is to be expected.',
  examples: {
    flagged: [
      {
        title: 'a migration without a down after one that has it',
        up: 'CREATE TABLE carts (id int)',
        after: { up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
        instead: [
          { up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
          { up: 'CREATE TABLE carts (id int)', down: 'DROP TABLE carts' },
        ],
      },
      {
        title: 'a down that throws',
        after: { up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
        up: 'CREATE TABLE carts (id int)',
        down: '',
        notes: [{ kind: 'throws', direction: 'down', message: 'down() throws "irreversible"' }],
        instead: [
          { up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
          { up: 'CREATE TABLE carts (id int)', down: 'DROP TABLE carts' },
        ],
      },
      {
        title: 'it works on what the one before makes, and cannot come first',
        after: { up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
        up: 'ALTER TABLE users ADD COLUMN plan text',
        instead: [
          { up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
          {
            up: 'ALTER TABLE users ADD COLUMN plan text',
            down: 'ALTER TABLE users DROP COLUMN plan',
          },
        ],
      },
      {
        title: 'a down that needs what a later one does not bring back',
        given: 'CREATE TABLE users (id int)',
        after: { up: 'ALTER TABLE users ADD COLUMN plan text', down: 'ALTER TABLE users DROP COLUMN plan' },
        up: 'ALTER TABLE users RENAME COLUMN plan TO tariff',
        down: '-- by hand',
        instead: [
          { up: 'ALTER TABLE users ADD COLUMN tariff text', down: 'ALTER TABLE users DROP COLUMN tariff' },
        ],
      },
    ],
    allowed: [
      {
        title: 'each down finds what it needs',
        given: 'CREATE TABLE users (id int)',
        after: { up: 'ALTER TABLE users ADD COLUMN plan text', down: 'ALTER TABLE users DROP COLUMN plan' },
        up: 'ALTER TABLE users RENAME COLUMN plan TO tariff',
        down: 'ALTER TABLE users RENAME COLUMN tariff TO plan',
      },
      {
        title: 'IF EXISTS asks whether it is there',
        given: 'CREATE TABLE users (id int)',
        after: {
          up: 'ALTER TABLE users ADD COLUMN plan text',
          down: 'ALTER TABLE users DROP COLUMN IF EXISTS plan',
        },
        up: 'ALTER TABLE users DROP COLUMN plan',
        down: '-- by hand',
      },
      {
        title: 'all of them can be undone',
        up: 'CREATE TABLE carts (id int)',
        down: 'DROP TABLE carts',
        after: { up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
      },
      {
        title: 'the migration before it changes nothing',
        up: 'CREATE TABLE carts (id int)',
        after: { up: '-- nothing to do' },
      },
      {
        title: 'the down script of the migration before it does nothing: empty-down tells that',
        up: 'CREATE TABLE carts (id int)',
        after: { up: 'CREATE TABLE users (id int)', down: '-- by hand' },
      },
      { title: 'one migration alone', up: 'CREATE TABLE carts (id int)' },
    ],
  },

  checkDeploy({ migrations }) {
    const end = migrations.findLastIndex(stopsRollback)
    return [...stopBefore(migrations, end), ...stopAt(migrations, end)]
  },
}

function stopAt(migrations: readonly MigrationContext[], end: number): readonly Problem[] {
  const blocking = migrations[end]
  const blocked = migrations.slice(0, Math.max(end, 0)).filter(hasWayBack)
  if (blocking === undefined || blocked.length === 0) return []
  const others = migrations.slice(0, end).filter(stopsRollback)
  const isOne = blocked.length === 1
  const name = migrationName(blocking.migration)
  const before = `${counted(blocked.length, 'migration')} before it ${isOne ? 'stays' : 'stay'}, although there is a way back from ${isOne ? 'it' : 'them'}`
  const more =
    others.length === 0
      ? ''
      : ` ${counted(others.length, 'other migration')} before it ${others.length === 1 ? 'stops' : 'stop'} it too, the last of them ${migrationName(others.at(-1)?.migration ?? blocking.migration)}.`
  // down-throws tells that it cannot be rolled back.
  const isTold = blocking.migration.declaredIrreversible === undefined && throwsInDown(blocking)
  return [
    {
      message: isTold
        ? `As the down of ${name} throws, a rollback of these ${migrations.length} migrations gets no further: ${before}.${more}`
        : `A rollback of these ${migrations.length} migrations stops at ${name}, ${whyItStops(blocking)}: ${before}.${more}`,
      ...(isTold && { severity: 'info' as const }),
      instead: `${remedyOf(blocking, others.length > 0)} ${inTwoDeploys}`,
      at: { ...placeOf(blocking), file: (blocking.migration.down ?? blocking.migration.up).file },
    },
  ]
}

/** Where the down script of one migration needs what a later one of the deploy takes away for good. */
function stopBefore(all: readonly MigrationContext[], end: number): readonly Problem[] {
  const migrations = all.slice(end + 1)
  const stop = rollbackStop(migrations.map(({ replayed }) => replayed))
  const place = migrations.findIndex(({ migration }) =>
    stop === undefined ? false : migration.down?.statements.includes(stop.statement),
  )
  const stopping = migrations[place]
  if (stop === undefined || stopping?.migration.down === undefined) return []
  // It stops by itself: down-does-not-restore-schema tells that.
  if (stopping.roundTrip?.stopsAt !== undefined) return []
  const later = migrations.slice(place + 1)
  const unseen = later.findLast(isUnseen)
  const subject = stop.reason.replace(/ (?:does not exist|exists already)$/, '')
  const isIt = (difference: string): boolean => {
    const [, what = ''] = /^(.*) is (?:missing|left over)$/.exec(difference) ?? []
    return what === subject || what.replace(aConstraint, 'constraint') === subject
  }
  const cause = later.findLast(({ roundTrip }) => roundTrip?.differences.some(isIt))
  const [name, ofCause] = [stopping, cause].map(each => each && migrationName(each.migration))
  const others = all.slice(0, end + 1 + place).filter(hasWayBack)
  const because = ofCause === undefined ? 'by then' : `by then, as that of ${ofCause} leaves it so`
  const stays = others.length === 1 ? 'stays' : 'stay'
  const more = others.length === 0 ? '' : ` ${counted(others.length, 'migration')} before it ${stays} too.`
  const told = ` of these ${all.length} migrations stops in the down script of ${name}: ${stop.reason} ${because}.${more}`
  return [
    {
      message:
        unseen === undefined
          ? `A rollback${told}`
          : `As far as it can be told, a rollback${told} Not all of what ${migrationName(unseen.migration)} does was seen.`,
      ...(unseen && { severity: 'info' as const }),
      instead:
        ofCause === undefined
          ? 'Undo the whole deploy on a copy, and let each down script leave what those before it in the deploy need.'
          : `Let the down script of ${ofCause} put back what its up has changed: that of ${name} needs it.`,
      at: {
        ...placeOfStatement('down', stop.statement),
        file: stop.statement.location.file ?? stopping.migration.down.file,
      },
    },
  ]
}

const aConstraint = /^(?:check|foreign key|unique|primary key)(?= )/

/** Code that nobody has read may have put back what is missed. */
function isUnseen({ replayed, roundTrip }: MigrationContext): boolean {
  return gradeOf(replayed, roundTrip) === 'unknown'
}

/** Holds also for what needs the earlier ones, and cannot come first. */
const inTwoDeploys =
  'Or deploy what comes before it first, and that migration once no rollback of them is to be expected.'

function placeOf({ migration }: MigrationContext): Place {
  return migration.down === undefined ? { direction: 'up' } : placeOfThrow(migration)
}

function whyItStops({ migration }: MigrationContext): string {
  if (migration.declaredIrreversible !== undefined) return 'which says that it cannot be undone'
  return migration.down === undefined ? 'which has no down script' : 'whose down script is empty'
}

function throwsInDown({ migration: { down } }: MigrationContext): boolean {
  return down !== undefined && throws(down)
}

function remedyOf({ migration }: MigrationContext, hasOthers: boolean): string {
  const thatOf = hasOthers ? 'each' : 'it'
  if (migration.declaredIrreversible !== undefined)
    return `Plan a restored backup as the way back from ${thatOf}.`
  if (migration.down === undefined || !throws(migration.down))
    return `Write the missing way back${hasOthers ? ' of each' : ''}.`
  const isMistake = migration.down.notes.some(
    ({ kind, instead }) => kind === 'throws' && instead !== undefined,
  )
  return isMistake
    ? 'Correct the code of its down.'
    : `Plan a restored backup as the way back from ${thatOf}.`
}

function hasWayBack(context: MigrationContext): boolean {
  const { migration, replayed, roundTrip } = context
  // An empty one is told as empty-down.
  const undoes = migration.down === undefined || changesSomething(migration.down)
  return (
    changesSomething(migration.up) &&
    undoes &&
    !stopsRollback(context) &&
    gradeOf(replayed, roundTrip) !== 'missing'
  )
}

function stopsRollback({ migration, replayed, roundTrip }: MigrationContext): boolean {
  if (migration.down?.stopsEmpty !== undefined && changesSomething(migration.up)) return true
  const grade = gradeOf(replayed, roundTrip)
  if (grade === 'missing' && replayed.migration.withoutDown !== undefined) return false
  if (grade === 'missing') return !replayed.up.script.notes.some(({ kind }) => kind === 'way-back-unknown')
  return grade === 'irreversible'
}
