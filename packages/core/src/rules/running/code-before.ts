import type { OperationContext, Problems, Rule } from '../rule.ts'

const oneLower = { error: 'warning', warning: 'info', info: 'info' } as const

/** What a rule asks of the rows, where code that nobody has read runs between them and the script. */
export function whereCodeRunsBefore(
  problems: Problems,
  { category, severity }: Rule,
  { migration: { codeBefore }, direction }: OperationContext,
): Problems {
  if (problems === undefined || codeBefore === undefined) return problems
  if (category !== 'data-dependent' || direction === 'down') return problems
  const list = 'message' in problems ? [problems] : problems
  return list.map(problem => ({
    ...problem,
    message: `${problem.message} ${codeBefore}, which runs before it and was not read, may see to that.`,
    severity: oneLower[problem.severity ?? severity],
  }))
}
