import { gradeOf } from '../reversal/round-trip.ts'
import { counted } from './list-words.ts'
import { migrationName } from './migration-name.ts'
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
    const before = `${counted(blocked.length, 'migration')} before it ${blocked.length === 1 ? 'stays' : 'stay'}`
    return {
      message: `A rollback of these ${migrations.length} migrations stops at ${migrationName(blocking.migration)}, which has no way back: ${before}, although there is a way back from ${blocked.length === 1 ? 'it' : 'them'}.`,
      at: { file: blocking.migration.file, direction: 'down' },
    }
  },
}

function hasWayBack(context: MigrationContext): boolean {
  return changesSomething(context.migration.up) && !stopsRollback(context)
}

function stopsRollback({ replayed, roundTrip }: MigrationContext): boolean {
  const grade = gradeOf(replayed, roundTrip)
  if (grade === 'missing') return !replayed.up.script.notes.some(({ kind }) => kind === 'way-back-unknown')
  return grade === 'irreversible'
}
