import type { Direction } from '../../../../migration/migration.ts'
import type { KnexInstance } from '../knex-internals.ts'
import { functionOf, isThenable, transactionSetting } from '../migration-exports.ts'
import { noteReturn } from '../run.ts'
import type { MigrationForm } from './migration-form.ts'

/** Knex's own migrator: the function gets a transaction, unless `config.transaction` or the knexfile says otherwise. */
export function knexForm(knex: KnexInstance, disableTransactions: boolean): MigrationForm {
  const settingOf = (exported: unknown): boolean | undefined =>
    transactionSetting(exported) ?? (disableTransactions ? false : undefined)
  return {
    planOf(exported, direction) {
      const transaction = settingOf(exported)
      const setting = transaction === undefined ? {} : { transaction }
      if (functionOf(exported, direction) !== undefined) return { kind: 'run', ...setting }
      if (direction === 'down' && functionOf(exported, 'up') !== undefined)
        return { kind: 'absent', ...setting }
      return {
        kind: 'refused',
        reason: `This file exports no function "${direction}", so it is not a Knex migration.`,
      }
    },
    perform: (exported, direction) => performWith(knex, exported, direction, settingOf(exported) !== false),
  }
}

async function performWith(
  knex: KnexInstance,
  exported: unknown,
  direction: Direction,
  inTransaction: boolean,
): Promise<void> {
  const migrate = functionOf(exported, direction)
  if (migrate === undefined) return
  if (!inTransaction) {
    await noteReturn(migrate(knex, Promise))
    return
  }
  await knex.transaction(transaction => {
    const result = noteReturn(migrate(transaction, Promise))
    // The same as knex's own migrator: a function that returns no promise is committed at once.
    if (!isThenable(result)) transaction.commit()
    return result
  })
}
