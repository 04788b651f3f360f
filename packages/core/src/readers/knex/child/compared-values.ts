import { child, children, isCall, isMember, nameOf, type SyntaxNode, walk } from './syntax-tree.ts'

/** By the name of a variable or property: the values that the file tells it apart from, in the order of the text. */
export type ComparedValues = ReadonlyMap<string, readonly ComparedValue[]>

export type ComparedValue = string | number | boolean

/** Of a long list one value is as good as another. */
const mostOfAList = 2

/** `row.type === 'a'`, `const type = row.kind; type === 'a'`, `switch (type) { case 'a': }`, `types.includes(row.type)`, `names[row.type]`. */
export function comparedValues(program: SyntaxNode): ComparedValues {
  const found = new Map<string, ComparedValue[]>()
  const known = namedValues(program)
  const otherNames = namesByVariable(program)
  const note = (subject: SyntaxNode | undefined, others: readonly (ComparedValue | undefined)[]): void => {
    const name = lastNameOf(subject)
    if (name === '') return
    noteOf(name, others)
    const source = otherNames.get(name)
    if (source !== undefined && subject?.type === 'Identifier') noteOf(source, others)
  }
  const noteOf = (name: string, others: readonly (ComparedValue | undefined)[]): void => {
    const values = found.get(name) ?? []
    for (const value of others) if (value !== undefined && !values.includes(value)) values.push(value)
    if (values.length > 0) found.set(name, values)
  }
  const literal = (node: SyntaxNode | undefined): ComparedValue | undefined => literalOf(node, known)
  for (const node of walk(program)) {
    if (node.type === 'BinaryExpression') {
      note(child(node, 'left'), [literal(child(node, 'right'))])
      note(child(node, 'right'), [literal(child(node, 'left'))])
    } else if (isMember(node) && Reflect.get(node, 'computed') === true) {
      note(child(node, 'property'), keysOf(nameOf(child(node, 'object')), known))
    } else if (node.type === 'SwitchStatement') {
      note(
        child(node, 'discriminant'),
        children(node, 'cases').map(each => literal(child(each, 'test'))),
      )
    } else if (node.type === 'CallExpression' || node.type === 'OptionalCallExpression') {
      const callee = child(node, 'callee')
      if (callee === undefined || !isMember(callee)) continue
      const method = nameOf(child(callee, 'property'))
      const holder = child(callee, 'object')
      const [first] = children(node, 'arguments')
      const list = known.lists.get(nameOf(holder)) ?? holder
      if (method === 'includes' && list?.type === 'ArrayExpression') {
        note(first, children(list, 'elements').slice(0, mostOfAList).map(literal))
      } else if (/^(includes|startsWith|endsWith|indexOf)$/.test(method)) note(holder, [literal(first)])
    }
  }
  return found
}

/** A table that is made of another, turned round perhaps, has one side of that as its keys. */
function keysOf(table: string, { lists, made }: NamedValues): readonly ComparedValue[] {
  const own = propertiesOf(lists.get(table))
  const sources = own.length > 0 ? [] : (made.get(table) ?? []).map(name => propertiesOf(lists.get(name)))
  const keys = own.map(each => nameOf(child(each, 'key')))
  const others = sources.flatMap(properties =>
    properties.slice(0, 1).flatMap(each => [child(each, 'value'), child(each, 'key')]),
  )
  const texts = others.map(each => (each?.type === 'Identifier' ? nameOf(each) : literalOf(each, nothing)))
  return [...keys.slice(0, mostOfAList), ...texts.flatMap(each => each ?? [])]
}

function propertiesOf(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  return list === undefined ? [] : children(list, 'properties')
}

