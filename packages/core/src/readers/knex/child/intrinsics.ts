const watched: readonly object[] = [
  Object,
  Object.prototype,
  Array,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
  Promise,
  Promise.prototype,
  Map.prototype,
  Set.prototype,
  WeakMap.prototype,
  RegExp.prototype,
  Error,
  Error.prototype,
  JSON,
  Reflect,
  Symbol.prototype,
  Date.prototype,
  Buffer,
  Buffer.prototype,
  Proxy,
  Math,
  globalThis,
]

/** A package that adds `Reflect.metadata` does no harm; whatever is added to these is seen by all code. */
const closed: ReadonlySet<object> = new Set([
  Object.prototype,
  Array.prototype,
  Function.prototype,
  Promise.prototype,
])

/** Says whether a built-in object has been changed since: whatever runs after that may be lied to. */
export function watchIntrinsics(): () => boolean {
  const { is } = Object
  const { ownKeys, getOwnPropertyDescriptor } = Reflect
  const valueAt = (holder: object, key: string | symbol): unknown => {
    const descriptor = getOwnPropertyDescriptor(holder, key)
    return descriptor?.value ?? descriptor?.get
  }
  const before = watched.map(holder => ({
    holder,
    count: ownKeys(holder).length,
    members: ownKeys(holder)
      // Node loads some globals when they are first looked at; stack traces are set up anew each time.
      .filter(key => !(holder === globalThis && getOwnPropertyDescriptor(holder, key)?.get !== undefined))
      .filter(key => key !== 'stackTraceLimit' && key !== 'prepareStackTrace')
      .map(key => ({ key, value: valueAt(holder, key) })),
  }))
  // Plain loops: the methods of arrays may be what was changed.
  return () => {
    for (let index = 0; index < before.length; index++) {
      const entry = before[index]
      if (entry === undefined) continue
      const { holder, count, members } = entry
      if (closed.has(holder) && ownKeys(holder).length !== count) return true
      for (let at = 0; at < members.length; at++) {
        const member = members[at]
        if (member !== undefined && !is(valueAt(holder, member.key), member.value)) return true
      }
    }
    return false
  }
}
