/** Makes something of a value that never changes once, and then remembers it for as long as the value lives. */
export function oncePer<Given extends object, Made extends NonNullable<unknown>>(
  make: (given: Given) => Made,
): (given: Given) => Made {
  const known = new WeakMap<Given, Made>()
  return given => {
    const before = known.get(given)
    if (before !== undefined) return before
    const made = make(given)
    known.set(given, made)
    return made
  }
}