/** `kind` by `type` of `const type = row.kind` and of `const { kind: type } = row`. */
function namesByVariable(program: SyntaxNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const node of walk(program)) {
    const target = child(node, node.type === 'VariableDeclarator' ? 'id' : 'value')
    const isDeclared = node.type === 'VariableDeclarator' && target?.type === 'Identifier'
    const source = isDeclared ? lastNameOf(child(node, 'init')) : nameOf(child(node, 'key'))
    if (!isDeclared && node.type !== 'ObjectProperty') continue
    if (target?.type === 'Identifier' && source !== '' && source !== nameOf(target))
      names.set(nameOf(target), source)
  }
  return names
}

const conversions: ReadonlySet<string> = new Set(['Number', 'parseInt', 'parseFloat', 'String', 'Boolean'])

function lastNameOf(node: SyntaxNode | undefined): string {
  if (node === undefined) return ''
  if (node.type === 'UnaryExpression') return lastNameOf(child(node, 'argument'))
  if (node.type === 'CallExpression' && conversions.has(nameOf(child(node, 'callee')))) {
    return lastNameOf(children(node, 'arguments')[0])
  }
  if (isMember(node)) return nameOf(child(node, 'property'))
  return node.type === 'Identifier' ? nameOf(node) : ''
}

interface NamedValues {
  /** `Role.Admin` of `enum Role { Admin = 'admin' }` and of `const Role = { Admin: 'admin' }`. */
  readonly members: ReadonlyMap<string, ComparedValue>
  /** `const roles = ['a', 'b']`, `const names = { a: 'b' }`. */
  readonly lists: ReadonlyMap<string, SyntaxNode>
  /** `const other = Object.fromEntries(Object.entries(names).map(…))`: what it is made of. */
  readonly made: ReadonlyMap<string, readonly string[]>
}

const nothing: NamedValues = { members: new Map(), lists: new Map(), made: new Map() }

function namedValues(program: SyntaxNode): NamedValues {
  const members = new Map<string, ComparedValue>()
  const lists = new Map<string, SyntaxNode>()
  const made = new Map<string, readonly string[]>()
  const noteMember = (name: string, key: SyntaxNode | undefined, initial: SyntaxNode | undefined): void => {
    const value = literalOf(initial, nothing)
    if (value !== undefined) members.set(`${name}.${nameOf(key)}`, value)
  }
  for (const node of walk(program)) {
    const name = nameOf(child(node, 'id'))
    if (node.type === 'TSEnumDeclaration') {
      const own = children(node, 'members')
      for (const each of own.length > 0 ? own : children(child(node, 'body') ?? node, 'members')) {
        noteMember(name, child(each, 'id'), child(each, 'initializer'))
      }
    }
    const initial = node.type === 'VariableDeclarator' ? child(node, 'init') : undefined
    if (initial !== undefined && isCall(initial)) {
      made.set(name, firstNamesIn(initial))
    }
    if (initial?.type !== 'ArrayExpression' && initial?.type !== 'ObjectExpression') continue
    lists.set(name, initial)
    for (const each of children(initial, 'properties'))
      noteMember(name, child(each, 'key'), child(each, 'value'))
  }
  return { members, lists, made }
}

function firstNamesIn(expression: SyntaxNode): readonly string[] {
  const names: string[] = []
  for (const node of walk(expression)) {
    if (node.type === 'Identifier') names.push(nameOf(node))
    if (names.length >= mostNames) break
  }
  return names
}

/** `Object.fromEntries(Object.entries(names).map(…))` names it as the fifth. */
const mostNames = 8

function literalOf(node: SyntaxNode | undefined, known: NamedValues): ComparedValue | undefined {
  if (node === undefined) return undefined
  const value: unknown = Reflect.get(node, 'value')
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : undefined
    case 'UnaryExpression': {
      const inner = literalOf(child(node, 'argument'), known)
      return Reflect.get(node, 'operator') === '-' && typeof inner === 'number' ? -inner : undefined
    }
    case 'MemberExpression':
      return known.members.get(`${nameOf(child(node, 'object'))}.${nameOf(child(node, 'property'))}`)
    default:
      return undefined
  }
}
