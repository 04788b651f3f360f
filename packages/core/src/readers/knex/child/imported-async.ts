import type { Insertion } from './branch-points.ts'
import { child, children, isMember, nameOf, type SyntaxNode, walk } from './syntax-tree.ts'

const ownName = 'asyn$'

/** `import async from 'async'`: sucrase 3.35.1 takes the word of every arrow function for that import. It gets another
 * name, in as many letters. */
export function importedAsync(program: SyntaxNode): readonly Insertion[] {
  const isImported = children(program, 'body').some(statement =>
    children(statement, 'specifiers').some(
      specifier =>
        /^Import(?:Default|Namespace)Specifier$/.test(specifier.type) &&
        nameOf(child(specifier, 'local')) === 'async',
    ),
  )
  if (!isImported) return []
  const renamed: Insertion[] = []
  const keys = new Set<SyntaxNode | undefined>()
  for (const node of walk(program)) {
    if (Reflect.get(node, 'computed') !== true && Reflect.get(node, 'shorthand') !== true) {
      keys.add(isMember(node) ? child(node, 'property') : child(node, 'key'))
    }
    if (node.type === 'Identifier' && nameOf(node) === 'async' && !keys.has(node)) {
      renamed.push({ offset: node.start, text: ownName })
    }
  }
  return renamed
}
