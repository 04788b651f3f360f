import type { EmulatedChange } from '../protocol.ts'
import type { CompiledQuery, Compiler, KnexClient } from './knex-internals.ts'

/** MySQL's CHANGE, with which knex renames a column. */
export function isRenaming({ sql }: CompiledQuery): boolean {
  return /^alter table \S+ change /.test(sql)
}

interface SpiedCall {
  readonly method: string
  readonly args: readonly unknown[]
}

/** In place of knex's SQLite emulation: says which change was asked for. */
export const spy: object = new Proxy(
  {},
  {
    get: (_target, method) =>
      typeof method === 'string' && method !== 'then'
        ? (...args: unknown[]): SpiedCall => ({ method, args })
        : undefined,
  },
)

/**
 * SQLite cannot drop or alter a column in place (for knex, also where SQLite now can): knex reads the table's
 * definition and rebuilds it in about eleven statements. What it was asked to do is one change.
 */
export function emulatedChange(
  client: KnexClient,
  table: string,
  query: CompiledQuery,
): EmulatedChange | undefined {
  if (client.dialect !== 'sqlite3' || !query.sql.startsWith('PRAGMA table_info')) return undefined
  const call: unknown =
    query.statementsProducer !== undefined
      ? query.statementsProducer(undefined, {})
      : query.output?.call({ connection: {} }, [])
  if (typeof call !== 'object' || call === null || !('method' in call) || !('args' in call)) return undefined
  const { method, args } = call
  return typeof method === 'string' && Array.isArray(args) ? { method, table, args } : undefined
}

/** MySQL's knex asks for the column, then says it all again under its new name. */
export function noteRenaming(
  table: string,
  compiler: Compiler,
  changes: WeakMap<object, EmulatedChange>,
): void {
  const { renameColumn } = compiler
  if (renameColumn === undefined) return
  compiler.renameColumn = (from, to) => {
    const result = Reflect.apply(renameColumn, compiler, [from, to])
    const query = compiler.sequence.at(-1)
    if (query !== undefined) changes.set(query, { method: 'renameColumn', table, args: [from, to] })
    return result
  }
}
