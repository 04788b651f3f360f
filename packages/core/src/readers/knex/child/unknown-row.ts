import { unknownText } from '../../../operations/unknown-text.ts'
import { choose, type Decision, type Run } from './run.ts'
import { lookedForByKnex } from './stub.ts'

/** Where an unknown value comes from: the run that asks, the query, and the names on the way to it. */
interface Source {
  readonly run: Run
  readonly query: string
  readonly path: readonly string[]
}

/**
 * A row that a query might have found. Its values are made up: legal as identifiers, literals and bindings, so
 * that SQL built from them can still be read.
 */
export function unknownRow(run: Run, query: string): Record<string, unknown> {
  return unknownObject({ run, query, path: [] })
}

/** What the text of an unknown value might say, read as JSON. */
export function unknownJson(run: Run, text: string): unknown {
  const made = unknownObject({ run, query: text, path: [] })
  const isList = choose(run, `${text}, read as JSON,`, ['an object', 'a list'], 'value') === 1
  return isList ? unknownList(run, text, [made]) : made
}

/** Names that JavaScript or knex asks for, not the migration. */
const notColumns: ReadonlySet<string> = new Set(['then', 'constructor', ...lookedForByKnex])

function unknownObject(source: Source): Record<string, unknown> {
  return new Proxy<Record<string, unknown>>(Object.create(null), {
    get: (target, name) => {
      if (typeof name === 'symbol') return undefined
      if (Object.hasOwn(target, name)) return target[name]
      if (notColumns.has(name)) return undefined
      if (name === 'toJSON') return () => ({ ...target })
      return unknownValue({ ...source, path: [...source.path, name] })
    },
    has: (_target, name) => typeof name === 'string' && !notColumns.has(name),
  })
}

const deepest = 4

/** What the name lets one expect, or, where something is not reached with it, one of the others. */
function unknownValue(source: Source): unknown {
  const { run, query, path } = source
  const name = path.at(-1) ?? ''
  const usual = expectedValue(name)
  const compared = (run.compared.get(name) ?? []).filter(value => value !== usual)
  const others: readonly (readonly [string, () => unknown])[] = [
    ...compared.map(
      value => [typeof value === 'string' ? `'${value}'` : String(value), () => value] as const,
    ),
    ...(typeof usual === 'boolean' ? ([[String(!usual), () => !usual]] as const) : []),
    ['null', () => null],
    ['a number', () => 2],
    ['a date', () => unknownDate(name)],
    ...(path.length < deepest
      ? ([
          ['an object', () => unknownObject(source)],
          ['a list', () => unknownList(run, query, [unknownObject(source)])],
        ] as const)
      : []),
    ...(typeof usual === 'boolean' ? ([['a text', () => unknownText(name)]] as const) : []),
  ]
  const question = `${path.join('.')} of rows(${query})`
  const taken = choose(run, question, ['usual', ...others.map(([word]) => word)], 'value')
  return taken === 0 ? usual : others[taken - 1]?.[1]()
}

/** Nothing in the migration's text lets one expect such a value; some value had to be tried. */
export function isInvented({ about, options, taken }: Decision): boolean {
  return about === 'value' && inventions.has(options[taken] ?? '')
}

const inventions: ReadonlySet<string> = new Set(['null', 'a number', 'a date', 'an object', 'a list'])

function expectedValue(name: string): unknown {
  if (/^(is|has|can|should)[_A-Z]/.test(name)) return true
  if (/^(count|sum|max|min|avg|total|cnt)\b|count$/i.test(name)) return '1'
  return unknownText(name)
}

/** As a name, it is not taken for one that somebody wrote. It is no time of now, which would be another one each time. */
function unknownDate(name: string): Date {
  const date = new Date(Date.UTC(2024, 0, 1))
  return Object.defineProperty(date, 'toString', { value: () => unknownText(name) })
}

/** Unknown rows in place of any number. */
export function unknownRows(run: Run, query: string, length: number): unknown[] {
  return unknownList(
    run,
    query,
    Array.from({ length }, () => unknownRow(run, query)),
  )
}

/** A search in it can hit or miss, whatever it looks for; so it can in what is made of it with map or filter. */
export function unknownList(run: Run, query: string, rows: readonly unknown[]): unknown[] {
  const isHit = (): boolean => choose(run, `search in rows(${query})`, ['hit', 'miss'], 'rows') === 0
  const mayHold = (): boolean => choose(run, `rows(${query}) hold it`, ['no', 'yes'], 'value') === 1
  class UnknownList extends Array<unknown> {
    override find(...args: unknown[]): unknown {
      return Reflect.apply(Array.prototype.find, this, args) ?? (isHit() ? this[0] : undefined)
    }
    override some(...args: unknown[]): boolean {
      return Reflect.apply(Array.prototype.some, this, args) || (this.length > 0 && isHit())
    }
    override includes(...args: unknown[]): boolean {
      return Reflect.apply(Array.prototype.includes, this, args) || (this.length > 0 && mayHold())
    }
    override filter(...args: unknown[]): unknown[] {
      const found: unknown[] = Reflect.apply(Array.prototype.filter, this, args)
      return found.length > 0 || this.length === 0 || !isHit() ? found : this.slice(0, 1)
    }
  }
  const list = new UnknownList()
  for (const row of rows) list.push(row)
  return list
}
