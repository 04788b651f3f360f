import { TextDecoder, TextEncoder } from '../text-coders.ts'

type Act = (...args: unknown[]) => unknown

const custom = Symbol.for('nodejs.util.promisify.custom')
const inspectCustom = Symbol.for('nodejs.util.inspect.custom')

function promisify(act: Act): unknown {
  const own: unknown = Reflect.get(act, custom)
  if (typeof own === 'function') return own
  return function promised(this: unknown, ...args: unknown[]): unknown {
    return new Promise((resolve, reject) => {
      Reflect.apply(act, this, [
        ...args,
        (error: unknown, value: unknown) => (error ? reject(error) : resolve(value)),
      ])
    })
  }
}

function callbackify(act: Act): Act {
  return function called(this: unknown, ...args: unknown[]): void {
    const callback = args.at(-1)
    if (typeof callback !== 'function') return
    Promise.resolve(Reflect.apply(act, this, args.slice(0, -1))).then(
      value => callback(null, value),
      (error: unknown) => callback(error),
    )
  }
}

function inherits(child: object, parent: object): void {
  Object.defineProperty(child, 'super_', { value: parent, writable: true, configurable: true })
  Object.setPrototypeOf(Reflect.get(child, 'prototype'), Reflect.get(parent, 'prototype'))
}

function inspect(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'function') return `[Function: ${value.name}]`
  if (value instanceof Error) return value.stack ?? String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

function format(first: unknown, ...rest: unknown[]): string {
  if (typeof first !== 'string') return [first, ...rest].map(inspectOrText).join(' ')
  const left = [...rest]
  const text = first.replace(/%[sdifjoOc%]/g, mark => {
    if (mark === '%%') return '%'
    if (left.length === 0) return mark
    const value = left.shift()
    if (mark === '%s') return inspectOrText(value)
    if (mark === '%c') return ''
    return /[dif]/.test(mark) ? String(Number(value)) : inspect(value)
  })
  return [text, ...left.map(inspectOrText)].join(' ')
}

function inspectOrText(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value)
}

export function isDeepStrictEqual(first: unknown, second: unknown): boolean {
  if (Object.is(first, second)) return true
  if (typeof first !== 'object' || typeof second !== 'object' || first === null || second === null)
    return false
  if (Object.getPrototypeOf(first) !== Object.getPrototypeOf(second)) return false
  if (first instanceof Date) return String(first) === String(second)
  const keys = Reflect.ownKeys(first)
  return (
    keys.length === Reflect.ownKeys(second).length &&
    keys.every(key => isDeepStrictEqual(Reflect.get(first, key), Reflect.get(second, key)))
  )
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

export const types = {
  isDate: (value: unknown): boolean => kindOf(value) === 'Date',
  isRegExp: (value: unknown): boolean => kindOf(value) === 'RegExp',
  isPromise: (value: unknown): boolean => value instanceof Promise,
  isNativeError: (value: unknown): boolean => value instanceof Error,
  isMap: (value: unknown): boolean => value instanceof Map,
  isSet: (value: unknown): boolean => value instanceof Set,
  isProxy: (): boolean => false,
  isUint8Array: (value: unknown): boolean => value instanceof Uint8Array,
  isTypedArray: (value: unknown): boolean => ArrayBuffer.isView(value) && !(value instanceof DataView),
  isAnyArrayBuffer: (value: unknown): boolean => value instanceof ArrayBuffer,
  isArrayBufferView: (value: unknown): boolean => ArrayBuffer.isView(value),
  isAsyncFunction: (value: unknown): boolean => kindOf(value) === 'AsyncFunction',
  isGeneratorFunction: (value: unknown): boolean => kindOf(value) === 'GeneratorFunction',
}

const builtIn: object = {
  promisify: Object.assign(promisify, { custom }),
  callbackify,
  inherits,
  inspect: Object.assign(inspect, { custom: inspectCustom, defaultOptions: {} }),
  format,
  formatWithOptions: (_options: unknown, first: unknown, ...rest: unknown[]): string =>
    format(first, ...rest),
  deprecate: (act: unknown): unknown => act,
  debuglog: (): Act => () => undefined,
  isDeepStrictEqual,
  stripVTControlCharacters: (text: unknown): string => String(text),
  types,
  ...types,
  isArray: Array.isArray,
  isString: (value: unknown): boolean => typeof value === 'string',
  isFunction: (value: unknown): boolean => typeof value === 'function',
  isObject: (value: unknown): boolean => typeof value === 'object' && value !== null,
  isBuffer: (value: unknown): boolean => value instanceof Uint8Array,
  TextEncoder,
  TextDecoder,
}

export default builtIn
