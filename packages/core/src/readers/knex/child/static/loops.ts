import { child, children, type SyntaxNode } from '../syntax-tree.ts'
import { assignTo, bind, declare } from './bind.ts'
import { evaluate } from './evaluate.ts'
import { type Completion, type Execution, execute } from './execute.ts'
import { innerScope, type Scope } from './scope.ts'
import { isTrue } from './truth.ts'
import { isPlainObject, Unknown } from './unknown.ts'

/** A loop over what nobody knows is read once. */
export function* loop(node: SyntaxNode, scope: Scope): Execution {
  switch (node.type) {
    case 'ForOfStatement':
    case 'ForInStatement':
      return yield* forEach(node, scope)
    case 'ForStatement':
      yield* initialise(node, scope)
      return yield* repeat(node, scope, true)
    case 'DoWhileStatement':
      return yield* repeat(node, scope, false)
    default:
      return yield* repeat(node, scope, true)
  }
}

function* initialise(node: SyntaxNode, scope: Scope): Execution {
  const init = child(node, 'init')
  if (init?.type === 'VariableDeclaration') yield* execute(init, scope)
  else yield* evaluate(init, scope)
  return undefined
}

function* repeat(node: SyntaxNode, scope: Scope, testsFirst: boolean): Execution {
  const test = child(node, 'test')
  for (let turn = 0; ; turn++) {
    if (testsFirst || turn > 0) {
      const value = test === undefined ? true : yield* evaluate(test, scope)
      if (value instanceof Unknown ? turn > 0 : !isTrue(value, test ?? node, scope)) return undefined
    }
    const completion = yield* turnOf(node, scope)
    if (isEnd(completion)) return afterLoop(completion)
    yield* evaluate(child(node, 'update'), scope)
  }
}

function* forEach(node: SyntaxNode, scope: Scope): Execution {
  const holder = yield* evaluate(child(node, 'right'), scope)
  const isAwaited = Reflect.get(node, 'await') === true
  for (const value of valuesOf(holder, node.type === 'ForInStatement')) {
    const inner = innerScope(scope)
    const left = child(node, 'left')
    const [declarator] = left === undefined ? [] : children(left, 'declarations')
    const given = isAwaited && !(value instanceof Unknown) ? yield value : value
    if (declarator === undefined) yield* bind(left, given, inner, assignTo)
    else yield* bind(child(declarator, 'id'), given, inner, declare)
    const completion = yield* turnOf(node, inner)
    if (isEnd(completion)) return afterLoop(completion)
  }
  return undefined
}

function valuesOf(holder: unknown, areKeys: boolean): readonly unknown[] {
  if (areKeys) {
    if (Array.isArray(holder)) return holder.map((_value, index) => String(index))
    return isPlainObject(holder) ? Object.keys(holder) : [new Unknown('key')]
  }
  if (Array.isArray(holder)) return holder
  if (holder instanceof Map || holder instanceof Set) return [...holder]
  return typeof holder === 'string' ? [...holder] : [new Unknown('element')]
}

function* turnOf(node: SyntaxNode, scope: Scope): Execution {
  return yield* execute(child(node, 'body'), scope)
}

function isEnd(completion: Completion | undefined): boolean {
  return completion !== undefined && completion.kind !== 'continue'
}

function afterLoop(completion: Completion | undefined): Completion | undefined {
  return completion?.kind === 'return' ? completion : undefined
}
