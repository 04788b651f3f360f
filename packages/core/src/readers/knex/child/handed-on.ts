/** Far more than any chain of calls holds; a list of rows to insert may be longer than is worth looking through. */
const most = 20_000

/** What a builder was given and keeps: queries in its conditions, values and options, however deep. */
export function handedOn(holder: object): ReadonlySet<object> {
  const found = new Set<object>([holder])
  for (const each of found) {
    if (found.size > most) break
    const fields = Object.getOwnPropertyNames(each)
    for (const name of fields) {
      if (notGiven.has(name)) continue
      const value: unknown = Reflect.get(each, name)
      if (typeof value === 'object' && value !== null && !(value instanceof Promise)) found.add(value)
    }
  }
  found.delete(holder)
  return found
}

/** Of Knex's own builders: what they belong to. */
const notGiven: ReadonlySet<string> = new Set(['client', 'and', 'parent', '_debug', 'context'])
