/** A part of a routine's body that may be passed over. One object for all that stands in it. */
export interface Branch {
  /** As written, or in words. */
  readonly text: string
  /** The text is an expression that has to be true. */
  readonly isExpression?: true
  /** It runs until one of these errors: what is done then is taken back, and the code goes on. */
  readonly caught?: readonly string[]
  /** It runs where this other one does not. */
  readonly oppositeTo?: Branch
}

export const otherwise: Branch = { text: 'no other case is true' }
export const inLoop: Branch = { text: 'the loop runs' }
const noneBefore: Branch = { text: 'no branch before it runs' }

export function oppositeOf(branches: readonly Branch[]): Branch {
  const [only, ...others] = branches
  const text = `not (${branches.map(each => each.text).join(' and ')})`
  return only !== undefined && others.length === 0 ? { text, oppositeTo: only } : { text }
}

/** The next branch of IF … ELSIF …, and what holds in those after it. */
export function nextBranch(
  earlier: readonly Branch[],
  text: string,
): { readonly branches: readonly Branch[]; readonly after: readonly Branch[] } {
  const branch: Branch = { text, isExpression: true }
  const [first] = earlier
  return {
    branches: [...earlier, branch],
    after: first === undefined ? [oppositeOf([branch])] : [first, noneBefore],
  }
}

/** With more of them, nobody reads which. */
const mostReturns = 3
const goneOn: readonly Branch[] = [{ text: 'no RETURN before it runs' }]

/** What follows a RETURN in a branch runs where that branch did not. */
export function afterReturn(before: readonly Branch[], branches: readonly Branch[]): readonly Branch[] {
  if (branches.length === 0 || before === goneOn) return before
  return before.length < mostReturns ? [...before, oppositeOf(branches)] : goneOn
}
