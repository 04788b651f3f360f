import { rollbackStop } from '../reversal/rollback-stop.ts'
import { gradeOf } from '../reversal/round-trip.ts'
import { findTable } from '../schema/lookup.ts'
import type { Place, Problem } from './finding.ts'
import { columnIn } from './names/known-columns.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { changesSomething, throws } from './scripts/script-effect.ts'
import { placeOfStatement, placeOfThrow } from './scripts/script-place.ts'
import { capitalized } from './wording/capitalized.ts'
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
  const others = stoppedBefore(migrations.slice(0, end))
  const name = migrationName(blocking.migration)
  const staying = `${counted(end, 'migration')} before it ${end === 1 ? 'stays' : 'stay'}`
  const before = `${staying}${others.length === 0 ? withWayBack(blocked.length, end) : ''}`
  const more = othersThatStop(others)
  // down-throws tells that it cannot be rolled back.
  const isTold = blocking.migration.declaredIrreversible === undefined && throwsInDown(blocking)
  const { stopsEmpty } = blocking.migration.down ?? {}
  const runner = stopsEmpty === undefined ? '' : ` ${capitalized(stopsEmpty)}.`
  // empty-down tells it of each of them.
  const areTold = others.length > 0 && [blocking, ...others].every(isStoppedEmpty)
  const areAlike = others.every(each => kindOfStop(each) === kindOfStop(blocking))
  return [
    {
      message: isTold
        ? `As the down of ${name} throws, a rollback of these ${migrations.length} migrations gets no further: ${before}.${more}`
        : `A rollback of these ${migrations.length} migrations stops at ${name}, ${whyItStops(blocking)}: ${before}.${more}${runner}`,
      ...((isTold || areTold) && { severity: 'info' as const }),
      // What comes before it holds others that stop it too.
      instead:
        others.length === 0
          ? `${remedyOf(blocking, false)} ${inTwoDeploys}`
          : areAlike
            ? remedyOf(blocking, true)
            : `${remedyOf(blocking, false)} That alone is not enough: see to what stops before it too.`,
      at: { ...placeOf(blocking), file: (blocking.migration.down ?? blocking.migration.up).file },
    },
  ]
}

function withWayBack(count: number, all: number): string {
  if (count < all) return `, although ${count} of them ${count === 1 ? 'has' : 'have'} a way back`
  return `, although there is a way back from ${count === 1 ? 'it' : 'them'}`
}

/** Those that stop a rollback that starts with the last of them, also in a statement of their down script. */
function stoppedBefore(migrations: readonly MigrationContext[]): readonly MigrationContext[] {
  const last = migrations.slice(migrations.findLastIndex(stopsRollback) + 1)
  const needing = last.some(isUnseen)
    ? undefined
    : rollbackStop(last.map(({ replayed }) => replayed))?.statement
  return migrations.filter(
    each =>
      stopsRollback(each) ||
      each.roundTrip?.stopsAt !== undefined ||
      (needing !== undefined && each.migration.down?.statements.includes(needing) === true),
  )
}

function othersThatStop(others: readonly MigrationContext[]): string {
  const last = others.at(-1)
  if (last === undefined) return ''
  const name = migrationName(last.migration)
  return others.length === 1
    ? ` 1 of them stops it too: ${name}.`
    : ` ${others.length} of them stop it too, the last one ${name}.`
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
  const others = end + 1 + place
  const because = ofCause === undefined ? 'by then' : `by then, as that of ${ofCause} leaves it so`
  const more =
    others === 0 ? '' : ` ${counted(others, 'migration')} before it ${others === 1 ? 'stays' : 'stay'} too.`
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
          : isLeftByUp(subject, cause)
            ? `Take out of the down script of ${ofCause} what takes ${subject} away, which its up does not make: that of ${name} needs it.`
            : `Let the down script of ${ofCause} put back what its up has changed: that of ${name} needs it.`,
      at: {
        ...placeOfStatement('down', stop.statement),
        file: stop.statement.location.file ?? stopping.migration.down.file,
      },
    },
  ]
}

const aConstraint = /^(?:check|foreign key|unique|primary key)(?= )/

/** Up finds it and leaves it there: the down script alone takes it away. */
function isLeftByUp(subject: string, cause: MigrationContext | undefined): boolean {
  const [, kind, name = ''] = /^(column|table) (\S+)$/.exec(subject) ?? []
  if (kind === undefined || cause === undefined) return false
  const { before, after } = cause.replayed.up
  const dot = name.lastIndexOf('.')
  return [before, after].every(schema =>
    kind === 'table'
      ? findTable(schema, name) !== undefined
      : columnIn(schema, name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)) !== undefined,
  )
}

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

/** What has to be done about it is the same for those of one kind. */
function kindOfStop(context: MigrationContext): string {
  if (!stopsRollback(context)) return 'in a statement'
  return remedyOf(context, false)
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

function isStoppedEmpty({ migration }: MigrationContext): boolean {
  return migration.down?.stopsEmpty !== undefined
}

function stopsRollback({ migration, replayed, roundTrip }: MigrationContext): boolean {
  if (migration.down?.stopsEmpty !== undefined && changesSomething(migration.up)) return true
  const grade = gradeOf(replayed, roundTrip)
  if (grade === 'missing' && replayed.migration.withoutDown !== undefined) return false
  if (grade === 'missing') return !replayed.up.script.notes.some(({ kind }) => kind === 'way-back-unknown')
  return grade === 'irreversible'
}
