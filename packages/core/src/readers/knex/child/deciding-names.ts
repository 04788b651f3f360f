import type { Location } from '../../../migration/migration.ts'
import {
  child,
  children,
  isMember,
  locationOf,
  nameOf,
  nodesIn,
  type SyntaxNode,
  walk,
} from './syntax-tree.ts'

/** What alone a condition asks for: where all of it is constant, the branch that was not taken never is. */
export interface Deciders {
  /** Of functions with a name. */
  readonly parameters: readonly { readonly function: string; readonly index: number }[]
  /** Where the variables without a value, that it asks for as well, are given one. */
  readonly assignments: readonly Location[]
}

/** For each call of a function by its name: which of the arguments are constant. Absent: it is handed on, too. */
export type ConstantArguments = ReadonlyMap<string, readonly (readonly boolean[])[] | undefined>

interface NamedFunction {
  readonly name: string
  readonly node: SyntaxNode
  readonly parameters: readonly string[]
  /** Of functions inside of it. */
  readonly hidden: ReadonlySet<string>
}

/** By the node of the condition. */
export function decidersOf(program: SyntaxNode): ReadonlyMap<SyntaxNode, Deciders> {
  const constants = constantNames(program)
  const found = new Map<SyntaxNode, Deciders>()
  const waiting: (readonly [SyntaxNode, NamedFunction | undefined])[] = [[program, undefined]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next
    const test = child(node, 'test')
    const deciders = test && around && decidersIn(test, around, constants)
    if (test !== undefined && deciders !== undefined) found.set(test, deciders)
    for (const inner of nodesIn(node)) waiting.push([inner, functionAround(inner, node, around)])
  }
  return found
}

function functionAround(
  node: SyntaxNode,
  parent: SyntaxNode,
  around: NamedFunction | undefined,
): NamedFunction | undefined {
  if (!Array.isArray(Reflect.get(node, 'params'))) return around
  const parameters = children(node, 'params').map(each => nameOf(child(each, 'left') ?? each))
  if (around !== undefined) return { ...around, hidden: new Set([...around.hidden, ...parameters]) }
  const name = nameOf(child(node, 'id') ?? child(node, 'key') ?? targetOf(node, parent))
  return name === '' ? undefined : { name, node, parameters, hidden: new Set() }
}

/** `fill` of `const fill = …`, `exports.fill = …` and `{ fill: … }`. */
function targetOf(node: SyntaxNode, parent: SyntaxNode): SyntaxNode | undefined {
  if (child(parent, 'init') === node) return child(parent, 'id')
  if (child(parent, 'value') === node) return child(parent, 'key')
  const left = child(parent, 'right') === node ? child(parent, 'left') : undefined
  return left && isMember(left) ? child(left, 'property') : left
}

function decidersIn(
  test: SyntaxNode,
  { name, node, parameters, hidden }: NamedFunction,
  constants: ReadonlySet<string>,
): Deciders | undefined {
  const used: { function: string; index: number }[] = []
  const assignments: Location[] = []
  for (const each of namesIn(test)) {
    const index = parameters.indexOf(each)
    const given = assignmentsTo(each, node)
    if (hidden.has(each) || given === undefined) return undefined
    if (index >= 0) {
      if (given.length > 0) return undefined
      used.push({ function: name, index })
    } else if (isDeclaredEmpty(each, node)) {
      if (given.length === 0) return undefined
      assignments.push(...given)
    } else if (!constants.has(each) || isDeclaredIn(each, node)) return undefined
  }
  return used.length + assignments.length === 0 ? undefined : { parameters: used, assignments }
}

/** The variables of an expression: `actions` and `Action` of `actions.includes(Action.READ)`. */
function namesIn(expression: SyntaxNode): readonly string[] {
  const names: string[] = []
  const waiting = [expression]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'Identifier') names.push(nameOf(node))
    const isPlainMember = isMember(node) && Reflect.get(node, 'computed') !== true
    waiting.push(...(isPlainMember ? [child(node, 'object')].flatMap(each => each ?? []) : nodesIn(node)))
  }
  return names.filter(name => name !== 'undefined')
}

