import type { Direction } from '../../../migration/migration.ts'
import { isOnlyValue } from './only-value.ts'
import { child, children, isMember, nameOf, nodesIn, type SyntaxNode, walk } from './syntax-tree.ts'

const schemaWords =
  /^(schema|raw|createTable|createTableIfNotExists|alterTable|table|dropTable|dropTableIfExists|renameTable|dropColumn|dropColumns|insert|batchInsert|update|del|delete|truncate|transaction|createView|dropView)$/

/** The names under which the migration holds its database: the first parameters of its functions. */
export function handlesOf(program: SyntaxNode): ReadonlySet<string> {
  const names = new Set(['knex', 'trx'])
  for (const node of walk(program)) {
    const value = ownerOf(node) === undefined ? undefined : functionOf(node)
    const [first] = value === undefined ? [] : children(value, 'params')
    for (const handle of first === undefined ? [] : boundNames(first)) names.add(handle)
  }
  return names
}

/** `knex`, or all of `{ connection, transacting }`. */
function boundNames(parameter: SyntaxNode): readonly string[] {
  if (parameter.type !== 'ObjectPattern') return [nameOf(parameter)].filter(name => name !== '')
  return children(parameter, 'properties').map(property => nameOf(child(property, 'value')))
}

function functionOf(node: SyntaxNode): SyntaxNode | undefined {
  if (children(node, 'params').length > 0) return node
  return [child(node, 'right'), child(node, 'init'), child(node, 'value')].find(
    each => each !== undefined && children(each, 'params').length > 0,
  )
}

/** `exports.up = …`, `const up = …`, `function up`, `{ up() … }`. */
export function ownerOf(node: SyntaxNode): Direction | undefined {
  const target = child(node, 'left')
  const name =
    node.type === 'AssignmentExpression' && target !== undefined
      ? nameOf(child(target, 'property'))
      : node.type === 'FunctionDeclaration' || node.type === 'VariableDeclarator'
        ? nameOf(child(node, 'id'))
        : node.type === 'ObjectMethod' || node.type === 'ObjectProperty'
          ? nameOf(child(node, 'key'))
          : ''
  return name === 'up' || name === 'down' ? name : undefined
}

/** Every node that has the database's name, or a word of the schema builder, somewhere inside of it. */
export function nodesTouchingDatabase(
  program: SyntaxNode,
  handles: ReadonlySet<string>,
): ReadonlySet<SyntaxNode> {
  const parents = new Map<SyntaxNode, SyntaxNode>()
  const touching = new Set<SyntaxNode>()
  const collections = collectionsIn(program)
  for (const node of walk(program)) {
    for (const inner of nodesIn(node)) parents.set(inner, node)
    if (isPartOfStatement(node, parents)) continue
    const isHandle =
      node.type === 'Identifier' &&
      handles.has(nameOf(node)) &&
      !isParameter(node, parents) &&
      !isEndOfTransaction(parents.get(node)) &&
      !isOnlyValue(node, parents)
    if (!isHandle && !isCallOfSchema(node, parents, collections)) continue
    for (
      let each: SyntaxNode | undefined = node;
      each !== undefined && !touching.has(each);
      each = parents.get(each)
    ) {
      touching.add(each)
    }
  }
  return touching
}

/** `builder.table('users')`, and not `update.table` in a message, `console.table(rows)` or `seen.delete(name)`. */
function isCallOfSchema(
  node: SyntaxNode,
  parents: ReadonlyMap<SyntaxNode, SyntaxNode>,
  collections: ReadonlySet<string>,
): boolean {
  if (node.type !== 'MemberExpression' || !schemaWords.test(nameOf(child(node, 'property')))) return false
  const parent = parents.get(node)
  if (parent === undefined || child(parent, 'callee') !== node) return false
  const object = child(node, 'object')
  return object === undefined || !(isOfLanguage(object) || collections.has(rootName(object)))
}

