import type { TypeChange } from '../../../dialect.ts'

export type Loss = Pick<TypeChange, 'loses' | 'why' | 'atEdge' | 'holdsAll'>

export const nothing: Loss = { loses: 'nothing' }

export function canFail(why: string): Loss {
  return { loses: 'can-fail', why }
}

export function silent(why: string): Loss {
  return { loses: 'silent', why }
}

/** Of values at the edge of the type alone. */
export function atEdge(loss: Loss): Loss {
  return { ...loss, atEdge: true }
}

const ranks = { nothing: 0, unknown: 1, 'can-fail': 2, silent: 3 } as const

/** The worst of several, the first of equals. */
export function worstOf(losses: readonly Loss[]): Loss {
  return losses.reduce((worst, loss) => (rankOf(loss) > rankOf(worst) ? loss : worst), nothing)
}

/** What concerns many values comes before the same at the edge. */
function rankOf({ loses, atEdge: isAtEdge }: Loss): number {
  return ranks[loses] - (isAtEdge === true ? 0.5 : 0)
}
