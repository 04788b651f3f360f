import type { Direction } from '../../../../migration/migration.ts'
import type { KnexInstance } from '../knex-internals.ts'
import { functionOf, member } from '../migration-exports.ts'
import { noteReturn } from '../run.ts'
import type { MigrationForm, ModuleSettings } from './migration-form.ts'

/** knex-migrator: `up({ connection })`, or with `config.transaction` `up({ transacting })`. */
export function knexMigratorForm(knex: KnexInstance): MigrationForm {
  return {
    planOf(exported, direction) {
      const settings: ModuleSettings = {
        transaction: setting(exported, 'transaction'),
        ...(setting(exported, 'irreversible') ? { isIrreversible: true } : {}),
      }
      // The tool refuses to roll back, whatever the function would do.
      if (direction === 'down' && settings.isIrreversible === true) return { kind: 'absent', ...settings }
      if (functionOf(exported, direction) !== undefined) return { kind: 'run', ...settings }
      if (direction === 'down' && functionOf(exported, 'up') !== undefined)
        return { kind: 'absent', ...settings }
      return {
        kind: 'refused',
        reason: `This file exports no function "${direction}", so it is no migration of knex-migrator.`,
      }
    },
    perform: (exported, direction) => performWith(knex, exported, direction),
  }
}

async function performWith(knex: KnexInstance, exported: unknown, direction: Direction): Promise<void> {
  const migrate = functionOf(exported, direction)
  if (!setting(exported, 'transaction')) {
    await noteReturn(migrate?.({ connection: knex }))
    return
  }
  await knex.transaction(async transacting => noteReturn(migrate?.({ transacting })))
}

function setting(exported: unknown, name: string): boolean {
  return member(member(exported, 'config'), name) === true
}
