import { isPlainObject, isUnknown, Unknown } from './unknown.ts'

/** They lead to the constructors of all functions, to files, or to the project's other migrations. */
const closed: ReadonlySet<string> = new Set([
  'constructor',
  'prototype',
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  'migrate',
  'seed',
  'initialize',
  'destroy',
  'acquireConnection',
  'initializeDriver',
  '_driver',
])

const partly = new WeakSet<object>()

/** What it has not is not absent: we do not know it. */
export function partlyKnown<Thing extends object>(thing: Thing): Thing {
  partly.add(thing)
  return thing
}

export function memberOf(holder: unknown, key: unknown): unknown {
  if (holder instanceof Unknown) return new Unknown(typeof key === 'string' ? key : holder.what)
  if (holder === undefined || holder === null) {
    throw new TypeError(`Cannot read properties of ${String(holder)} (reading '${String(key)}')`)
  }
  if (isUnknown(key)) return new Unknown('member')
  if (typeof key !== 'string' && typeof key !== 'number') return undefined
  const name = String(key)
  if (isPlainObject(holder)) {
    if (Object.hasOwn(holder, name)) return holder[name]
    return partly.has(holder) ? new Unknown(name) : inherited(holder, name)
  }
  if (closed.has(name)) return undefined
  if (name === 'client' && typeof holder === 'function') return clientFacts(Reflect.get(holder, 'client'))
  return Reflect.get(Object(holder), name, holder)
}

export function setMember(holder: unknown, key: unknown, value: unknown): void {
  const isOwn = isPlainObject(holder) || Array.isArray(holder)
  if (!isOwn || (typeof key !== 'string' && typeof key !== 'number') || closed.has(String(key))) return
  Reflect.set(holder, key, value)
}

const inheritable: ReadonlySet<string> = new Set(['hasOwnProperty', 'toString'])

function inherited(holder: object, name: string): unknown {
  return inheritable.has(name) ? Reflect.get(holder, name) : undefined
}

/** What migrations ask of the client: which engine it is. Its methods stay out of reach. */
function clientFacts(client: unknown): unknown {
  if (typeof client !== 'object' || client === null) return undefined
  const text = (key: string): unknown => {
    const value: unknown = Reflect.get(client, key)
    return typeof value === 'string' ? value : undefined
  }
  const config: unknown = Reflect.get(client, 'config')
  const name: unknown =
    typeof config === 'object' && config !== null ? Reflect.get(config, 'client') : undefined
  return {
    config: { client: typeof name === 'string' ? name : text('driverName'), connection: {} },
    dialect: text('dialect'),
    driverName: text('driverName'),
    connectionSettings: {},
  }
}
