import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { child, children, isMember, nameOf, type SyntaxNode } from '../syntax-tree.ts'
import { assignTo, bind, keyOf } from './bind.ts'
import { call, taggedTemplate } from './call.ts'
import { closureOf } from './closures.ts'
import { globalNamed } from './globals.ts'
import { memberOf, partlyKnown } from './members.ts'
import { asText, binary, unary } from './operators.ts'
import { lookUp, type Scope, type Steps } from './scope.ts'
import { isTrue } from './truth.ts'
import { isPlainObject, isUnknown, Unknown } from './unknown.ts'

/** The value of an expression, as far as reading gives it. */
export function* evaluate(node: SyntaxNode | undefined, scope: Scope): Steps {
  if (node === undefined) return undefined
  const { interpreter, file, self } = scope.activation
  interpreter.countStep()
  interpreter.reach(file, node)
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return Reflect.get(node, 'value')
    case 'NullLiteral':
      return null
    case 'Identifier': {
      const name = nameOf(node)
      const found = lookUp(scope, name)
      return found === undefined ? globalNamed(name, interpreter) : found.value
    }
    case 'MetaProperty': {
      const { href } = pathToFileURL(file)
      return partlyKnown({ url: href, filename: file, dirname: dirname(file) })
    }
    case 'ThisExpression':
      return self
    case 'TemplateLiteral':
      return yield* template(node, scope)
    case 'TaggedTemplateExpression':
      return yield* taggedTemplate(node, scope)
    case 'RegExpLiteral':
      return new Unknown('pattern')
    case 'ArrayExpression':
      return yield* list(node, scope)
    case 'ObjectExpression':
      return yield* object(node, scope)
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return closureOf(node, scope)
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const holder = yield* evaluate(child(node, 'object'), scope)
      const isChained = node.type === 'OptionalMemberExpression'
      if (isChained && (holder === undefined || holder === null)) return undefined
      return memberOf(holder, yield* keyOf(node, 'property', scope))
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return yield* call(node, scope)
    case 'AwaitExpression': {
      const waitedFor = yield* evaluate(child(node, 'argument'), scope)
      return waitedFor instanceof Unknown ? waitedFor : yield waitedFor
    }
    case 'BinaryExpression':
      return binary(
        textOf(node, 'operator'),
        yield* evaluate(child(node, 'left'), scope),
        yield* evaluate(child(node, 'right'), scope),
      )
    case 'LogicalExpression':
      return yield* logical(node, scope)
    case 'UnaryExpression':
      return unary(textOf(node, 'operator'), yield* evaluate(child(node, 'argument'), scope))
    case 'ConditionalExpression': {
      const test = child(node, 'test')
      const value = yield* evaluate(test, scope)
      const isChosen = isTrue(value, test ?? node, scope)
      return yield* evaluate(child(node, isChosen ? 'consequent' : 'alternate'), scope)
    }
    case 'AssignmentExpression':
      return yield* assignment(node, scope)
    case 'UpdateExpression':
      return yield* update(node, scope)
    case 'SequenceExpression': {
      let last: unknown
      for (const each of children(node, 'expressions')) last = yield* evaluate(each, scope)
      return last
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return yield* evaluate(child(node, 'expression'), scope)
    case 'ImportExpression':
      return interpreter.load(asText(yield* evaluate(child(node, 'source'), scope)), file)
    default:
      return new Unknown(node.type)
  }
}

export function textOf(node: SyntaxNode, field: string): string {
  const value: unknown = Reflect.get(node, field)
  return typeof value === 'string' ? value : ''
}

function* template(node: SyntaxNode, scope: Scope): Steps {
  const parts = children(node, 'expressions')
  let text = ''
  for (const [index, quasi] of children(node, 'quasis').entries()) {
    const value: unknown = Reflect.get(quasi, 'value')
    const cooked: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'cooked') : ''
    text += typeof cooked === 'string' ? cooked : ''
    const part = parts[index]
    if (part !== undefined) text += asText(yield* evaluate(part, scope))
  }
  return text
}

function* list(node: SyntaxNode, scope: Scope): Steps {
  const values: unknown[] = []
  for (const element of children(node, 'elements')) {
    const isSpread = element.type === 'SpreadElement'
    const value = yield* evaluate(isSpread ? child(element, 'argument') : element, scope)
    if (!isSpread) values.push(value)
    else if (Array.isArray(value)) values.push(...value)
    else if (value instanceof Set) values.push(...value)
    else values.push(new Unknown('elements'))
  }
  return values
}

function* object(node: SyntaxNode, scope: Scope): Steps {
  const made: Record<string, unknown> = {}
  for (const property of children(node, 'properties')) {
    if (property.type === 'SpreadElement') {
      const spread = yield* evaluate(child(property, 'argument'), scope)
      if (isPlainObject(spread)) Object.assign(made, spread)
      continue
    }
    const key = yield* keyOf(property, 'key', scope)
    if (isUnknown(key) || key === '__proto__') continue
    made[String(key)] =
      property.type === 'ObjectMethod'
        ? closureOf(property, scope)
        : yield* evaluate(child(property, 'value'), scope)
  }
  return made
}

function* logical(node: SyntaxNode, scope: Scope): Steps {
  const leftNode = child(node, 'left')
  const left = yield* evaluate(leftNode, scope)
  const operator = textOf(node, 'operator')
  const isLeftTaken =
    operator === '??'
      ? left instanceof Unknown
        ? isTrue(left, node, scope)
        : left !== undefined && left !== null
      : isTrue(left, leftNode ?? node, scope) === (operator === '||')
  return isLeftTaken ? left : yield* evaluate(child(node, 'right'), scope)
}

function* assignment(node: SyntaxNode, scope: Scope): Steps {
  const target = child(node, 'left')
  const right = yield* evaluate(child(node, 'right'), scope)
  const operator = textOf(node, 'operator')
  const value =
    operator === '=' ? right : binary(operator.slice(0, -1), yield* evaluate(target, scope), right)
  yield* bind(target, value, scope, assignTo)
  return value
}

function* update(node: SyntaxNode, scope: Scope): Steps {
  const target = child(node, 'argument')
  if (target !== undefined && isMember(target)) return new Unknown('number')
  const before = yield* evaluate(target, scope)
  const after = binary('-', before, textOf(node, 'operator') === '++' ? -1 : 1)
  yield* bind(target, after, scope, assignTo)
  return Reflect.get(node, 'prefix') === true ? after : before
}
