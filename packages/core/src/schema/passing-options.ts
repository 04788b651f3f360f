const passing: ReadonlySet<string> = new Set([
  'auto_increment',
  'cluster',
  'constraint',
  'force',
  'keys',
  'order by',
  'owner',
  'rule',
  'trigger',
])

/** Something done to a table that is not said of it afterwards. */
export function isPassing(option: string): boolean {
  return passing.has(option)
}
