import { callingOrigin } from '../calling-origin.ts'
import type { ModuleLoader } from '../load-module.ts'
import { member } from '../migration-exports.ts'
import { recordSent } from '../record-sent.ts'
import { activity, type Run } from '../run.ts'
import type { MigrationForm } from './migration-form.ts'
import {
  type Action,
  type Actions,
  loadMigrationClass,
  type MigrationClass,
} from './node-pg-migrate-internals.ts'
import { recordingDatabase } from './recording-database.ts'
import { type StepOrigin, watchBuilder } from './watch-builder.ts'

/** `require` finds the project's own copy of it, or ours: who imports it gets the same. */
export function openNodePgMigrate(
  require: (specifier: string) => unknown,
  isDecamelized: boolean,
  loader: ModuleLoader,
): MigrationForm {
  loader.provide('node-pg-migrate', () => require('node-pg-migrate'))
  return nodePgMigrateForm(loadMigrationClass(require), isDecamelized, loader)
}

/** `up(pgm)` puts statements on a list; without a `down` the tool asks each for its reverse. */
function nodePgMigrateForm(
  Migration: MigrationClass,
  isDecamelized: boolean,
  loader: ModuleLoader,
): MigrationForm {
  const caller = (): ReturnType<typeof callingOrigin> => callingOrigin(loader, false)
  const options = {
    dryRun: true,
    singleTransaction: true,
    decamelize: isDecamelized,
    schema: 'public',
    migrationsTable: 'pgmigrations',
  } as const

  return {
    planOf(exported, direction) {
      const { up, down } = actionsOf(exported)
      if (typeof up !== 'function') {
        return {
          kind: 'refused',
          reason: 'This file exports no function "up", so it is no migration of node-pg-migrate.',
        }
      }
      if (direction === 'up' || down === undefined || typeof down === 'function') return { kind: 'run' }
      if (down === false) return { kind: 'absent', isIrreversible: true }
      return { kind: 'refused', reason: 'What this file exports as "down" is neither a function nor false.' }
    },
    async perform(exported, direction, before) {
      const run = activity.getStore()?.run
      const { up, down } = actionsOf(exported)
      if (run === undefined || !isAction(up)) return
      const record = (action: Action): Action =>
        recorded(action, run, direction === 'down' && down === undefined)
      const actions: Actions = { up: record(up), down: isAction(down) ? record(down) : undefined }
      const shorthands = Object.assign({}, ...[...before, exported].map(shorthandsOf))
      await new Migration(recordingDatabase(run, caller), 'migration', actions, options, shorthands).apply(
        direction,
      )
    },
  }

  function recorded(action: Action, run: Run, isReversed: boolean): Action {
    const begin: Action = (builder, done) => {
      const origins: StepOrigin[] = []
      const watched = watchBuilder(builder, { run, caller, origins, isReversed })
      const finish = (): void => {
        if (isReversed) origins.reverse()
        run.said = { transaction: builder.isUsingTransaction() }
        for (const [index, sql] of builder.getSqlSteps().entries()) {
          recordSent(run, { sql, origin: undefined, ...origins[index] })
        }
      }
      if (action.length === 2) {
        return action(watched, () => {
          finish()
          done()
        })
      }
      return Promise.resolve(action(watched, done)).then(finish)
    }
    // The tool looks at the number of parameters to see which kind it is.
    return action.length === 2 ? begin : builder => begin(builder, () => undefined)
  }
}

function actionsOf(exported: unknown): { readonly up: unknown; readonly down: unknown } {
  const whole = member(exported, 'default')
  const holder = member(exported, 'up') === undefined && whole !== undefined ? whole : exported
  return { up: member(holder, 'up'), down: member(holder, 'down') }
}

function shorthandsOf(exported: unknown): unknown {
  return member(exported, 'shorthands') ?? member(member(exported, 'default'), 'shorthands')
}

function isAction(value: unknown): value is Action {
  return typeof value === 'function'
}
