import { unknownText } from '../../../operations/unknown-text.ts'

/** By which knex tells its own builders from values. */
export const lookedForByKnex: ReadonlySet<string> = new Set(['toSQL', 'toQuery', 'isRawInstance'])

const names = new WeakMap<object, string>()

/** For a stand-in and its instance: what it stands for. */
export function textOfStandIn(value: unknown): string | undefined {
  const isPossible = typeof value === 'function' || (typeof value === 'object' && value !== null)
  const name = isPossible ? names.get(value) : undefined
  return name === undefined ? undefined : unknownText(name)
}

const standIns = new WeakSet<object>()

/** A stand-in itself, which can be called: Knex would take it for a class. */
export function isStandIn(value: unknown): boolean {
  return typeof value === 'function' && standIns.has(value)
}

/** What a function of this name gives, where its name says enough. */
export type Answer = (functionName: string) => boolean | undefined

/** The value of a property of this name, after that of what has it, where it says enough. */
export type Setting = (name: string) => string | undefined

/** Stands in for something that is not there: every property, call and instance of it is a stand-in again. */
export function createStub(
  name: string,
  onUse: () => void,
  answer: Answer = () => undefined,
  setting: Setting = () => undefined,
): unknown {
  const target = function stub(): void {}
  const members = new Map<string, unknown>()
  const member = (key: string): unknown => {
    onUse()
    const known = members.get(key)
    if (known !== undefined) return known
    const made = setting(`${name}.${key}`) ?? createStub(`${name}.${key}`, onUse, answer, setting)
    members.set(key, made)
    return made
  }
  // Knex takes a function in the place of a value for a sub-query, so that a result must not be one.
  const instance = (): object => createInstance(name, member, true)
  const made = new Proxy<typeof target>(target, {
    get(_target, key) {
      if (key === Symbol.toPrimitive) return () => unknownText(name)
      if (key === Symbol.iterator) return () => [][Symbol.iterator]()
      if (typeof key === 'symbol' || key === 'then' || lookedForByKnex.has(key)) return undefined
      if (key === '__esModule') return true
      if (key === 'toString' || key === 'toJSON' || key === 'valueOf') return () => unknownText(name)
      if (key === 'prototype') return Reflect.get(target, 'prototype')
      return member(key)
    },
    set: () => true,
    apply: (_target, _self, args: unknown[]) => {
      onUse()
      callBack(name, args)
      if (makesFunction.test(name)) return createStub(`${name}()`, onUse, answer, setting)
      return answer(name) ?? instance()
    },
    construct: () => {
      onUse()
      return instance()
    },
  })
  standIns.add(made)
  names.set(made, name)
  return made
}

/** `const debug = require('debug')('app')`, in the package of that name and in those that wrap it. */
const makesFunction = /(?:^|\/)debug(?:\.[\w.]+)?$/

/** Waiting for it gives the same again, and the waiting ends. */
function createInstance(name: string, member: (key: string) => unknown, isThenable: boolean): object {
  const then = (resolve: unknown): unknown => {
    const settled = createInstance(name, member, false)
    const made: unknown =
      typeof resolve === 'function' ? Reflect.apply(resolve, undefined, [settled]) : settled
    return Promise.resolve(made)
  }
  const made = new Proxy(
    {},
    {
      get(_target, key) {
        if (key === Symbol.toPrimitive) return () => unknownText(name)
        if (key === Symbol.iterator) return () => [][Symbol.iterator]()
        if (key === 'then') return isThenable ? then : undefined
        if (typeof key === 'symbol' || key === 'constructor' || lookedForByKnex.has(key)) return undefined
        if (key === 'toString' || key === 'toJSON' || key === 'valueOf') return () => unknownText(name)
        return member(key)
      },
      set: () => true,
    },
  )
  names.set(made, name)
  return made
}

/** Whoever waits for a process or a socket to end, or for an application to start, waits no longer. */
function callBack(name: string, args: readonly unknown[]): void {
  const [event, listener] = args
  const last = args.at(-1)
  if (/\.(on|once|addListener)$/.test(name) && typeof listener === 'function') {
    if (event === 'close' || event === 'exit' || event === 'end' || event === 'finish') {
      queueMicrotask(() => Reflect.apply(listener, undefined, [0]))
    }
  } else if (
    /\.(load|lift|init|open|connect|start)$/.test(name) &&
    typeof last === 'function' &&
    !isStandIn(last)
  ) {
    queueMicrotask(() => Reflect.apply(last, undefined, []))
  }
}
