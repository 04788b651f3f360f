import type { TypeChange } from '../../../dialect.ts'

export type Loss = Pick<TypeChange, 'loses' | 'why'>

export const nothing: Loss = { loses: 'nothing' }

export function canFail(why: string): Loss {
  return { loses: 'can-fail', why }
}

export function silent(why: string): Loss {
  return { loses: 'silent', why }
}

const ranks = { nothing: 0, unknown: 1, 'can-fail': 2, silent: 3 } as const

/** The worst of several, the first of equals. */
export function worstOf(losses: readonly Loss[]): Loss {
  return losses.reduce((worst, loss) => (ranks[loss.loses] > ranks[worst.loses] ? loss : worst), nothing)
}
