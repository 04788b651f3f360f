import type { Direction } from '../../../migration/migration.ts'

/** What it is given hangs on the tool. */
export type MigrationFunction = (...given: readonly unknown[]) => unknown

export function functionOf(exported: unknown, direction: Direction): MigrationFunction | undefined {
  for (const holder of [exported, member(exported, 'default')]) {
    const found = member(holder, direction)
    if (typeof found === 'function') {
      return (...given) => Reflect.apply(found, holder, given)
    }
  }
  return undefined
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

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof member(value, 'then') === 'function'
}