/** `console`, `createHash('md5')`: what has methods of the same names. */
function isOfLanguage(object: SyntaxNode): boolean {
  const callee = child(object, 'callee')
  const name = callee === undefined ? nameOf(object) : nameOf(child(callee, 'property') ?? callee)
  return callee === undefined ? name === 'console' : /^create(?:Hash|Hmac|Cipheriv|Decipheriv)$/.test(name)
}

/** `stripe` of `stripe.subscriptions`. */
function rootName(object: SyntaxNode): string {
  let root: SyntaxNode | undefined = object
  while (root !== undefined && isMember(root)) root = child(root, 'object')
  return nameOf(root)
}

/** `const seen = new Set()`, and the client of a package that is about no database: `new Stripe(key)`. */
function collectionsIn(program: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>()
  const classes = otherPackages(program)
  for (const node of walk(program)) {
    const made = node.type === 'VariableDeclarator' ? child(node, 'init') : undefined
    if (made?.type !== 'NewExpression') continue
    const isCollection = /^(?:Weak)?(?:Map|Set)$|^(?:URLSearchParams|FormData|Headers)$/.test(
      nameOf(child(made, 'callee')),
    )
    if (isCollection || classes.has(rootName(child(made, 'callee') ?? made)))
      names.add(nameOf(child(node, 'id')))
  }
  return names
}

/** What is imported from packages, but for those that go by a database's or a query builder's name. */
function otherPackages(program: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>()
  for (const statement of children(program, 'body')) {
    if (statement.type === 'ImportDeclaration' && isOtherPackage(child(statement, 'source')))
      for (const each of children(statement, 'specifiers')) names.add(nameOf(child(each, 'local')))
    for (const each of children(statement, 'declarations')) {
      const value = child(each, 'init')
      const isRequired = value !== undefined && nameOf(child(value, 'callee')) === 'require'
      if (isRequired && isOtherPackage(children(value, 'arguments')[0])) names.add(nameOf(child(each, 'id')))
    }
  }
  names.delete('')
  return names
}

function isOtherPackage(source: SyntaxNode | undefined): boolean {
  const name = nameOf(source)
  return (
    /^[@\w]/.test(name) &&
    !/knex|sql|db|database|pg|postgres|maria|orm|objection|bookshelf|migrat|query/i.test(name)
  )
}

/** `knex.fn.now()`, `knex.raw('0 AS sum')`: what is put into a statement, and sends nothing itself. */
function isPartOfStatement(node: SyntaxNode, parents: ReadonlyMap<SyntaxNode, SyntaxNode>): boolean {
  const member = isMember(node) ? node : parents.get(node)
  if (member === undefined || !isMember(member)) return false
  const property = nameOf(child(member, 'property'))
  if (property === 'fn' && child(member, 'object')?.type === 'Identifier') return true
  const call = parents.get(member)
  if (property !== 'raw' || call === undefined || child(call, 'callee') !== member) return false
  if (parents.get(call)?.type === 'AwaitExpression') return false
  const [text] = children(call, 'arguments')
  const isPlain = text?.type === 'StringLiteral'
  return isPlain && nameOf(text).trim() !== '' && !beginsStatement.test(nameOf(text))
}

const beginsStatement =
  /^\s*(?:--|\/\*|\(|;|(?:with|select|insert|replace|update|delete|merge|truncate|create|alter|drop|rename|comment|grant|revoke|set|reset|lock|unlock|call|do|begin|start|commit|rollback|savepoint|release|vacuum|analy[sz]e|reindex|refresh|cluster|copy|load|use|pragma|explain|show|values|table|execute|prepare|declare|if|exec|optimize|repair|kill|notify|listen|attach|detach|import|security|discard|checkpoint|reassign)\b)/i

/** `catch (error) { await trx.rollback(); throw error }` changes nothing. */
function isEndOfTransaction(parent: SyntaxNode | undefined): boolean {
  return (
    parent !== undefined && isMember(parent) && /^(rollback|commit)$/.test(nameOf(child(parent, 'property')))
  )
}

function isParameter(node: SyntaxNode, parents: ReadonlyMap<SyntaxNode, SyntaxNode>): boolean {
  const parent = parents.get(node)
  return parent !== undefined && children(parent, 'params').includes(node)
}
