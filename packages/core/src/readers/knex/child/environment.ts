import { unknownText } from '../../../operations/unknown-text.ts'
import type { EnvironmentReads } from './environment-reads.ts'
import { activity, choose } from './run.ts'

/** The variables that a migration reads: all unset, or, where it gets nowhere without them, all set to something. */
export interface Environment {
  /** `reads`: what the project compares them with, to set them to that. */
  reset(options: { readonly isSet: boolean; readonly reads?: EnvironmentReads }): void
  /** From now on these are answered each way, for code that would not run otherwise. */
  explore(reads: EnvironmentReads): void
  readonly wasRead: boolean
}

/** Node's and the tools' own variables say how code runs, not what it does. */
const neverSet =
  /^(NODE_|npm_|DEBUG|CI$|FORCE_COLOR|NO_COLOR|TERM|TZ$|LANG|LC_|HOME$|PATH$|TEMP$|TMP|JEST_|VITEST|KNEX_)/i

/** `settingOf`: what a variable is set to wherever these migrations run. */
export function replaceEnvironment(
  settingOf: (name: string) => string | undefined = () => undefined,
): Environment {
  let isSet = false
  let wasRead = false
  const own = new Map<string, string>()
  let reads: EnvironmentReads = new Map()
  let wanted: EnvironmentReads = new Map()
  const expected = (name: string): string | undefined => {
    if (neverSet.test(name)) return undefined
    wasRead = true
    return isSet ? (wanted.get(name)?.[0] ?? plausibleValue(name)) : undefined
  }
  const value = (name: string): string | undefined => {
    const known = own.get(name)
    if (known !== undefined) return known
    const setting = settingOf(name)
    if (setting !== undefined) return setting
    const usual = expected(name)
    const run = activity.getStore()?.run
    const compared = reads.get(name)
    if (run === undefined || compared === undefined) return usual
    const others = compared.length > 0 ? compared : [usual === undefined ? plausibleValue(name) : undefined]
    const values = [usual, ...others.filter(each => each !== usual)]
    const options = values.map(each => (each === undefined ? 'not set' : `'${each}'`))
    return values[choose(run, `process.env.${name}`, options, 'environment')]
  }
  const variables = new Proxy<Record<string, string>>(
    {},
    {
      get: (_target, name) => (typeof name === 'string' ? value(name) : undefined),
      has: (_target, name) => typeof name === 'string' && value(name) !== undefined,
      set: (_target, name, text) => {
        if (typeof name === 'string') own.set(name, String(text))
        return true
      },
      deleteProperty: (_target, name) => {
        if (typeof name === 'string') own.delete(name)
        return true
      },
      ownKeys: () => [...own.keys()],
      getOwnPropertyDescriptor: (_target, name) => {
        const text = typeof name === 'string' ? own.get(name) : undefined
        return text === undefined
          ? undefined
          : { value: text, configurable: true, enumerable: true, writable: true }
      },
    },
  )
  Object.defineProperty(process, 'env', {
    configurable: false,
    enumerable: true,
    get: () => variables,
    // `process.env = { ...process.env, A: 'b' }`.
    set: (others: unknown) => {
      if (typeof others === 'object' && others !== null) Object.assign(variables, others)
    },
  })
  return {
    reset(options) {
      isSet = options.isSet
      wanted = options.reads ?? new Map()
      wasRead = false
      own.clear()
      reads = new Map()
    },
    explore(found) {
      reads = found
    },
    get wasRead() {
      return wasRead
    },
  }
}

/** Configuration modules check what they read. */
function plausibleValue(name: string): string {
  if (/URL|URI|ENDPOINT|ORIGIN|DSN/.test(name)) return 'http://unknown.invalid/'
  if (/PORT|COUNT|SIZE|LIMIT|TIMEOUT|SECONDS|_MS$/.test(name)) return '1'
  return unknownText(name)
}
