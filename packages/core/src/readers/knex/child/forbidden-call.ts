import { createStub } from './stub.ts'

/** In the place of a function that would reach out: it tells that it was called, and whoever waits for it goes on. */
export function forbiddenCall(name: string, onUse: () => void): (...args: unknown[]) => unknown {
  return function forbidden(...args) {
    onUse()
    const callback = args.at(-1)
    const stub = createStub(name, () => undefined)
    const result: unknown = typeof stub === 'function' ? Reflect.apply(stub, undefined, []) : undefined
    if (typeof callback === 'function') {
      queueMicrotask(() => Reflect.apply(callback, undefined, [null, result, result]))
    }
    return result
  }
}
