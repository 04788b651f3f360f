import type { SyntaxNode } from '../syntax-tree.ts'
import { lineOf, type Scope } from './scope.ts'
import { isUnknown, Unknown } from './unknown.ts'

/** Whether a condition holds; one that nobody knows goes each way in turn. */
export function isTrue(value: unknown, test: SyntaxNode, { activation }: Scope): boolean {
  if (value instanceof Unknown) {
    return activation.interpreter.decide(`the condition on ${lineOf(test)}`, ['true', 'false']) === 0
  }
  return isUnknown(value) || Boolean(value)
}
