import type { Location } from '../../../migration/migration.ts'
import { child, locationOf, nodesIn, type SyntaxNode, walk } from './syntax-tree.ts'

/** The `try` blocks whose errors are dealt with, and not just told and thrown again. */
export function caughtPlaces(program: SyntaxNode): readonly Location[] {
  const found: Location[] = []
  for (const node of walk(program)) {
    const block = node.type === 'TryStatement' ? child(node, 'block') : undefined
    const handler = child(node, 'handler')
    if (block !== undefined && handler !== undefined && isDealtWith(handler)) {
      found.push(locationOf(block.loc.start, block.loc.end))
    }
  }
  return found
}

function isDealtWith(handler: SyntaxNode): boolean {
  const types = new Set<string>()
  const waiting = [handler]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    types.add(node.type)
    if (!Array.isArray(Reflect.get(node, 'params'))) waiting.push(...nodesIn(node))
  }
  return !types.has('ThrowStatement') || types.has('ReturnStatement') || types.has('ContinueStatement')
}
