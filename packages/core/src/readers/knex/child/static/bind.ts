import { child, children, nameOf, type SyntaxNode } from '../syntax-tree.ts'
import { evaluate } from './evaluate.ts'
import { memberOf, setMember } from './members.ts'
import { assign, type Scope, type Steps } from './scope.ts'
import { isPlainObject, Unknown } from './unknown.ts'

type Put = (scope: Scope, name: string, value: unknown) => void

export const declare: Put = (scope, name, value) => {
  scope.names.set(name, value)
}

/** `a`, `{ a, b: c = 1, ...rest }`, `[a, , b]`, `x.y`: gives each name its part of a value. */
export function* bind(
  target: SyntaxNode | undefined,
  value: unknown,
  scope: Scope,
  put: Put = declare,
): Steps {
  switch (target?.type) {
    case 'Identifier':
      put(scope, nameOf(target), value)
      break
    case 'AssignmentPattern': {
      const given = value === undefined ? yield* evaluate(child(target, 'right'), scope) : value
      yield* bind(child(target, 'left'), given, scope, put)
      break
    }
    case 'ObjectPattern':
      yield* bindProperties(target, value, scope, put)
      break
    case 'ArrayPattern':
      yield* bindElements(target, value, scope, put)
      break
    case 'RestElement':
      yield* bind(child(target, 'argument'), value, scope, put)
      break
    case 'MemberExpression': {
      const holder = yield* evaluate(child(target, 'object'), scope)
      setMember(holder, yield* keyOf(target, 'property', scope), value)
      break
    }
    case 'TSParameterProperty':
      yield* bind(child(target, 'parameter'), value, scope, put)
      break
    default:
  }
  return undefined
}

export const assignTo: Put = assign

export function* keyOf(node: SyntaxNode, field: 'key' | 'property', scope: Scope): Steps {
  const key = child(node, field)
  if (Reflect.get(node, 'computed') === true) return yield* evaluate(key, scope)
  if (key?.type === 'NumericLiteral') return String(Reflect.get(key, 'value'))
  return nameOf(key)
}

function* bindProperties(pattern: SyntaxNode, value: unknown, scope: Scope, put: Put): Steps {
  const taken = new Set<string>()
  for (const property of children(pattern, 'properties')) {
    if (property.type === 'RestElement') {
      const rest = isPlainObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([key]) => !taken.has(key)))
        : new Unknown('rest')
      yield* bind(property, rest, scope, put)
      continue
    }
    const key = yield* keyOf(property, 'key', scope)
    taken.add(String(key))
    yield* bind(child(property, 'value'), memberOf(value, key), scope, put)
  }
  return undefined
}

function* bindElements(pattern: SyntaxNode, value: unknown, scope: Scope, put: Put): Steps {
  const found: unknown = Reflect.get(pattern, 'elements')
  const holes: readonly unknown[] = Array.isArray(found) ? found : []
  const targets = children(pattern, 'elements')
  let next = 0
  for (const [index, hole] of holes.entries()) {
    if (hole === null) continue
    const target = targets[next++]
    if (target === undefined) break
    const isRest = target.type === 'RestElement'
    const part = Array.isArray(value)
      ? isRest
        ? value.slice(index)
        : value[index]
      : value === undefined || value === null
        ? memberOf(value, index)
        : new Unknown('element')
    yield* bind(target, part, scope, put)
  }
  return undefined
}
