import type { Frame } from '../call-site.ts'
import { child, children, isMember, type SyntaxNode } from '../syntax-tree.ts'
import { keyOf } from './bind.ts'
import { callClosure } from './closures.ts'
import { evaluate } from './evaluate.ts'
import { memberOf } from './members.ts'
import { asText } from './operators.ts'
import type { Scope, Steps } from './scope.ts'
import { forKnex, isPlainObject, isUnknown, Unknown } from './unknown.ts'

/** `f(x)`, `a.f(x)`, `a?.f(x)`, `new F(x)`. */
export function* call(node: SyntaxNode, scope: Scope): Steps {
  const callee = child(node, 'callee')
  if (callee === undefined) return new Unknown('call')
  if (callee.type === 'Import') {
    const [specifier] = children(node, 'arguments')
    const name = yield* evaluate(specifier, scope)
    return scope.activation.interpreter.load(asText(name), scope.activation.file)
  }
  const { self, called } = yield* targetOf(callee, scope)
  const args = yield* argumentsOf(node, scope)
  const given = Array.isArray(args) ? args : []
  const isOptional = Reflect.get(node, 'optional') === true || Reflect.get(callee, 'optional') === true
  if (isOptional && (called === undefined || called === null)) return undefined
  if (node.type === 'NewExpression') return construct(called, given)
  return apply(called, self, given, node, scope)
}

function* targetOf(
  callee: SyntaxNode,
  scope: Scope,
): Generator<unknown, { readonly self: unknown; readonly called: unknown }, unknown> {
  if (!isMember(callee)) return { self: undefined, called: yield* evaluate(callee, scope) }
  const self = yield* evaluate(child(callee, 'object'), scope)
  if (Reflect.get(callee, 'optional') === true && (self === undefined || self === null)) {
    return { self, called: undefined }
  }
  return { self, called: memberOf(self, yield* keyOf(callee, 'property', scope)) }
}

function* argumentsOf(node: SyntaxNode, scope: Scope): Steps {
  const args: unknown[] = []
  for (const argument of children(node, 'arguments')) {
    if (argument.type !== 'SpreadElement') {
      args.push(yield* evaluate(argument, scope))
      continue
    }
    const spread = yield* evaluate(child(argument, 'argument'), scope)
    if (Array.isArray(spread)) args.push(...spread)
    else args.push(new Unknown('arguments'))
  }
  return args
}

/** `` sql`…` `` of a package that is not known is taken for the text itself. */
export function* taggedTemplate(node: SyntaxNode, scope: Scope): Steps {
  const template = child(node, 'quasi')
  const tag = child(node, 'tag')
  if (tag !== undefined && isMember(tag)) {
    const { self, called } = yield* targetOf(tag, scope)
    if (typeof called === 'function' && self !== String) {
      return apply(called, self, [yield* evaluate(template, scope)], node, scope)
    }
  }
  return yield* evaluate(template, scope)
}

function apply(called: unknown, self: unknown, args: unknown[], node: SyntaxNode, scope: Scope): unknown {
  const { activation } = scope
  const { interpreter, file, callers } = activation
  const frames = [frameOf(node, file), ...callers]
  if (typeof called !== 'function') {
    if (!(called instanceof Unknown)) throw new TypeError('something that is no function is called')
    for (const each of args) if (typeof each === 'object' && each !== null) interpreter.forget(each)
    if (args.some(reachesDatabase)) interpreter.loseTrack(file, node)
    return new Unknown(called.what)
  }
  const own = callClosure(called, frames, self, args)
  if (own !== undefined) return own.result
  if (isUnknown(self) && typeof self === 'string') return new Unknown('text')
  return interpreter.callOut(frames, () =>
    Reflect.apply(called, self, isBuiltIn(self) ? args : args.map(each => forKnex(each))),
  )
}

/** Arrays and plain objects keep what is unknown as it is; knex gets a text in its place. */
function isBuiltIn(self: unknown): boolean {
  return Array.isArray(self) || isPlainObject(self) || self instanceof Map || self instanceof Set
}

function construct(called: unknown, args: readonly unknown[]): unknown {
  if (called === URL) return args.some(isUnknown) ? new Unknown('url') : newUrl(args)
  if (called === Map) return new Map()
  if (called === Set) return new Set(Array.isArray(args[0]) ? args[0] : [])
  if (called === Date) return args.some(isUnknown) ? new Unknown('date') : Reflect.construct(Date, args)
  if (called === Error || called === TypeError || called === RangeError) return new Error(asText(args[0]))
  if (called === Array && typeof args[0] === 'number')
    return new Array(Math.min(args[0], 1000)).fill(undefined)
  return new Unknown('object')
}

function newUrl([path, base]: readonly unknown[]): unknown {
  return typeof path === 'string' && typeof base === 'string' ? new URL(path, base) : new Unknown('url')
}

/** Knex itself, or one of its builders. */
function reachesDatabase(value: unknown): boolean {
  if (typeof value === 'function') return 'raw' in value && 'schema' in value
  return typeof value === 'object' && value !== null && 'toSQL' in value
}

/** As a stack trace would give it: the property that is called, or the function's name. */
function frameOf(node: SyntaxNode, file: string): Frame {
  const callee = child(node, 'callee') ?? child(node, 'tag')
  const property = callee !== undefined && isMember(callee) ? child(callee, 'property') : undefined
  const { start } = (node.type === 'NewExpression' ? node : (property ?? callee ?? node)).loc
  return { file, line: start.line, column: start.column + 1, isRead: true }
}
