import { partlyKnown, setMember } from './members.ts'
import type { Interpreter } from './scope.ts'
import { isPlainObject, Unknown } from './unknown.ts'

const { all, allSettled, race, resolve, reject } = Promise

/** The built-ins that reach nothing. */
const known: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['String', String],
  ['Number', Number],
  ['Boolean', Boolean],
  ['Map', Map],
  ['Set', Set],
  ['Error', Error],
  ['TypeError', TypeError],
  ['RangeError', RangeError],
  ['Math', Math],
  ['parseInt', Number.parseInt],
  ['parseFloat', Number.parseFloat],
  ['isNaN', Number.isNaN],
  ['Array', Array],
  ['URL', URL],
  [
    'JSON',
    partlyKnown({
      stringify: (value: unknown) => JSON.stringify(value, (_key, each) => each),
      parse: (text: unknown) => (typeof text === 'string' ? JSON.parse(text) : new Unknown('json')),
    }),
  ],
  [
    'Object',
    partlyKnown({
      keys: Object.keys,
      values: Object.values,
      entries: Object.entries,
      fromEntries: Object.fromEntries,
      freeze: (value: unknown) => value,
      assign: (target: unknown, ...sources: readonly unknown[]) =>
        Object.assign(isPlainObject(target) ? target : {}, ...sources.filter(isPlainObject)),
      defineProperty: (target: unknown, key: unknown, descriptor: unknown) => {
        const value: unknown = isPlainObject(descriptor) ? descriptor.value : undefined
        setMember(target, key, value)
        return target
      },
    }),
  ],
  [
    'Promise',
    partlyKnown({
      all: (list: Iterable<unknown>) => Reflect.apply(all, Promise, [list]),
      allSettled: (list: Iterable<unknown>) => Reflect.apply(allSettled, Promise, [list]),
      race: (list: Iterable<unknown>) => Reflect.apply(race, Promise, [list]),
      resolve: (value: unknown) => Reflect.apply(resolve, Promise, [value]),
      reject: (value: unknown) => Reflect.apply(reject, Promise, [value]),
    }),
  ],
  ['console', silentConsole()],
])

export function globalNamed(name: string, interpreter: Interpreter): unknown {
  if (name === 'process') return partlyKnown({ env: environmentOf(interpreter), argv: [] })
  // The clock is stopped only after this file is loaded.
  if (name === 'Date') return Date
  return known.has(name) ? known.get(name) : new Unknown(name)
}

/** Not a plain object on purpose: which variables there are is not known. */
function environmentOf(interpreter: Interpreter): unknown {
  return new Proxy(Object.create(null), {
    get: (_target, name) => (typeof name === 'string' ? interpreter.environment(name) : undefined),
  })
}

function silentConsole(): Record<string, () => void> {
  const names = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'time', 'timeEnd', 'table']
  return Object.fromEntries(names.map(name => [name, () => undefined]))
}
