import type { Frame } from '../call-site.ts'
import { child, children, nameOf, type SyntaxNode } from '../syntax-tree.ts'
import { bind } from './bind.ts'
import { evaluate } from './evaluate.ts'
import { execute } from './execute.ts'
import type { Activation, Scope, Steps } from './scope.ts'
import { Unknown } from './unknown.ts'

const deepestCall = 60

export type Closure = (this: unknown, ...args: unknown[]) => unknown

/** Those that were made here, with what a caller has to pass on. */
const closures = new WeakMap<object, (callers: readonly Frame[], self: unknown, args: unknown[]) => unknown>()

/** A function of the project as one that knex and built-ins can call. */
export function closureOf(node: SyntaxNode, scope: Scope): Closure {
  const { activation } = scope
  const isArrow = node.type === 'ArrowFunctionExpression'
  const isAsync = Reflect.get(node, 'async') === true
  const call = (callers: readonly Frame[], self: unknown, args: unknown[]): unknown => {
    if (Reflect.get(node, 'generator') === true) return new Unknown('generator')
    if (callers.length > deepestCall) throw new RangeError('functions call each other without an end')
    const own: Activation = { ...activation, callers, self: isArrow ? activation.self : self }
    const inner: Scope = { names: new Map([['arguments', args]]), outer: scope, activation: own }
    const steps = runBody(node, args, inner)
    return isAsync ? driveAsync(steps) : drive(steps)
  }
  const closure: Closure = function closure(...args) {
    return call(activation.callers, this, args)
  }
  closures.set(closure, call)
  return closure
}

export function callClosure(
  closure: object,
  callers: readonly Frame[],
  self: unknown,
  args: unknown[],
): { readonly result: unknown } | undefined {
  const call = closures.get(closure)
  return call === undefined ? undefined : { result: call(callers, self, args) }
}

function* runBody(node: SyntaxNode, args: readonly unknown[], scope: Scope): Steps {
  for (const [index, parameter] of children(node, 'params').entries()) {
    yield* bind(parameter, parameter.type === 'RestElement' ? args.slice(index) : args[index], scope)
  }
  const body = child(node, 'body')
  if (body === undefined) return undefined
  if (body.type !== 'BlockStatement') return yield* evaluate(body, scope)
  const completion = yield* execute(body, scope)
  return completion?.kind === 'return' ? completion.value : undefined
}

export function nameOfFunction(node: SyntaxNode): string {
  return nameOf(child(node, 'id'))
}

/** Where nothing can be waited for, what would be waited for is not known. */
export function drive(steps: Steps): unknown {
  let step = steps.next()
  while (step.done !== true) step = steps.next(new Unknown('promise'))
  return step.value
}

export async function driveAsync(steps: Steps): Promise<unknown> {
  let step = steps.next()
  while (step.done !== true) {
    let settled: { readonly value: unknown } | { readonly error: unknown }
    try {
      settled = { value: await step.value }
    } catch (error) {
      settled = { error }
    }
    step = 'value' in settled ? steps.next(settled.value) : steps.throw(settled.error)
  }
  return step.value
}
