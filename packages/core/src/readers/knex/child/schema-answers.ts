import { child, children, isCall, isMember, nameOf, type SyntaxNode, walk } from './syntax-tree.ts'

/** `knex.schema.hasColumn(…)`, awaited or not. */
export function isSchemaQuestion(node: SyntaxNode): boolean {
  const call = node.type === 'AwaitExpression' ? child(node, 'argument') : node
  const callee = call && isCall(call) ? child(call, 'callee') : undefined
  return (
    callee !== undefined &&
    isMember(callee) &&
    /^has(?:Table|Column)$/.test(nameOf(child(callee, 'property')))
  )
}

/** Names that nothing else is called in the file but such an answer. */
export function schemaAnswersIn(program: SyntaxNode): ReadonlySet<string> {
  const answers = new Set<string>()
  const others = new Set<string>()
  const callbacks = new Set<SyntaxNode>()
  for (const node of walk(program)) {
    const given = callbackOf(node)
    if (given !== undefined) callbacks.add(given)
    const [first] = callbacks.has(node) ? children(node, 'params') : []
    if (first !== undefined) answers.add(nameOf(first))
    for (const each of children(node, 'params')) if (each !== first) others.add(nameOf(each))
    const value = node.type === 'VariableDeclarator' ? child(node, 'init') : undefined
    if (value !== undefined) (isSchemaQuestion(value) ? answers : others).add(nameOf(child(node, 'id')))
    if (node.type === 'AssignmentExpression') others.add(nameOf(child(node, 'left')))
  }
  return new Set([...answers].filter(name => name !== '' && !others.has(name)))
}

/** The function of `hasTable(…).then(function)`. */
function callbackOf(node: SyntaxNode): SyntaxNode | undefined {
  const callee = isCall(node) ? child(node, 'callee') : undefined
  if (callee === undefined || !isMember(callee) || nameOf(child(callee, 'property')) !== 'then')
    return undefined
  const object = child(callee, 'object')
  return object !== undefined && isSchemaQuestion(object) ? children(node, 'arguments')[0] : undefined
}
