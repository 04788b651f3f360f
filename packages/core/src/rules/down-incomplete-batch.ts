import { tablesOf } from '../operations/classes.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { gradeOf } from '../reversal/round-trip.ts'
import { objectsNamed } from '../schema/find-objects.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { columnIn } from './known-columns.ts'
import { counted } from './list-words.ts'
import { migrationName } from './migration-name.ts'
import { neededColumns } from './needed-objects.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { changesSomething } from './script-effect.ts'

export const downIncompleteBatch: Rule = {
  id: 'down-incomplete-batch',
  category: 'reversibility',
  severity: 'warning',
  title: 'A rollback of the whole deploy stops at a migration that has no way back.',
  why: `Migrations are undone from the last to the first. One without a way back blocks all that came before it, although
their down scripts are good.`,
  instead: 'Write the missing way back, or deploy that migration first and on its own.',
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
    ],
    allowed: [
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
      { title: 'one migration alone', up: 'CREATE TABLE carts (id int)' },
    ],
  },

  checkDeploy({ migrations }) {
    const end = migrations.findLastIndex(stopsRollback)
    const blocking = migrations[end]
    const blocked = migrations.slice(0, Math.max(end, 0)).filter(hasWayBack)
    if (blocking === undefined || blocked.length === 0) return undefined
    const others = migrations.slice(0, end).filter(stopsRollback)
    const isOne = blocked.length === 1
    const before = `${counted(blocked.length, 'migration')} before it ${isOne ? 'stays' : 'stay'}, although there is a way back from ${isOne ? 'it' : 'them'}`
    const more =
      others.length === 0
        ? ''
        : ` ${counted(others.length, 'other migration')} before it ${others.length === 1 ? 'has' : 'have'} none either, the last of them ${migrationName(others.at(-1)?.migration ?? blocking.migration)}.`
    return {
      message: `A rollback of these ${migrations.length} migrations stops at ${migrationName(blocking.migration)}, which has no way back: ${before}.${more}`,
      instead: `Write the missing ${others.length === 0 ? 'way back' : 'ways back'}${needsEarlier(blocking) ? '' : ', or deploy that migration first and on its own'}.`,
      at: { file: blocking.migration.file, direction: 'down' },
    }
  },
}

/** It works on what an earlier migration of the deploy makes. */
function needsEarlier({ replayed, deployed }: MigrationContext): boolean {
  const { before, steps } = replayed.up
  const isNew = (name: ObjectName): boolean =>
    findTable(before, name) !== undefined && findTable(deployed, name) === undefined
  return steps.some(
    ({ operation }) =>
      tablesOf(operation).some(isNew) ||
      ('name' in operation &&
        typeof operation.name === 'string' &&
        objectsNamed(before, operation.name).length > 0 &&
        objectsNamed(deployed, operation.name).length === 0) ||
      columnsNeeded(operation, before, deployed),
  )
}

function columnsNeeded(operation: Operation, before: SchemaState, deployed: SchemaState): boolean {
  const needed = neededColumns(operation)
  return (
    needed?.columns.some(
      column =>
        columnIn(before, needed.table, column) !== undefined &&
        columnIn(deployed, needed.table, column) === undefined,
    ) === true
  )
}

function hasWayBack(context: MigrationContext): boolean {
  const { migration, replayed, roundTrip } = context
  return (
    changesSomething(migration.up) && !stopsRollback(context) && gradeOf(replayed, roundTrip) !== 'missing'
  )
}

function stopsRollback({ replayed, roundTrip }: MigrationContext): boolean {
  const grade = gradeOf(replayed, roundTrip)
  if (grade === 'missing' && replayed.migration.withoutDown !== undefined) return false
  if (grade === 'missing') return !replayed.up.script.notes.some(({ kind }) => kind === 'way-back-unknown')
  return grade === 'irreversible'
}
