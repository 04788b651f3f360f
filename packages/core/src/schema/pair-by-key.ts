import { indexed } from './indexed-map.ts'
import type { Present } from './persistent-map.ts'

/** The values under each key of either map that are not the very same, those of the first map in its order. What one
 * has been made of the other by is all that is looked at. */
export function pairs<Value extends Present>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): readonly (readonly [Value | undefined, Value | undefined])[] {
  const [one, other] = [indexed(before), indexed(after)]
  const unlike = one.keysUnlike(other)
  const keys = [...one.keysOf(unlike), ...other.keysOf(unlike).filter(key => !before.has(key))]
  return keys.map(key => [before.get(key), after.get(key)] as const).filter(([one, other]) => one !== other)
}

/** The values under keys that the other map has not, in order. */
export function onlyIn<Value extends Present>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
): readonly Value[] {
  return pairs(one, other).flatMap(([value, counterpart]) =>
    value !== undefined && counterpart === undefined ? [value] : [],
  )
}
