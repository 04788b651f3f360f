import type { Insertion } from './branch-points.ts'
import { child, isCall, nodesIn, type SyntaxNode } from './syntax-tree.ts'

/**
 * What QuickJS needs to be told. It has no asynchronous contexts: each `await` and each `return` of an asynchronous
 * function says where it is (async-context.ts of the guest). And it gives the place of a call that is returned as that
 * of the word `return`, unless something is done with its value.
 */
export function sandboxCalls(program: SyntaxNode, isProjectFile: boolean): readonly Insertion[] {
  const insertions: Insertion[] = []
  const wrap = (start: number, before: string, end: number, after: string): void => {
    insertions.push({ offset: start, text: before }, { offset: end, text: after })
  }
  const give = ({ type, start, end }: SyntaxNode): void => {
    if (type !== 'SequenceExpression') wrap(start, ' __mlReturn(', end, ')')
  }
  const waiting: { readonly node: SyntaxNode; readonly isAsync: boolean }[] = [
    { node: program, isAsync: false },
  ]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node } = next
    const isAsync = 'params' in node ? Reflect.get(node, 'async') === true : next.isAsync
    const argument = child(node, 'argument')
    const body = node.type === 'ArrowFunctionExpression' && isAsync ? child(node, 'body') : undefined
    if (node.type === 'AwaitExpression') {
      insertions.push({ offset: node.start, text: '__mlResume(' })
      wrap(node.start + 5, ` __mlSuspend(${entering(node, isProjectFile)},`, node.end, '))')
    } else if (node.type === 'ReturnStatement' && argument !== undefined) {
      if (isAsync) give(argument)
      else if (isProjectFile && mayCall(argument))
        insertions.push({ offset: argument.start, text: ' __mlTail=' })
    } else if (body !== undefined && body.type !== 'BlockStatement') {
      give(body)
    }
    const inner = nodesIn(node).map(each => ({ node: each, isAsync }))
    waiting.push(...inner.reverse())
  }
  return insertions
}

/** Who waits is of interest in code of the project alone. */
function entering({ loc }: SyntaxNode, isProjectFile: boolean): string {
  return isProjectFile ? `__mlEnter(__mlFile,${loc.start.line},${loc.start.column + 1})` : '__mlContext()'
}

/** Its value may be that of a call, and no function gets its name by it. */
function mayCall(node: SyntaxNode): boolean {
  return isCall(node) || /^(Await|Conditional|Logical|TSAs|TSNonNull|TSSatisfies)Expression$/.test(node.type)
}

/**
 * QuickJS says where the parenthesis of a call is, and V8 does so where a call gives what is called. Here: the place of
 * the word before it.
 */
export function calleeBefore(line: string, parenthesis: number): number {
  let at = parenthesis
  while (line[at] === '(') {
    const before = line.slice(0, at).trimEnd()
    const end = before.length
    if (before.endsWith(')')) {
      at = openingOf(line, end - 1)
      continue
    }
    const word = /[\w$]+$/.exec(before)?.[0]
    return word === undefined ? parenthesis : end - word.length
  }
  return at < 0 ? parenthesis : at
}

/** -1: it is on another line. */
function openingOf(line: string, closing: number): number {
  let depth = 0
  for (let at = closing; at >= 0; at--) {
    if (line[at] === ')') depth++
    if (line[at] === '(') depth--
    if (depth === 0) return at
  }
  return -1
}
