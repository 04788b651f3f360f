import { child, isMember, nameOf, type SyntaxNode } from './syntax-tree.ts'

/** `return knex`, `knex.client.config.client`, `logger.info(knex.userParams)`: nothing is called. */
export function isOnlyValue(handle: SyntaxNode, parents: ReadonlyMap<SyntaxNode, SyntaxNode>): boolean {
  let value = handle
  let parent = parents.get(value)
  while (parent !== undefined && isMember(parent) && child(parent, 'object') === value) {
    value = parent
    parent = parents.get(value)
  }
  if (parent === undefined || child(parent, 'callee') === value) return false
  if (value === handle && parent.type === 'ReturnStatement') return true
  while (parent !== undefined && partsOfText.test(parent.type)) parent = parents.get(parent)
  const isLogged = parent !== undefined && isLogCall(parent)
  const first = parents.get(handle)
  return isLogged || (first !== undefined && isMember(first) && nameOf(child(first, 'property')) === 'client')
}

const partsOfText =
  /^(?:TemplateLiteral|BinaryExpression|LogicalExpression|ConditionalExpression|Object(?:Expression|Property)|ArrayExpression)$/

function isLogCall(node: SyntaxNode): boolean {
  const callee = child(node, 'callee')
  const object = callee === undefined ? undefined : child(callee, 'object')
  return object !== undefined && /^(?:console|log|logger|logging)$/i.test(nameOf(object))
}
