import { createAnswers } from './answers.ts'
import type { Ask } from './ask.ts'
import { callingOrigin } from './calling-origin.ts'
import { handedOn } from './handed-on.ts'
import type { KnexClient, KnexClientClass, KnexFactory, KnexInstance } from './knex-internals.ts'
import type { ModuleLoader } from './load-module.ts'
import { recordSent } from './record-sent.ts'
import type { Recorder } from './recorder.ts'
import { recordingClass } from './recording-client.ts'
import { isRead } from './rows-found.ts'
import { activity } from './run.ts'
import { isStandIn } from './stub.ts'

interface KnexPackage extends KnexFactory {
  readonly default?: KnexFactory
  readonly knex?: KnexFactory
}

export function factoryOf(loaded: KnexPackage): KnexFactory {
  return loaded.knex ?? loaded.default ?? loaded
}

/** The parts of a knexfile that change the SQL; `connection` and the pool are left behind. */
export function withoutConnection(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { connection: _connection, pool: _pool, connectionPool: _connectionPool, ...rest } = config
  return rest
}

/** Who has made the instance: the migrator hands its own to the migration. */
export type Owner = 'migrator' | 'project'

interface Sending {
  readonly owner?: Owner
  readonly sendsEmptyQueries?: boolean
}

export function createRecordingKnex(
  knex: KnexFactory,
  usualClient: string,
  config: Readonly<Record<string, unknown>>,
  loader: ModuleLoader,
  ask: Ask,
  { owner = 'migrator', sendsEmptyQueries = false }: Sending = {},
): KnexInstance {
  const silent = (): void => undefined
  const log = { warn: silent, error: silent, debug: silent, deprecate: silent }
  const base = {
    useNullAsDefault: true,
    ...withoutConnection(config),
    log,
    asyncStackTraces: false,
    debug: false,
  }
  // A setting of a package that is not installed is no client class.
  const isClass = typeof config.client === 'function' && !isStandIn(config.client)
  const client = isClass ? config.client : usualClient
  const Base = baseClass(knex, base, client)
  const answers = createAnswers(ask)
  const Recording = recordingClass(Base, { ...createRecorder(loader, answers, owner), sendsEmptyQueries })
  const instance = knex({ ...base, client: Recording })
  // Migrations look at these to tell engines apart.
  instance.client.config = { ...instance.client.config, client, connection: {} }
  instance.client.connectionSettings = textSettings(config.connection)
  return instance
}

function baseClass(knex: KnexFactory, base: Record<string, unknown>, client: unknown): KnexClientClass {
  try {
    return classOf(knex({ ...base, client }).client)
  } catch (error) {
    // Knex before 1.0 has one client for SQLite.
    if (client !== 'better-sqlite3') throw error
    return classOf(knex({ ...base, client: 'sqlite3' }).client)
  }
}

function classOf(client: KnexClient): KnexClientClass {
  const found: KnexClientClass = Reflect.get(client, 'constructor')
  return found
}

/** MySQL's knex writes the connection's character set into CREATE TABLE. */
function textSettings(connection: unknown): Record<string, unknown> {
  if (typeof connection !== 'object' || connection === null) return {}
  const charset: unknown = Reflect.get(connection, 'charset')
  const collate: unknown = Reflect.get(connection, 'collate')
  return {
    ...(typeof charset === 'string' ? { charset } : {}),
    ...(typeof collate === 'string' ? { collate } : {}),
  }
}

function createRecorder(
  loader: ModuleLoader,
  answers: Recorder['answers'],
  owner: Owner,
): Omit<Recorder, 'sendsEmptyQueries'> {
  return {
    answers,
    origin: chained => callingOrigin(loader, chained),
    built(builder, what, origin) {
      const run = activity.getStore()?.run
      if (run === undefined || run.ended || origin === undefined) return
      run.idle.set(builder, {
        message: `${what} is built, but neither awaited nor returned: it never runs.`,
        origin,
      })
    },
    used(builder) {
      const idle = activity.getStore()?.run.idle
      idle?.delete(builder)
      if (idle === undefined || idle.size === 0) return
      for (const given of handedOn(builder)) idle.delete(given)
    },
    started(builder, origin) {
      const run = activity.getStore()?.run
      if (run === undefined) return
      run.idle.delete(builder)
      if (run.ended && origin !== undefined) {
        const message = 'Nobody waits for this: a query of it starts after the migration has ended.'
        run.late.push({ message, origin: { ...origin, isDropped: true } })
      }
    },
    begun(work, origin) {
      const { run, isUnwaited } = activity.getStore() ?? {}
      if (run === undefined || run.ended || origin === undefined) return
      if (isUnwaited === true) {
        const message =
          'Nobody waits for this query: Knex calls the function that builds a table, and goes on.'
        const instead = 'Send it behind the change of the table, once that has been awaited.'
        run.late.push({ message, instead, origin })
      } else run.underWay.set(work, origin)
    },
    over(work) {
      activity.getStore()?.run.underWay.delete(work)
    },
    send(client, query, origin, change) {
      const run = activity.getStore()?.run
      if (run === undefined || answers.isQuestion(query)) return
      if (owner === 'project' && !isForSqliteAlone(client, query))
        run.outside.push({ origin, isRead: isRead(query), isOfConnection: isOfConnection(query) })
      const inlined = inline(client, query)
      recordSent(run, {
        sql: textFor(client, query),
        ...(inlined === undefined ? {} : { inlined }),
        origin,
        ...(change === undefined ? {} : { change }),
        ...(owner === 'project' && { isOutside: true as const }),
      })
    },
  }
}

/** A helper for several engines has got there because nobody could tell which one it asks for. */
function isForSqliteAlone(client: KnexClient, { sql }: { readonly sql: string }): boolean {
  return client.dialect !== 'sqlite3' && /^\s*pragma\b/i.test(sql)
}

function isOfConnection({ sql }: { readonly sql: string }): boolean {
  return /^\s*pragma\s+foreign_keys\b/i.test(sql)
}

function textFor(client: KnexClient, { sql }: { readonly sql: string }): string {
  return client.positionBindings(sql)
}

/** As Knex shows a query; it has called the function for it by more than one name. */
function inline(
  client: KnexClient,
  query: { readonly sql: string; readonly bindings?: unknown },
): string | undefined {
  if (!Array.isArray(query.bindings) || query.bindings.length === 0) return undefined
  try {
    const values = [client.prepBindings(query.bindings)].flat()
    let next = 0
    return query.sql.replace(/\\?\?/g, mark => {
      if (mark !== '?') return '?'
      return next < values.length ? client._escapeBinding(values[next++], {}) : mark
    })
  } catch {
    return undefined
  }
}
