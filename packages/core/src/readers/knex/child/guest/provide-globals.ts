import { bindContext } from './async-context.ts'
import { Buffer } from './built-ins/buffer.ts'
import { getRandomValues, webcrypto } from './built-ins/crypto.ts'
import { URL, URLSearchParams } from './built-ins/url.ts'
import { makeProcess } from './make-process.ts'
import { notInSandbox } from './not-in-sandbox.ts'
import { forbidden } from './side-effects.ts'
import { cancel, later } from './tasks.ts'
import { TextDecoder, TextEncoder } from './text-coders.ts'

/** What code for Node finds without asking for it, as far as it reaches nothing. */
export function provideGlobals(): void {
  const silent = (): void => undefined
  const names = [
    'log',
    'info',
    'warn',
    'error',
    'debug',
    'trace',
    'dir',
    'table',
    'time',
    'timeEnd',
    'group',
    'groupEnd',
    'assert',
    'count',
    'timeLog',
    'groupCollapsed',
  ]
  const network = ['fetch', 'WebSocket', 'EventSource', 'BroadcastChannel', 'XMLHttpRequest']
  const globals = {
    global: globalThis,
    process: makeProcess(),
    console: Object.fromEntries(names.map(name => [name, silent])),
    Buffer,
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    crypto: Object.assign(webcrypto, { getRandomValues }),
    performance: { now: () => Date.now(), timeOrigin: 0, mark: silent, measure: silent },
    AbortController: class {
      readonly signal = { aborted: false, addEventListener: silent, removeEventListener: silent }
      abort(): void {}
    },
    structuredClone: (value: unknown): unknown => JSON.parse(JSON.stringify(value)),
    atob: (text: unknown): string => Buffer.from(String(text), 'base64').toString('latin1'),
    btoa: (text: unknown): string => Buffer.from(String(text), 'latin1').toString('base64'),
    queueMicrotask: (act: unknown): void => {
      const bound = bindContext(() => (typeof act === 'function' ? act() : undefined))
      void Promise.resolve().then(bound)
    },
    setTimeout: (act: unknown, delay: unknown, ...args: unknown[]) => later(act, delay, args),
    setInterval: (act: unknown, delay: unknown, ...args: unknown[]) => later(act, delay, args),
    setImmediate: (act: unknown, ...args: unknown[]) => later(act, 1, args),
    clearTimeout: cancel,
    clearInterval: cancel,
    clearImmediate: cancel,
    ...Object.fromEntries(network.map(name => [name, forbidden(name, 'It uses the network.')])),
    ...Object.fromEntries(['Intl', 'WebAssembly'].map(name => [name, notInSandbox(name)])),
    ...Object.fromEntries(['Worker'].map(name => [name, forbidden(name, 'It starts a worker thread.')])),
  }
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value })
  }
  Object.defineProperty(globalThis.setTimeout, Symbol.for('nodejs.util.promisify.custom'), {
    value: (delay: unknown, value: unknown) => new Promise(resolve => later(() => resolve(value), delay, [])),
  })
}

/** What the project waits for takes no time, so that the time limits, which are timers as well, come after it. */
export function shortenTimers(): void {
  for (const name of ['setTimeout', 'setInterval']) {
    const value = (act: unknown, _delay: unknown, ...args: unknown[]): unknown => later(act, 1, args)
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value })
  }
}
