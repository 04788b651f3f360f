type Listener = (...args: unknown[]) => unknown

interface Emitter {
  _listeners?: Map<unknown, Listener[]>
}

/** A function, as Node's is: older packages call it instead of constructing it. */
export function EventEmitter(this: Emitter): void {}

function listenersOf(emitter: Emitter, event: unknown): Listener[] {
  if (emitter._listeners === undefined) {
    Object.defineProperty(emitter, '_listeners', { configurable: true, writable: true, value: new Map() })
  }
  const known = emitter._listeners?.get(event) ?? []
  emitter._listeners?.set(event, known)
  return known
}

function remove(emitter: Emitter, event: unknown, listener: unknown): void {
  const kept = listenersOf(emitter, event).filter(
    each => each !== listener && Reflect.get(each, 'listener') !== listener,
  )
  emitter._listeners?.set(event, kept)
}

function once(emitter: Emitter, event: unknown, listener: Listener): Listener {
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    remove(emitter, event, wrapped)
    return Reflect.apply(listener, this, args)
  }
  return Object.assign(wrapped, { listener })
}

const methods = {
  on(this: Emitter, event: unknown, listener: Listener): Emitter {
    listenersOf(this, event).push(listener)
    return this
  },
  prependListener(this: Emitter, event: unknown, listener: Listener): Emitter {
    listenersOf(this, event).unshift(listener)
    return this
  },
  once(this: Emitter, event: unknown, listener: Listener): Emitter {
    listenersOf(this, event).push(once(this, event, listener))
    return this
  },
  off(this: Emitter, event: unknown, listener: unknown): Emitter {
    remove(this, event, listener)
    return this
  },
  removeAllListeners(this: Emitter, event?: unknown): Emitter {
    if (event === undefined) this._listeners?.clear()
    else this._listeners?.delete(event)
    return this
  },
  emit(this: Emitter, event: unknown, ...args: unknown[]): boolean {
    const listeners = [...listenersOf(this, event)]
    if (listeners.length === 0 && event === 'error') throw args[0]
    for (const listener of listeners) Reflect.apply(listener, this, args)
    return listeners.length > 0
  },
  listeners(this: Emitter, event: unknown): readonly unknown[] {
    return listenersOf(this, event).map(each => Reflect.get(each, 'listener') ?? each)
  },
  rawListeners(this: Emitter, event: unknown): readonly unknown[] {
    return [...listenersOf(this, event)]
  },
  listenerCount(this: Emitter, event: unknown): number {
    return listenersOf(this, event).length
  },
  eventNames(this: Emitter): readonly unknown[] {
    return [...(this._listeners?.keys() ?? [])]
  },
  setMaxListeners(this: Emitter): Emitter {
    return this
  },
  getMaxListeners: (): number => 10,
}

Object.assign(EventEmitter.prototype, methods, {
  addListener: methods.on,
  removeListener: methods.off,
})

function firstOf(emitter: { once(event: unknown, listener: Listener): unknown }, event: unknown): unknown {
  return new Promise((resolve, reject) => {
    emitter.once(event, (...args) => resolve(args))
    if (event !== 'error') emitter.once('error', reject)
  })
}

const builtIn: object = Object.assign(EventEmitter, { EventEmitter, once: firstOf, defaultMaxListeners: 10 })

export default builtIn
