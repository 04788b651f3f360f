import type { Location } from '../../../migration/migration.ts'
import { child, locationOf, nodesIn, type SyntaxNode, walk } from './syntax-tree.ts'

const guards: ReadonlySet<string> = new Set([
  'IfStatement',
  'ConditionalExpression',
  'LogicalExpression',
  'SwitchCase',
  'CatchClause',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
])

/** The `throw` statements of a file that something in their own function decides on. */
export function guardedThrows(program: SyntaxNode): readonly Location[] {
  const guarded = new Set<SyntaxNode>()
  const found: Location[] = []
  for (const node of walk(program)) {
    if (node.type === 'ThrowStatement' && guarded.has(node))
      found.push(locationOf(node.loc.start, node.loc.end))
    const isGuard = guards.has(node.type) || guarded.has(node)
    const isFunction = child(node, 'body') !== undefined && Reflect.has(node, 'params')
    if (!isGuard || isFunction) continue
    for (const inner of nodesIn(node)) guarded.add(inner)
  }
  return found
}
