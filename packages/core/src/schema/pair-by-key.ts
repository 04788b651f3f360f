/** The values under each key of either map that are not the very same, those of the first map in its order. */
export function pairs<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): readonly (readonly [Value | undefined, Value | undefined])[] {
  const keys = [...before.keys(), ...[...after.keys()].filter(key => !before.has(key))]
  return keys.map(key => [before.get(key), after.get(key)] as const).filter(([one, other]) => one !== other)
}
