import { child, children, nameOf, type SyntaxNode } from '../syntax-tree.ts'
import { bind } from './bind.ts'
import { closureOf } from './closures.ts'
import { evaluate } from './evaluate.ts'
import { loop } from './loops.ts'
import { binary } from './operators.ts'
import { innerScope, lineOf, type Scope } from './scope.ts'
import { isTrue } from './truth.ts'
import { Unknown } from './unknown.ts'

export type Completion =
  | { readonly kind: 'return'; readonly value: unknown }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }

/** Reading of a statement; undefined where the next one follows. */
export type Execution = Generator<unknown, Completion | undefined, unknown>

export function* execute(node: SyntaxNode | undefined, scope: Scope): Execution {
  if (node === undefined) return undefined
  const { interpreter, file } = scope.activation
  interpreter.countStep()
  interpreter.reach(file, node)
  switch (node.type) {
    case 'BlockStatement':
      return yield* executeAll(children(node, 'body'), innerScope(scope))
    case 'ExpressionStatement':
      yield* evaluate(child(node, 'expression'), scope)
      return undefined
    case 'VariableDeclaration':
      for (const each of children(node, 'declarations')) {
        yield* bind(child(each, 'id'), yield* evaluate(child(each, 'init'), scope), scope)
      }
      return undefined
    case 'ReturnStatement':
      return { kind: 'return', value: yield* evaluate(child(node, 'argument'), scope) }
    case 'ThrowStatement':
      throw yield* evaluate(child(node, 'argument'), scope)
    case 'IfStatement': {
      const test = child(node, 'test')
      const value = yield* evaluate(test, scope)
      const isChosen = isTrue(value, test ?? node, scope)
      return yield* execute(child(node, isChosen ? 'consequent' : 'alternate'), scope)
    }
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return yield* loop(node, innerScope(scope))
    case 'SwitchStatement':
      return yield* choose(node, innerScope(scope))
    case 'TryStatement':
      return yield* attempt(node, scope)
    case 'LabeledStatement':
      return yield* execute(child(node, 'body'), scope)
    case 'BreakStatement':
      return { kind: 'break' }
    case 'ContinueStatement':
      return { kind: 'continue' }
    case 'TSEnumDeclaration':
      scope.names.set(nameOf(child(node, 'id')), yield* enumeration(node, scope))
      return undefined
    case 'ClassDeclaration':
      scope.names.set(nameOf(child(node, 'id')), new Unknown('class'))
      return undefined
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration': {
      const declaration = child(node, 'declaration')
      return declaration === undefined || !/Declaration$/.test(declaration.type)
        ? undefined
        : yield* execute(declaration, scope)
    }
    default:
      return undefined
  }
}

/** Functions can be called above the place where they are written. */
export function* executeAll(statements: readonly SyntaxNode[], scope: Scope): Execution {
  for (const statement of statements) {
    const declared = statement.type.startsWith('Export') ? child(statement, 'declaration') : statement
    if (declared?.type === 'FunctionDeclaration') {
      scope.names.set(nameOf(child(declared, 'id')), closureOf(declared, scope))
    }
  }
  for (const statement of statements) {
    const completion = yield* execute(statement, scope)
    if (completion !== undefined) return completion
  }
  return undefined
}

function* choose(node: SyntaxNode, scope: Scope): Execution {
  const subject = yield* evaluate(child(node, 'discriminant'), scope)
  const cases = children(node, 'cases')
  const found = yield* chosenCase(subject, cases, node, scope)
  for (const each of cases.slice(found)) {
    const [first] = children(each, 'consequent')
    if (first !== undefined) scope.activation.interpreter.reach(scope.activation.file, first)
    const completion = yield* executeAll(children(each, 'consequent'), scope)
    if (completion?.kind === 'break') return undefined
    if (completion !== undefined) return completion
  }
  return undefined
}

function* chosenCase(
  subject: unknown,
  cases: readonly SyntaxNode[],
  node: SyntaxNode,
  scope: Scope,
): Generator<unknown, number, unknown> {
  const otherwise = cases.findIndex(each => child(each, 'test') === undefined)
  for (const [index, each] of cases.entries()) {
    const test = child(each, 'test')
    if (test === undefined) continue
    const same = binary('===', subject, yield* evaluate(test, scope))
    if (same === true) return index
    if (!(same instanceof Unknown)) continue
    const options = cases.map(one => (child(one, 'test') === undefined ? 'another' : lineOf(one)))
    const all = otherwise < 0 ? [...options, 'another'] : options
    return scope.activation.interpreter.decide(`the case on ${lineOf(node)}`, all)
  }
  return otherwise < 0 ? cases.length : otherwise
}

function* attempt(node: SyntaxNode, scope: Scope): Execution {
  const handler = child(node, 'handler')
  const body = handler === undefined ? undefined : child(handler, 'body')
  const { interpreter, file } = scope.activation
  let completion: Completion | undefined
  let caught: { readonly error: unknown } | undefined
  try {
    completion = yield* execute(child(node, 'block'), scope)
    // Nothing says whether the database would refuse a statement.
    const canMatter = body !== undefined && interpreter.isBranch(file, body)
    if (canMatter && interpreter.decide(`${lineOf(node)} fails`, ['false', 'true']) === 1) {
      caught = { error: new Unknown('error') }
    }
  } catch (error) {
    if (handler === undefined) throw error
    caught = { error }
  } finally {
    yield* execute(child(node, 'finalizer'), scope)
  }
  if (caught === undefined || handler === undefined) return completion
  const inner = innerScope(scope)
  yield* bind(child(handler, 'param'), caught.error, inner)
  return yield* execute(body, inner)
}

function* enumeration(node: SyntaxNode, scope: Scope): Generator<unknown, unknown, unknown> {
  const made: Record<string, unknown> = {}
  let next = 0
  for (const member of children(child(node, 'body') ?? node, 'members')) {
    const initializer = child(member, 'initializer')
    const value = initializer === undefined ? next : yield* evaluate(initializer, scope)
    if (typeof value === 'number') next = value + 1
    made[nameOf(child(member, 'id'))] = value
  }
  return made
}
