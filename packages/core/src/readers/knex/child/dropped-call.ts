import type { Location } from '../../../migration/migration.ts'
import {
  child,
  children,
  isCall,
  isMember,
  locationOf,
  nameOf,
  nodesIn,
  type SyntaxNode,
  walk,
} from './syntax-tree.ts'

/** Where the promise of a call is let go of. */
export interface DroppedCall {
  /** The call itself, with `then` and its like, or the `rows.map(async …)` whose callback awaits it. */
  readonly location: Location
  /** `rows.map(async …)` is a whole statement: nobody can have its promises. */
  readonly isCallbackOfStatement: boolean
}

/** Undefined: it is handed to whoever has called the function around it. `at`: where the call ends. */
export function droppedCall(program: SyntaxNode, at: Location): DroppedCall | undefined {
  const parents = new Map<SyntaxNode, SyntaxNode>()
  let node: SyntaxNode | undefined
  for (const each of walk(program)) {
    for (const inner of nodesIn(each)) parents.set(inner, each)
    const { line, column } = each.loc.end
    if (isCall(each) && line === at.endLine && column + 1 === at.endColumn) node = each
  }
  let isOfCallback = false
  while (node !== undefined) {
    const parent = parents.get(node)
    if (parent === undefined) return undefined
    if (node.type === 'AwaitExpression' || isReturned(node, parent)) {
      const given = functionAround(node, parents)
      node = callWith(given, parents)
      // What is not async may fill the builder of a table, which sends nothing by itself.
      const isAsync = given !== undefined && Reflect.get(given, 'async') === true
      isOfCallback = isAsync && node !== undefined && isIteration(child(node, 'callee'))
    } else if (passesOn(node, parent)) node = parent
    else {
      return {
        location: locationOf(node.loc.start, node.loc.end),
        isCallbackOfStatement: isOfCallback && parent.type === 'ExpressionStatement',
      }
    }
  }
  return undefined
}

/** Calls its argument for each item, and waits for none. */
function isIteration(callee: SyntaxNode | undefined): boolean {
  const method = callee && isMember(callee) ? nameOf(child(callee, 'property')) : undefined
  return method !== undefined && /^(?:map|flatMap|forEach|filter)$/.test(method)
}

function isReturned(node: SyntaxNode, parent: SyntaxNode): boolean {
  return parent.type === 'ReturnStatement' || (isFunction(parent) && child(parent, 'body') === node)
}

function passesOn(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (/^(?:Await|Array|Parenthesized|TSAs|TSNonNull|TSSatisfies)Expression$/.test(parent.type)) return true
  if (parent.type === 'ConditionalExpression') return child(parent, 'test') !== node
  if (parent.type === 'LogicalExpression') return child(parent, 'right') === node
  if (isMember(parent)) return child(parent, 'object') === node
  return isCall(parent) && (child(parent, 'callee') === node || isOfPromise(child(parent, 'callee')))
}

/** `Promise.all` and its like. */
function isOfPromise(callee: SyntaxNode | undefined): boolean {
  return callee !== undefined && isMember(callee) && nameOf(child(callee, 'object')) === 'Promise'
}

function isFunction(node: SyntaxNode): boolean {
  return Array.isArray(Reflect.get(node, 'params'))
}

function functionAround(
  node: SyntaxNode,
  parents: ReadonlyMap<SyntaxNode, SyntaxNode>,
): SyntaxNode | undefined {
  let around = parents.get(node)
  while (around !== undefined && !isFunction(around)) around = parents.get(around)
  return around
}

/** `rows.map(…)` of the function that is written as its argument. */
function callWith(
  given: SyntaxNode | undefined,
  parents: ReadonlyMap<SyntaxNode, SyntaxNode>,
): SyntaxNode | undefined {
  const call = given && parents.get(given)
  if (given === undefined || call === undefined || !isCall(call)) return undefined
  return children(call, 'arguments').includes(given) ? call : undefined
}
