type Task = (...args: readonly unknown[]) => unknown

/**
 * What migrations make of the package `async` where the project has not installed it: one task after the other, also
 * where the package would not wait. The last argument is called at the end, with the first error.
 */
export const asyncPackage: Readonly<Record<string, unknown>> = {
  ...named(['series', 'parallel'], ([tasks]) => allOf(entriesOf(tasks), task => resultOf(task, []))),
  waterfall: ending(async ([tasks]) => {
    let values: readonly unknown[] = []
    for (const [, task] of entriesOf(tasks)) values = await valuesOf(task, values)
    return values.at(-1)
  }),
  ...named(['each', 'eachSeries', 'forEach', 'forEachSeries', 'map', 'mapSeries'], ([list, task]) =>
    allOf(entriesOf(list), item => resultOf(task, [item])),
  ),
  ...named(['eachLimit', 'forEachLimit', 'mapLimit'], ([list, , task]) =>
    allOf(entriesOf(list), item => resultOf(task, [item])),
  ),
  ...named(['eachOf', 'eachOfSeries', 'forEachOf', 'forEachOfSeries'], ([list, task]) =>
    allOf(entriesOf(list), (item, key) => resultOf(task, [item, key])),
  ),
}

type Act = (given: readonly unknown[]) => Promise<unknown>

function named(names: readonly string[], act: Act): Record<string, unknown> {
  return Object.fromEntries(names.map(name => [name, ending(act)]))
}

function ending(act: Act): Task {
  return (...given) => {
    const last = given.at(-1)
    const settled = act(given)
    if (!isTask(last) || given.length < 2) return settled
    void settled.then(
      value => last(null, value),
      (error: unknown) => last(error),
    )
    return undefined
  }
}

function entriesOf(list: unknown): readonly (readonly [string | number, unknown])[] {
  return Array.isArray(list) ? [...list.entries()] : Object.entries(Object(list))
}

/** By the keys that they were given under. */
async function allOf(
  entries: readonly (readonly [string | number, unknown])[],
  act: (item: unknown, key: string | number) => Promise<unknown>,
): Promise<unknown> {
  const made: [string | number, unknown][] = []
  for (const [key, item] of entries) made.push([key, await act(item, key)])
  return made.every(([key]) => typeof key === 'number')
    ? made.map(([, value]) => value)
    : Object.fromEntries(made)
}

async function resultOf(task: unknown, given: readonly unknown[]): Promise<unknown> {
  const [value] = await valuesOf(task, given)
  return value
}

/** An `async` function is given no callback. */
function valuesOf(task: unknown, given: readonly unknown[]): Promise<readonly unknown[]> {
  if (!isTask(task)) throw new TypeError('expected a function')
  if (task.constructor.name === 'AsyncFunction') return Promise.resolve(task(...given)).then(value => [value])
  return new Promise((resolve, reject) => {
    task(...given, (error: unknown, ...values: readonly unknown[]) => {
      if (error) reject(error)
      else resolve(values)
    })
  })
}

function isTask(value: unknown): value is Task {
  return typeof value === 'function'
}
