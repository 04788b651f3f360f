/**
 * QuickJS knows nothing of asynchronous contexts. Here every `await` has been written as
 * `resume(await suspend(enter(file, line, column), value))`, and each callback of a promise remembers where it was
 * given, so that code that goes on finds what it had before, and who is waiting for it.
 */
export interface AsyncContext {
  readonly values: ReadonlyMap<object, unknown>
  readonly awaiting: Awaiting | undefined
}

/** An `await` in the project's source that has not come back. */
export interface Awaiting {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly outer: Awaiting | undefined
}

type Outcome =
  | { readonly context: AsyncContext; readonly value: unknown }
  | { readonly context: AsyncContext; readonly error: unknown }

let current: AsyncContext = { values: new Map(), awaiting: undefined }

export function currentContext(): AsyncContext {
  return current
}

export function withValue<Result>(holder: object, value: unknown, act: () => Result): Result {
  const before = current
  current = { ...before, values: new Map([...before.values, [holder, value]]) }
  try {
    return act()
  } finally {
    current = before
  }
}

const { then: nativeThen } = Promise.prototype
const { resolve: nativeResolve } = Promise
const NativePromise = Promise
const { apply } = Reflect

type Callback = (value: unknown) => unknown

/** The callback goes on where it was given; what a job leaves behind as the current context harms nobody. */
export function bindContext(callback: Callback): Callback {
  const context = current
  return value => {
    current = context
    return adopt(callback(value))
  }
}

function isForeignThenable(value: unknown): value is { then: unknown } {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false
  return !(value instanceof NativePromise) && typeof Reflect.get(value, 'then') === 'function'
}

/** A query of knex runs when its `then` is called: that has to happen in the context that waits for it. */
function adopt(value: unknown): unknown {
  if (!isForeignThenable(value)) return value
  const context = current
  return new NativePromise((resolve, reject) => {
    apply(nativeThen, apply(nativeResolve, NativePromise, []), [
      () => {
        current = context
        try {
          Reflect.apply(Object(value.then), value, [resolve, reject])
        } catch (error) {
          reject(error)
        }
      },
    ])
  })
}

export function followPromises(): void {
  const replace = (holder: object, name: string, value: unknown): void => {
    Object.defineProperty(holder, name, { configurable: true, writable: true, value })
  }
  replace(Promise.prototype, 'then', function then(this: unknown, fulfilled: unknown, rejected: unknown) {
    const bound = [fulfilled, rejected].map(each =>
      typeof each === 'function' ? bindContext(value => apply(each, undefined, [value])) : each,
    )
    return apply(nativeThen, this, bound)
  })
  replace(Promise, 'resolve', function resolve(this: unknown, value: unknown) {
    return apply(nativeResolve, this, [adopt(value)])
  })
}

/** What the rewritten code calls, by the names that it calls them. */
export const rewrittenCalls: Readonly<Record<string, (...args: never[]) => unknown>> = {
  __mlEnter(file: string, line: number, column: number): AsyncContext {
    const before = current
    current = { values: before.values, awaiting: { file, line, column, outer: before.awaiting } }
    return before
  },
  __mlContext: currentContext,
  __mlSuspend(context: AsyncContext, value: unknown): unknown {
    const settled = apply(nativeResolve, NativePromise, [adopt(value)])
    current = context
    return apply(nativeThen, settled, [
      (result: unknown): Outcome => ({ context, value: result }),
      (error: unknown): Outcome => ({ context, error }),
    ])
  },
  __mlResume(outcome: Outcome): unknown {
    current = outcome.context
    if ('error' in outcome) throw outcome.error
    return outcome.value
  },
  __mlReturn: adopt,
}
