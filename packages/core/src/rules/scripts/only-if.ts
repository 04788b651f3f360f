import type { OperationContext } from '../rule.ts'
import { shortened } from '../wording/shortened.ts'

/** What a message adds where code around the operation decides whether it runs, and nobody can tell. */
export function onlyIf(
  { conditions = [] }: OperationContext['step']['operation'],
  { statement, step }: Pick<OperationContext, 'statement' | 'step'>,
): string {
  if (step.runs !== undefined) return ''
  const texts = [
    ...(statement.conditions ?? []),
    ...conditions
      .filter(({ presence, version }) => presence === undefined && version === undefined)
      .map(({ text }) => text),
  ]
  return texts.length === 0 ? '' : ` It runs only if ${texts.map(text => shortened(text)).join(' and ')}.`
}
