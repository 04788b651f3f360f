import { notInSandboxCode } from '../not-in-sandbox-code.ts'

/** Can be looked at, as code does that asks what there is; whoever uses it is told that it is not there. */
export function notInSandbox(name: string): object {
  const refuse = (): never => {
    throw Object.assign(new Error(`the sandbox has no ${name}`), { code: notInSandboxCode })
  }
  const target = function absent(): void {}
  return new Proxy(target, {
    get: (_target, key) =>
      typeof key === 'symbol' || key === 'then' || key === '__esModule' || key === 'prototype'
        ? Reflect.get(target, key)
        : notInSandbox(key === 'default' ? name : `${name}.${key}`),
    set: () => true,
    apply: refuse,
    construct: refuse,
  })
}
