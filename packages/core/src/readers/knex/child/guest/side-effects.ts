import { forbiddenCall } from '../forbidden-call.ts'
import { createStub } from '../stub.ts'
import { notInSandbox } from './not-in-sandbox.ts'

let listener = (_message: string): void => undefined

export function onSideEffect(listen: (message: string) => void): void {
  listener = listen
}

export function noteSideEffect(message: string): void {
  listener(message)
}

const effects: readonly (readonly [names: RegExp, message: string])[] = [
  [/^(child_process|cluster)$/, 'It starts another program.'],
  [/^worker_threads$/, 'It starts a worker thread.'],
  [/^inspector(\/|$)/, 'It opens the debugger.'],
  [/^(net|tls|dgram|dns|http|https|http2)(\/|$)/, 'It uses the network.'],
]

/** A built-in module that is not in here: it can be asked for; using it is told. */
export function unreachable(name: string): unknown {
  const message = effects.find(([names]) => names.test(name))?.[1]
  return message === undefined ? notInSandbox(name) : forbiddenModule(name, message)
}

function forbiddenModule(name: string, message: string): unknown {
  const stub = createStub(name, () => noteSideEffect(message))
  const members = new Map<string, unknown>()
  return new Proxy(Object(stub), {
    get(target, key) {
      if (key === '__esModule') return undefined
      if (typeof key === 'symbol' || key === 'then' || key === 'prototype') return Reflect.get(target, key)
      const known = members.get(key) ?? forbidden(`${name}.${key}`, message)
      members.set(key, known)
      return key === 'default' ? forbiddenModule(name, message) : known
    },
  })
}

/** Can be called and constructed, and has members that can. */
export function forbidden(name: string, message: string): unknown {
  return new Proxy(
    forbiddenCall(name, () => noteSideEffect(message)),
    {
      get: (target, key) =>
        typeof key === 'symbol' || key === 'then' || Reflect.has(target, key)
          ? Reflect.get(target, key)
          : forbidden(`${name}.${String(key)}`, message),
    },
  )
}
