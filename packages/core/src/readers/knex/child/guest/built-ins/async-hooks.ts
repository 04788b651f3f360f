import { currentContext, withValue } from '../async-context.ts'

export class AsyncLocalStorage<Store> {
  run<Result>(store: Store, act: (...args: unknown[]) => Result, ...args: unknown[]): Result {
    return withValue(this, store, () => act(...args))
  }
  exit<Result>(act: (...args: unknown[]) => Result, ...args: unknown[]): Result {
    return withValue(this, undefined, () => act(...args))
  }
  getStore(): unknown {
    return currentContext().values.get(this)
  }
  enterWith(): void {}
  disable(): void {}
}

export class AsyncResource {
  runInAsyncScope(act: (...args: unknown[]) => unknown, self: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(act, self, args)
  }
  emitDestroy(): this {
    return this
  }
}

const builtIn: object = { AsyncLocalStorage, AsyncResource }

export default builtIn
