import { isDeepStrictEqual } from './util.ts'

class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION'
  constructor(options: { readonly message?: unknown } = {}) {
    super(String(options.message ?? 'assertion failed'))
    this.name = 'AssertionError'
  }
}

function check(holds: boolean, message: unknown): void {
  if (holds) return
  throw message instanceof Error ? message : new AssertionError({ message })
}

function assert(value: unknown, message?: unknown): void {
  check(Boolean(value), message)
}

const equal = (first: unknown, second: unknown, message?: unknown): void =>
  check(Object.is(first, second), message)
const notEqual = (first: unknown, second: unknown, message?: unknown): void =>
  check(!Object.is(first, second), message)
const deepEqual = (first: unknown, second: unknown, message?: unknown): void =>
  check(isDeepStrictEqual(first, second), message)

const functions = {
  ok: assert,
  // biome-ignore lint/suspicious/noDoubleEquals: that is what this function of Node's does
  equal: (first: unknown, second: unknown, message?: unknown): void => check(first == second, message),
  // biome-ignore lint/suspicious/noDoubleEquals: that is what this function of Node's does
  notEqual: (first: unknown, second: unknown, message?: unknown): void => check(first != second, message),
  strictEqual: equal,
  notStrictEqual: notEqual,
  deepEqual,
  deepStrictEqual: deepEqual,
  fail: (message?: unknown): void => check(false, message),
  AssertionError,
}

const builtIn: object = Object.assign(assert, functions, { strict: Object.assign(assert, functions) })

export default builtIn
