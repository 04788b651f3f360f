import type { CompiledQuery, Compiler, SequenceItem, TableBuilder } from './knex-internals.ts'
import type { Origin } from './run.ts'

/** Knows for each query which call of the project it was compiled from. */
export interface CallTracker {
  remember(thing: object, origin: Origin | undefined): void
  originOf(thing: object): Origin | undefined
  /** The call whose SQL knex is compiling. */
  compiling(): Origin | undefined
  during<Result>(origin: Origin | undefined, act: () => Result): Result
  /** A list that notes who pushes, and that makes the pusher the call being compiled when knex reads the item. */
  watched(isChained: (item: SequenceItem) => boolean): SequenceItem[]
  watchSequence(compiler: Compiler, onPush: (query: CompiledQuery) => CompiledQuery): void
  /** Adding or altering several columns can be one statement or several: each gets the places of its columns. */
  tellColumnsApart(builder: TableBuilder, compiler: Compiler): void
}

export function trackCalls(caller: (chained: boolean) => Origin | undefined): CallTracker {
  const origins = new WeakMap<object, Origin>()
  let current: Origin | undefined
  /** The same while knex looks back at other calls in between, as it does for the primary key of a new table. */
  let settled: Origin | undefined

  function remember(thing: object, origin: Origin | undefined): void {
    if (origin !== undefined && !origins.has(thing)) origins.set(thing, origin)
  }

  function watched(isChained: (item: SequenceItem) => boolean): SequenceItem[] {
    const items: SequenceItem[] = []
    Object.defineProperty(items, 'push', {
      configurable: true,
      value: (item: SequenceItem): number => {
        const origin = caller(isChained(item)) ?? current
        remember(item, origin)
        if (item.builder !== undefined) remember(item.builder, origin)
        if (item.args !== undefined) {
          const { args } = item
          Object.defineProperty(item, 'args', {
            enumerable: true,
            get: () => {
              current = origins.get(item) ?? current
              return args
            },
          })
        }
        return Array.prototype.push.call(items, item)
      },
    })
    return items
  }

  function watchSequence(compiler: Compiler, onPush: (query: CompiledQuery) => CompiledQuery): void {
    const push = (list: CompiledQuery[]): PropertyDescriptor => ({
      configurable: true,
      writable: true,
      value: (...queries: CompiledQuery[]): number => {
        for (const query of queries) {
          const made = onPush(query)
          remember(made, settled ?? current)
          Array.prototype.push.call(list, made)
        }
        return list.length
      },
    })
    Object.defineProperty(compiler.sequence, 'push', push(compiler.sequence))
  }

  function during<Result>(origin: Origin | undefined, act: () => Result): Result {
    const before = current
    current = origin ?? current
    try {
      return act()
    } finally {
      current = before
    }
  }

  function tellColumnsApart(builder: TableBuilder, compiler: Compiler): void {
    const columns = new Map<string, Origin>()
    const originsByMethod = (method: string): Origin[] =>
      builder._statements.flatMap(item => {
        const origin = item.builder?._method === method ? origins.get(item.builder) : undefined
        return origin === undefined ? [] : [origin]
      })
    for (const item of builder._statements) {
      const name = item.builder?._args[0]
      const origin = item.builder === undefined ? undefined : origins.get(item.builder)
      if (typeof name === 'string' && origin !== undefined) columns.set(name, origin)
    }
    const tableOrigin = current === undefined ? undefined : { ...current, columns }
    current = tableOrigin
    const { addColumns, _addColumn: addColumn } = compiler
    /** PostgreSQL alters a column in several queries. */
    let altered: Origin | undefined
    for (const name of ['createQuery', 'comment'] as const) {
      const compile = compiler[name]
      if (compile === undefined) continue
      compiler[name] = (...args) => {
        settled = tableOrigin
        try {
          return Reflect.apply(compile, compiler, args)
        } finally {
          settled = undefined
        }
      }
    }
    if (addColumns !== undefined) {
      compiler.addColumns = (types, prefix, compilers) => {
        const own = originsByMethod(compilers === undefined ? 'add' : 'alter')
        const first = own[0]
        if (first === undefined) return Reflect.apply(addColumns, compiler, [types, prefix, compilers])
        let index = 0
        const { push } = compiler.sequence
        Object.defineProperty(compiler.sequence, 'push', {
          configurable: true,
          writable: true,
          value: (...queries: CompiledQuery[]) => {
            const origin = altered ?? own[index++] ?? first
            return during({ ...origin, columns }, () => Reflect.apply(push, compiler.sequence, queries))
          },
        })
        try {
          during({ ...first, columns }, () => Reflect.apply(addColumns, compiler, [types, prefix, compilers]))
        } finally {
          Object.defineProperty(compiler.sequence, 'push', {
            configurable: true,
            writable: true,
            value: push,
          })
        }
      }
    }
    if (addColumn !== undefined) {
      compiler._addColumn = column => {
        altered = origins.get(column.columnBuilder)
        try {
          during(altered, () => Reflect.apply(addColumn, compiler, [column]))
        } finally {
          altered = undefined
        }
      }
    }
  }

  return {
    remember,
    originOf: thing => origins.get(thing),
    compiling: () => current,
    during,
    watched,
    watchSequence,
    tellColumnsApart,
  }
}