/** Absent: there are some that cannot be told so simply. */
function assignmentsTo(name: string, within: SyntaxNode): readonly Location[] | undefined {
  const found: Location[] = []
  for (const node of walk(within)) {
    const target = child(node, node.type === 'UpdateExpression' ? 'argument' : 'left')
    if (target === undefined || !/^(?:Assignment|Update)Expression$|^For(?:In|Of)Statement$/.test(node.type))
      continue
    if (target.type === 'Identifier' && nameOf(target) === name)
      found.push(locationOf(node.loc.start, node.loc.end))
    else if (/Pattern$/.test(target.type) && namesIn(target).includes(name)) return undefined
  }
  return found
}

function isDeclaredEmpty(name: string, within: SyntaxNode): boolean {
  const declared = [...walk(within)].filter(node => isDeclarationOf(name, node))
  return declared.length === 1 && declared.every(node => child(node, 'init') === undefined)
}

function isDeclaredIn(name: string, within: SyntaxNode): boolean {
  for (const node of walk(within)) if (isDeclarationOf(name, node)) return true
  return false
}

function isDeclarationOf(name: string, node: SyntaxNode): boolean {
  const id = node.type === 'VariableDeclarator' ? child(node, 'id') : undefined
  return id !== undefined && (id.type === 'Identifier' ? nameOf(id) === name : namesIn(id).includes(name))
}

/** What the top of a file imports, and what it declares as a constant. */
function constantNames(program: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>()
  for (const statement of children(program, 'body')) {
    const declaration = child(statement, 'declaration') ?? statement
    for (const each of children(statement, 'specifiers')) names.add(nameOf(child(each, 'local')))
    if (declaration.type === 'TSEnumDeclaration') names.add(nameOf(child(declaration, 'id')))
    if (Reflect.get(declaration, 'kind') !== 'const') continue
    for (const each of children(declaration, 'declarations')) {
      const value = child(each, 'init')
      const isRequired = value !== undefined && nameOf(child(value, 'callee')) === 'require'
      if (!isRequired && !isConstant(value, names)) continue
      const id = child(each, 'id')
      for (const name of id === undefined ? [] : namesIn(id)) names.add(name)
    }
  }
  return names
}

function isConstant(node: SyntaxNode | undefined, names: ReadonlySet<string>): boolean {
  if (node === undefined) return false
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
      return true
    case 'Identifier':
      return names.has(nameOf(node)) || nameOf(node) === 'undefined'
    case 'MemberExpression':
      return isConstant(child(node, 'object'), names) && Reflect.get(node, 'computed') !== true
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'ObjectProperty':
    case 'UnaryExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return nodesIn(node).every(
        each =>
          /^TS|^TemplateElement$/.test(each.type) || each === child(node, 'key') || isConstant(each, names),
      )
    default:
      return false
  }
}

/** How this file calls functions by their names, its own and imported ones. */
export function constantArguments(program: SyntaxNode): ConstantArguments {
  const constants = constantNames(program)
  const found = new Map<string, (readonly boolean[])[] | undefined>()
  const expected = new Set<SyntaxNode>()
  for (const node of walk(program)) {
    if (/^(?:Import|Export)\w*Specifier$/.test(node.type) || Array.isArray(Reflect.get(node, 'params'))) {
      for (const each of nodesIn(node)) expected.add(each)
    }
    const property = isMember(node) ? child(node, 'property') : undefined
    for (const each of [child(node, 'id'), child(node, 'key'), property])
      if (each !== undefined) expected.add(each)
    for (const each of importedOrExported(node)) expected.add(each)
    const callee = node.type === 'CallExpression' ? child(node, 'callee') : undefined
    if (callee !== undefined) {
      const name = nameOf(isMember(callee) ? child(callee, 'property') : callee)
      expected.add(callee)
      const given = children(node, 'arguments').map(each => isConstant(each, constants))
      if (!found.has(name)) found.set(name, [given])
      else found.get(name)?.push(given)
    } else if (node.type === 'Identifier' && !expected.has(node)) found.set(nameOf(node), undefined)
  }
  return found
}

/** `const { add, remove } = require(…)`, `module.exports = { add, remove }`, `exports.add = add`. */
function importedOrExported(node: SyntaxNode): readonly SyntaxNode[] {
  const target = child(node, 'left')
  const isExport =
    target !== undefined && isMember(target) && /^(?:module|exports)$/.test(nameOf(child(target, 'object')))
  const holder =
    node.type === 'VariableDeclarator' ? child(node, 'id') : isExport ? child(node, 'right') : undefined
  if (holder === undefined) return []
  return [holder, ...children(holder, 'properties').flatMap(each => child(each, 'value') ?? [])]
}
