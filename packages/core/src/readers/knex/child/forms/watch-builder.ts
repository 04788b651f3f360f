import { inActivity, type Origin, type Run } from '../run.ts'
import { NoWayBack } from './migration-form.ts'
import type { Builder } from './node-pg-migrate-internals.ts'

/** Where a step of the list comes from, and how many decisions had been made before it. */
export interface StepOrigin {
  readonly origin: Origin | undefined
  readonly decided: number
}

interface Watching {
  readonly run: Run
  readonly caller: () => Origin | undefined
  /** Grows with the list of steps. */
  readonly origins: StepOrigin[]
  /** Each operation is asked for its reverse. */
  readonly isReversed: boolean
}

/** The builder, with a note for each step on which call of the project has put it on the list. */
export function watchBuilder(builder: Builder, watching: Watching): Builder {
  const { run, caller, origins, isReversed } = watching
  const watch = <Target extends object>(target: Target, path: string): Target => {
    const watched: Target = new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name)
        const own = `${path}.${String(name)}`
        if (typeof value === 'object' && value !== null) return watch(value, own)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          const origin = caller()
          const decided = run.decisions.length
          const before = builder.getSqlSteps().length
          try {
            const result: unknown = inActivity(origin, () => Reflect.apply(value, target, args))
            return result === target ? watched : result
          } catch (error) {
            throw isReversed ? withoutReverse(error, own) : error
          } finally {
            const added = builder.getSqlSteps().length - before
            for (let count = 0; count < added; count++) origins.push({ origin, decided })
          }
        }
      },
    })
    return watched
  }
  return watch(builder, 'pgm')
}

/** In the words of the tool, which are the same in every version, and with the name of the call. */
function withoutReverse(error: unknown, operation: string): unknown {
  const message = error instanceof Error ? error.message : ''
  if (!message.startsWith('Impossible to automatically infer down migration')) return error
  const condition = / for \w+ (with.*)$/.exec(message)?.[1]
  const call = `${operation}()${condition === undefined ? '' : ` ${condition}`}`
  return new NoWayBack(`node-pg-migrate infers none, because ${call} has no reverse`)
}
