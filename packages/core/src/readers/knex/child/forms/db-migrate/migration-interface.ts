import { inActivity, LimitReached, type Origin } from '../../run.ts'
import type { Driver } from './driver.ts'

interface Surroundings {
  /** What is thrown in a callback ends the tool. */
  readonly reject: (error: unknown) => void
  readonly caller: () => Origin | undefined
}

/** What db-migrate hands to a migration of what a driver has (lib/interface/migratorInterface.js). */
const operations = [
  'all',
  'runSql',
  'createTable',
  'dropTable',
  'renameTable',
  'addColumn',
  'removeColumn',
  'renameColumn',
  'changeColumn',
  'addIndex',
  'removeIndex',
  'addForeignKey',
  'removeForeignKey',
  'insert',
] as const

/** The same, that nobody uses in a migration, or nobody should. */
const unread = ['createDatabase', 'switchDatabase', 'dropDatabase', 'checkDBMS', 'createMigrationsTable']

/** With a callback at the end, or a promise; each is there under its name, and with `Async` behind it. */
export function migrationInterface(driver: Driver, surroundings: Surroundings): Record<string, unknown> {
  const db: Record<string, unknown> = {
    escape: (text: string) => driver.escape(text),
    escapeString: (text: string) => driver.escapeString(text),
    escapeDDL: (name: string) => driver.escapeDDL(name),
  }
  for (const name of operations) {
    const operation = operationOf(driver, name, surroundings)
    db[name] = operation
    db[`${name}Async`] = operation
  }
  for (const name of unread) {
    db[name] = () => {
      throw new LimitReached(`what ${name}() of db-migrate does is not read yet`)
    }
  }
  return db
}

/** `db.addColumn.bind(db, 'users', …)` is called by somebody else later on: the line that binds it is its own. */
function operationOf(driver: Driver, name: (typeof operations)[number], surroundings: Surroundings): unknown {
  const { caller, reject } = surroundings
  const call = (args: readonly unknown[], origin: Origin | undefined): unknown => {
    const last = args.at(-1)
    const callback = typeof last === 'function' ? last : undefined
    const given = callback === undefined ? args : args.slice(0, -1)
    const settled = inActivity(origin, (): Promise<unknown> => Reflect.apply(driver[name], driver, given))
    return withCallbacks(settled, callback, reject)
  }
  const bind = (_self: unknown, ...first: unknown[]): unknown => {
    const origin = caller()
    return (...rest: unknown[]) => call([...first, ...rest], origin)
  }
  return Object.defineProperty((...args: unknown[]) => call(args, caller()), 'bind', { value: bind })
}

/** As bluebird's nodeify, which the tool's own promises have. */
function withCallbacks(
  settled: Promise<unknown>,
  callback: unknown,
  reject: (error: unknown) => void,
): unknown {
  const nodeify = (next: unknown): unknown => {
    if (typeof next !== 'function') return settled
    settled
      .then(
        value => Reflect.apply(next, undefined, [null, value]),
        (error: unknown) => Reflect.apply(next, undefined, [error]),
      )
      .catch(reject)
    return settled
  }
  nodeify(callback)
  // Where nobody looks at it, the tool goes on as well.
  settled.catch(() => undefined)
  return Object.assign(settled, { nodeify, asCallback: nodeify })
}
