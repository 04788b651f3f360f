import type { Direction } from '../../../migration/migration.ts'
import type { KnexInstance } from './knex-internals.ts'

export type MigrationFunction = (knex: KnexInstance, promise: PromiseConstructor) => unknown

export function functionOf(exported: unknown, direction: Direction): MigrationFunction | undefined {
  for (const holder of [exported, member(exported, 'default')]) {
    const found = member(holder, direction)
    if (typeof found === 'function') {
      return (knex, promise) => Reflect.apply(found, holder, [forKnexMigrator(knex), promise])
    }
  }
  return undefined
}

const served = new WeakSet<object>()

/** knex-migrator calls `up({ connection, transacting })`: the database itself can stand in for such an object. */
function forKnexMigrator(knex: KnexInstance): KnexInstance {
  if (served.has(knex)) return knex
  served.add(knex)
  for (const name of ['connection', 'transacting']) {
    const own = member(knex, name)
    const value = new Proxy(knex, {
      // Knex has methods of these names, which take a connection or a transaction.
      apply: (target, self, args) =>
        typeof own === 'function' && args[0] !== undefined && typeof args[0] !== 'string'
          ? Reflect.apply(own, target, args)
          : Reflect.apply(target, self, args),
    })
    Object.defineProperty(knex, name, { configurable: true, writable: true, value })
  }
  return knex
}

export function transactionSetting(exported: unknown): boolean | undefined {
  for (const holder of [exported, member(exported, 'default')]) {
    const setting = member(member(holder, 'config'), 'transaction')
    if (typeof setting === 'boolean') return setting
  }
  return undefined
}

export function member(holder: unknown, name: string): unknown {
  return (typeof holder === 'object' && holder !== null) || typeof holder === 'function'
    ? Reflect.get(holder, name)
    : undefined
}

export function isThenable(value: unknown): boolean {
  return typeof member(value, 'then') === 'function'
}
