import { callingOrigin } from '../calling-origin.ts'
import type { ModuleLoader } from '../load-module.ts'
import { member } from '../migration-exports.ts'
import { recordSent } from '../record-sent.ts'
import { activity } from '../run.ts'
import type { MigrationForm } from './migration-form.ts'
import { type Action, type BuilderClass, loadBuilderClass } from './node-pg-migrate-internals.ts'
import { recordingDatabase } from './recording-database.ts'
import { type StepOrigin, watchBuilder } from './watch-builder.ts'

/** `require` finds the project's own copy of it, or ours: who imports it gets the same. */
export function openNodePgMigrate(
  require: (specifier: string) => unknown,
  isDecamelized: boolean,
  loader: ModuleLoader,
): MigrationForm {
  loader.provide('node-pg-migrate', () => require('node-pg-migrate'))
  return nodePgMigrateForm(loadBuilderClass(require), isDecamelized, loader)
}

/**
 * `up(pgm)` puts statements on a list; without a `down` each operation of `up` is asked for its reverse (node-pg-migrate
 * 9.0.0, migration.ts: apply).
 */
function nodePgMigrateForm(
  MigrationBuilder: BuilderClass,
  isDecamelized: boolean,
  loader: ModuleLoader,
): MigrationForm {
  return {
    planOf(exported, direction) {
      const { up, down } = actionsOf(exported)
      if (!isAction(up)) {
        const reason = 'This file exports no function "up", so it is no migration of node-pg-migrate.'
        return { kind: 'refused', reason }
      }
      if (direction === 'up' || down === undefined || isAction(down)) return { kind: 'run' }
      if (down === false) return { kind: 'absent', isIrreversible: true }
      return { kind: 'refused', reason: 'What this file exports as "down" is neither a function nor false.' }
    },
    async perform(exported, direction, before) {
      const run = activity.getStore()?.run
      const { up, down } = actionsOf(exported)
      const isReversed = direction === 'down' && down === undefined
      const action = direction === 'up' || isReversed ? up : down
      if (run === undefined || !isAction(action)) return
      const caller = (): ReturnType<typeof callingOrigin> => callingOrigin(loader, false)
      const shorthands = Object.assign({}, ...[...before, exported].map(shorthandsOf))
      const builder = new MigrationBuilder(recordingDatabase(run, caller), shorthands, isDecamelized, silent)
      if (isReversed) builder.enableReverseMode()
      const origins: StepOrigin[] = []
      const watched = watchBuilder(builder, { run, caller, origins, isReversed })
      // The tool looks at the number of parameters to see which kind it is.
      await (action.length === 2
        ? new Promise<void>(done => action(watched, done))
        : action(watched, () => undefined))
      if (isReversed) origins.reverse()
      run.said = { transaction: builder.isUsingTransaction() }
      for (const [index, sql] of builder.getSqlSteps().entries()) {
        recordSent(run, { sql, origin: undefined, ...origins[index] })
      }
    },
  }
}

const ignore = (): void => undefined
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }

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
