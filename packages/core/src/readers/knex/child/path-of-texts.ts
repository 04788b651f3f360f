import { pathFunctions } from './path-functions.ts'
import { textOfStandIn } from './stub.ts'

/** A folder that a package which is not there would name is a text in a path, and no mistake of the migration. */
export function pathOfTexts(path: object): object {
  const named = pathFunctions.map(name => {
    const original: unknown = Reflect.get(path, name)
    const withTexts = (...args: unknown[]): unknown =>
      typeof original === 'function'
        ? Reflect.apply(
            original,
            path,
            args.map(each => textOfStandIn(each) ?? each),
          )
        : undefined
    return [name, withTexts] as const
  })
  return { ...path, ...Object.fromEntries(named) }
}
