import type { Direction } from '../../../../migration/migration.ts'
import type { KnexInstance } from '../knex-internals.ts'
import { functionOf, isThenable, transactionSetting } from '../migration-exports.ts'
import type { MigrationForm } from './migration-form.ts'

/** Knex's own migrator: the function gets a transaction, unless `config.transaction` is false. */
export function knexForm(knex: KnexInstance): MigrationForm {
  return {
    planOf(exported, direction) {
      const transaction = transactionSetting(exported)
      const setting = transaction === undefined ? {} : { transaction }
      if (functionOf(exported, direction) !== undefined) return { kind: 'run', ...setting }
      if (direction === 'down' && functionOf(exported, 'up') !== undefined)
        return { kind: 'absent', ...setting }
      return {
        kind: 'refused',
        reason: `This file exports no function "${direction}", so it is not a Knex migration.`,
      }
    },
    perform: (exported, direction) => performWith(knex, exported, direction),
  }
}

async function performWith(knex: KnexInstance, exported: unknown, direction: Direction): Promise<void> {
  const migrate = functionOf(exported, direction)
  if (migrate === undefined) return
  if (transactionSetting(exported) === false) {
    await migrate(knex, Promise)
    return
  }
  await knex.transaction(transaction => {
    const result = migrate(transaction, Promise)
    // The same as knex's own migrator: a function that returns no promise is committed at once.
    if (!isThenable(result)) transaction.commit()
    return result
  })
}
