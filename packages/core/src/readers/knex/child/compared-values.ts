import { child, children, isMember, nameOf, type SyntaxNode, walk } from './syntax-tree.ts'

/** By the name of a variable or property: the values that the file tells it apart from, in the order of the text. */
export type ComparedValues = ReadonlyMap<string, readonly ComparedValue[]>

export type ComparedValue = string | number | boolean

/** Of a long list one value is as good as another. */
const mostOfAList = 2

/** `row.type === 'a'`, `switch (type) { case 'a': }`, `types.includes(row.type)`, `names[row.type]`. */
export function comparedValues(program: SyntaxNode): ComparedValues {
  const found = new Map<string, ComparedValue[]>()
  const known = namedValues(program)
  const note = (subject: SyntaxNode | undefined, others: readonly (ComparedValue | undefined)[]): void => {
    const name = lastNameOf(subject)
    if (name === '') return
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
      const table = known.lists.get(nameOf(child(node, 'object')))
      const keys =
        table === undefined ? [] : children(table, 'properties').map(each => nameOf(child(each, 'key')))
      note(child(node, 'property'), keys.slice(0, mostOfAList))
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
}

const nothing: NamedValues = { members: new Map(), lists: new Map() }

function namedValues(program: SyntaxNode): NamedValues {
  const members = new Map<string, ComparedValue>()
  const lists = new Map<string, SyntaxNode>()
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
    if (initial?.type !== 'ArrayExpression' && initial?.type !== 'ObjectExpression') continue
    lists.set(name, initial)
    for (const each of children(initial, 'properties'))
      noteMember(name, child(each, 'key'), child(each, 'value'))
  }
  return { members, lists }
}

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
