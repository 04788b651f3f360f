import { performance } from 'node:perf_hooks'

/** Taken before any migration runs, so that no migration can change it. */
const { setTimeout: realSetTimeout } = globalThis
let now = performance.now.bind(performance)

export function measureTimeBy(clock: () => number): void {
  now = clock
}

/** Milliseconds since the child was started. */
export function elapsed(): number {
  return now()
}

export function after(milliseconds: number): Promise<'timeout'> {
  return new Promise(resolve => {
    realSetTimeout(() => resolve('timeout'), milliseconds).unref()
  })
}

/** A migration that puts the time or a random number into its SQL must read the same each time that it is read. */
const usualTime = Date.UTC(2024, 0, 1)
let fixedTime = usualTime
let state = 1
let wasAsked = false

/** Another day and other random numbers show what hangs on them. */
export function setClock({ isAnother }: { readonly isAnother: boolean }): void {
  fixedTime = isAnother ? Date.UTC(2031, 6, 23, 4, 5, 6, 789) : usualTime
  state = isAnother ? 4711 : 1
  wasAsked = false
}

/** Since it was set, somebody asked for the time or for a random number. */
export function clockWasAsked(): boolean {
  return wasAsked
}

export function stopClock(): void {
  const now = (): number => {
    wasAsked = true
    return fixedTime
  }
  const RealDate = Date
  Object.defineProperty(globalThis, 'Date', {
    configurable: true,
    writable: true,
    value: new Proxy(RealDate, {
      apply: () => new RealDate(now()).toString(),
      construct: (target, args, newTarget) =>
        Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
      get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
    }),
  })
  Math.random = () => {
    wasAsked = true
    // Park and Miller's generator: good enough to tell names apart.
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
