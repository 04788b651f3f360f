/** Whole numbers that add up to `total`, in proportion to the shares: each gets its part rounded down, then
 * one more goes to those with the largest remainders (the earlier of two equal ones). */
export function shareOut(total: number, shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((all, share) => all + share, 0)
  if (sum <= 0) return shares.map(() => 0)
  const exact = shares.map(share => (total * share) / sum)
  const whole = exact.map(Math.floor)
  const missing = total - whole.reduce((all, part) => all + part, 0)
  const lucky = new Set(
    exact
      .map((part, index) => ({ index, remainder: part - Math.floor(part) }))
      .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
      .slice(0, missing)
      .map(({ index }) => index),
  )
  return whole.map((part, index) => part + (lucky.has(index) ? 1 : 0))
}
