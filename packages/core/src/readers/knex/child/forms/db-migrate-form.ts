import type { DialectName } from '../../../../migration/migration.ts'
import { unknownType } from '../../../../operations/unknown-text.ts'
import { createAnswers } from '../answers.ts'
import type { Ask } from '../ask.ts'
import { callingOrigin } from '../calling-origin.ts'
import type { CompiledQuery } from '../knex-internals.ts'
import type { ModuleLoader } from '../load-module.ts'
import { functionOf, isThenable, member } from '../migration-exports.ts'
import { recordSent } from '../record-sent.ts'
import { activity } from '../run.ts'
import { asyncPackage } from './db-migrate/async-package.ts'
import { type Driver, dataTypes, type Send } from './db-migrate/driver.ts'
import { inlined } from './db-migrate/inlined.ts'
import { migrationInterface } from './db-migrate/migration-interface.ts'
import { MysqlDriver, type TypeOf } from './db-migrate/mysql-driver.ts'
import { PostgresDriver } from './db-migrate/postgres-driver.ts'
import { SqliteDriver } from './db-migrate/sqlite-driver.ts'
import type { MigrationForm } from './migration-form.ts'

/**
 * db-migrate 0.11.14 (lib/skeleton.js, lib/migrator.js): `setup(options)`, then `up(db, callback)`. It ends when the
 * callback is called or the promise is settled that the function returns, or at once where that is null.
 */
export function dbMigrateForm(dialect: DialectName, loader: ModuleLoader, ask: Ask): MigrationForm {
  loader.provide('async', () => asyncPackage)
  loader.provide('bluebird', () => Promise)
  const dbmigrate = { version: '0.11.14', dataType: dataTypes }
  for (const name of ['db-migrate', 'db-migrate-shared']) loader.provide(name, () => dbmigrate)
  const driver = driverOf(dialect, ask)
  return {
    planOf(exported, direction) {
      if (functionOf(exported, direction) !== undefined) return { kind: 'run' }
      if (direction === 'down' && functionOf(exported, 'up') !== undefined) return { kind: 'absent' }
      return {
        kind: 'refused',
        reason: `This file exports no function "${direction}", so it is no migration of db-migrate.`,
      }
    },
    async perform(exported, direction) {
      const migrate = functionOf(exported, direction)
      if (migrate === undefined) return
      const setup = member(exported, 'setup') ?? member(member(exported, 'default'), 'setup')
      if (typeof setup === 'function') {
        Reflect.apply(setup, exported, [{ dbmigrate, Promise }, { seed: () => Promise.resolve() }])
      }
      await new Promise<void>((resolve, reject) => {
        const done = (error?: unknown): void => (error ? reject(error) : resolve())
        const db = migrationInterface(driver, { reject, caller: () => callingOrigin(loader, false) })
        const result = migrate(db, done)
        if (result === null) resolve()
        else if (isThenable(result)) Promise.resolve(result).then(() => resolve(), reject)
      })
    },
  }
}

/** Knex's names of the engines, by which answers are given the shape that the driver gives them. */
const answersFor = { postgres: 'postgresql', mysql: 'mysql', mariadb: 'mysql', sqlite: 'sqlite3' } as const

function driverOf(dialect: DialectName, ask: Ask): Driver {
  const answers = createAnswers(ask)
  const send: Send = async (sql, bindings) => {
    const store = activity.getStore()
    if (store === undefined) return undefined
    const text = inlined(sql, bindings)
    const { origin } = store
    recordSent(store.run, { sql, ...(text === undefined ? {} : { inlined: text }), origin })
    const query: CompiledQuery = { sql, bindings: [...bindings] }
    return (await answers.fillIn(answersFor[dialect], query)).response
  }
  const typeOf: TypeOf = async (table, column) => {
    const run = activity.getStore()?.run
    const answer = run === undefined ? undefined : await ask({ kind: 'columns', table }, run)
    const columns = answer?.known === 'columns' ? answer.columns : []
    return columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.fullType ?? unknownType
  }
  if (dialect === 'postgres') return new PostgresDriver(send)
  return dialect === 'sqlite' ? new SqliteDriver(send) : new MysqlDriver(send, typeOf)
}
