import type { EmulatedChange } from '../protocol.ts'
import { trackCalls } from './call-tracker.ts'
import { emulatedChange, isRenaming, noteRenaming, spy } from './emulated-change.ts'
import type {
  ColumnBuilder,
  ColumnCompiler,
  CompiledQuery,
  Compiler,
  KnexClientClass,
  QueryBuilder,
  QueryCompiler,
  Runner,
  SchemaBuilder,
  SequenceItem,
  TableBuilder,
} from './knex-internals.ts'
import { withNames, withValues } from './named-stand-ins.ts'
import type { Recorder } from './recorder.ts'
import { RefusedQuery, refusalOf } from './refused-query.ts'
import { pluckedRows } from './rows-found.ts'
import { activity, inActivity, type Origin } from './run.ts'
import { isStandIn } from './stub.ts'

/** The project's own dialect with the driver taken out: whatever would go to the database goes to the recorder. */
export function recordingClass(Base: KnexClientClass, recorder: Recorder): KnexClientClass {
  const calls = trackCalls(recorder.origin)
  const changes = new WeakMap<object, EmulatedChange>()
  class RecordingClient extends Base {
    override initializeDriver(): void {}
    override initializePool(): void {}
    override acquireConnection(): Promise<unknown> {
      return Promise.resolve({ __knexUid: 'recorded' })
    }
    override releaseConnection(): Promise<void> {
      return Promise.resolve()
    }
    override database(): string {
      return 'database'
    }

    override query(connection: unknown, query: CompiledQuery | string): Promise<unknown> {
      const compiled = typeof query === 'string' ? { sql: query, bindings: [] } : query
      const origin = calls.originOf(compiled) ?? activity.getStore()?.origin
      const refusal = refusalOf(compiled.sql, this.dialect, recorder.sendsEmptyQueries)
      if (refusal !== undefined) return Promise.reject(new RefusedQuery(refusal, origin))
      const change = changes.get(compiled) ?? (isRenaming(compiled) ? activity.getStore()?.change : undefined)
      recorder.send(this, compiled, origin, change)
      return super.query(connection, compiled)
    }

    override async _query(_connection: unknown, query: CompiledQuery): Promise<unknown> {
      return recorder.answers.fillIn(this.dialect, query)
    }

    override processResponse(query: CompiledQuery, runner: unknown): unknown {
      const response = super.processResponse(query, runner)
      return query.method === 'pluck' && Array.isArray(response) ? pluckedRows(query, response) : response
    }

    override async _stream(
      _connection: unknown,
      query: CompiledQuery,
      stream: NodeJS.WritableStream,
    ): Promise<unknown> {
      recorder.send(this, query, calls.originOf(query) ?? activity.getStore()?.origin, undefined)
      stream.end()
      return undefined
    }

    override transaction(...args: unknown[]): object {
      const origin = recorder.origin(false)
      const made = inActivity(origin, () => super.transaction(...args))
      recorder.begun(made, origin)
      return made
    }

    override runner(builder: object): Runner {
      recorder.started(builder, calls.originOf(builder))
      const runner = super.runner(builder)
      const run = runner.run.bind(runner)
      const query = runner.query.bind(runner)
      const origin = calls.originOf(builder)
      // V8 follows a chain of awaits to the project's code, and no promise that somebody else waits for too.
      runner.run = async () => {
        recorder.begun(runner, origin)
        try {
          return await inActivity(origin, run)
        } finally {
          recorder.over(runner)
        }
      }
      runner.query = compiled =>
        inActivity(calls.originOf(compiled), () => query(compiled), changes.get(compiled))
      return runner
    }

    override schemaBuilder(): SchemaBuilder {
      const builder = super.schemaBuilder()
      const items = calls.watched(() => false)
      const watchedPush = items.push
      Object.defineProperty(items, 'push', {
        configurable: true,
        value: (item: SequenceItem): number => {
          const [first, ...rest] = item.args ?? []
          // What else stands there may be the function that builds the table.
          if (isStandIn(first)) item.args = [withNames(first), ...rest]
          const length = watchedPush(item)
          const origin = calls.originOf(item)
          calls.remember(builder, origin)
          recorder.built(builder, `schema.${item.method ?? 'builder'}()`, origin)
          return length
        },
      })
      builder._sequence = items
      return builder
    }

    override schemaCompiler(builder: SchemaBuilder): Compiler {
      calls.during(undefined, () => recorder.used(builder))
      const compiler = super.schemaCompiler(builder)
      calls.watchSequence(compiler, query => query)
      recorder.answers.answerSchemaQuestions(compiler)
      return compiler
    }

    override tableBuilder(...args: unknown[]): TableBuilder {
      const builder = super.tableBuilder(...args.map(withoutWaiting))
      builder._statements = calls.watched(item => item.grouping === 'columns' || item.method === 'foreign')
      return builder
    }

    override tableCompiler(builder: TableBuilder): Compiler {
      // An engine may pass over an option of an index.
      calls.during(undefined, () => recorder.used(builder))
      const compiler = super.tableCompiler(builder)
      const table = builder._tableName
      calls.watchSequence(compiler, query => {
        const change = emulatedChange(this, table, query)
        if (change === undefined) return query
        const plain: CompiledQuery = { sql: query.sql, bindings: [] }
        changes.set(plain, change)
        return plain
      })
      calls.tellColumnsApart(builder, compiler)
      if (this.dialect === 'mysql') noteRenaming(table, compiler, changes)
      return compiler
    }

    override columnCompiler(table: Compiler, builder: ColumnBuilder): ColumnCompiler {
      const compiler = super.columnCompiler(table, builder)
      // Knex leaves out some of what a column is given, such as the default of increments().
      for (const given of Object.values(builder._modifiers ?? {}).flat()) {
        if (typeof given === 'object' && given !== null) recorder.used(given)
      }
      const toSQL = compiler.toSQL.bind(compiler)
      const origin = calls.originOf(builder)
      compiler.toSQL = () =>
        calls.during(origin, () => {
          const queries = toSQL()
          for (const query of queries) calls.remember(query, origin)
          return queries
        })
      return compiler
    }

    override queryBuilder(): QueryBuilder {
      const builder = super.queryBuilder()
      const origin = recorder.origin(true)
      calls.remember(builder, origin)
      recorder.built(builder, 'The query', origin)
      return builder
    }

    override queryCompiler(builder: QueryBuilder, formatter?: unknown): QueryCompiler {
      recorder.used(builder)
      withValues(builder, text => super.raw(text))
      const compiler = super.queryCompiler(builder, formatter)
      recorder.answers.answerColumnInfo(compiler)
      return compiler
    }

    override raw(...args: unknown[]): object {
      const raw = super.raw(...args.map(withNames))
      const caller = recorder.origin(true)
      const origin = caller?.isAwaited === true ? (calls.compiling() ?? caller) : caller
      calls.remember(raw, origin)
      if (origin !== undefined && !isValue(args[0])) watchRaw(raw, origin)
      return raw
    }

    override ddl(): object {
      return spy
    }
  }

  function watchRaw(raw: object, origin: Origin): void {
    recorder.built(raw, 'knex.raw()', origin)
    const toSQL: unknown = Reflect.get(raw, 'toSQL')
    if (typeof toSQL !== 'function') return
    Object.defineProperty(raw, 'toSQL', {
      configurable: true,
      writable: true,
      value: (...given: unknown[]): unknown => {
        recorder.used(raw)
        const compiled: unknown = Reflect.apply(toSQL, raw, given)
        if (typeof compiled === 'object' && compiled !== null) calls.remember(compiled, origin)
        return compiled
      },
    })
  }

  return named(RecordingClient, Base.name)
}

/** What an async function sends while it builds a table. */
function withoutWaiting(given: unknown): unknown {
  if (typeof given !== 'function' || isStandIn(given)) return given
  return function building(this: unknown, ...args: unknown[]): unknown {
    const store = activity.getStore()
    const build = (): unknown => Reflect.apply(given, this, args)
    return store === undefined ? build() : activity.run({ ...store, isUnwaited: true }, build)
  }
}

/** Projects switch on `client.constructor.name`. */
function named(Class: KnexClientClass, name: string): KnexClientClass {
  return Object.defineProperty(Class, 'name', { value: name })
}

/** `CURRENT_TIMESTAMP`: to be put into a query, and no query itself. */
function isValue(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    /^[\s(]*(?:current_\w+|null|true|false|default|\w+\s*\(.*\)|\?+|[\d.]+)[\s)]*$/is.test(text)
  )
}
