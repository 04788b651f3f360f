import { AsyncLocalStorage } from 'node:async_hooks'
import type { EmulatedChange } from '../protocol.ts'
import type { Frame } from './call-site.ts'
import type { ComparedValues } from './compared-values.ts'
import { isThenable, member } from './migration-exports.ts'

/** The call in the project's code that made something, innermost project frame first. */
export interface Origin {
  readonly frames: readonly Frame[]
  /** A call whose location reaches to the end of its chain: `t.string('a').notNullable()`. */
  readonly chained: boolean
  /** Where its promise is let go of counts. */
  readonly isDropped?: true
  /** Nobody of the project is calling; somebody waits for what is. */
  readonly isAwaited?: boolean
  readonly columns?: ReadonlyMap<string, Origin>
}

export interface Sent {
  readonly sql: string
  readonly inlined?: string
  readonly origin: Origin | undefined
  readonly change?: EmulatedChange
  /** Not the migration's own connection sends it. */
  readonly isOutside?: true
  /** How many decisions had been made before it. */
  readonly decided: number
  /** It came after the migration's function had ended: nobody waited for it. */
  readonly late: boolean
}

export interface Decision {
  readonly question: string
  readonly options: readonly string[]
  readonly taken: number
  /** The first of the options that are only tried where code was not reached without them. */
  readonly doubtfulFrom: number
  readonly about: Subject
}

/**
 * What a decision is about: the schema (whose answer the replay has, or has not), what a table holds, a value in a row of
 * it, a variable of the environment, or a condition of which nobody can tell what it asks for.
 */
export type Subject = 'known schema' | 'schema' | 'rows' | 'value' | 'environment' | 'condition'

/** Both answers are as likely as each other, or nearly so: each of them is tried. */
const openSubjects: ReadonlySet<Subject> = new Set(['schema', 'rows', 'condition'])

/** One of our own limits ended a run: the migration itself might have gone on. */
export class LimitReached extends Error {}

export interface Incident {
  readonly message: string
  /** What to do, where it is not what the rule says. */
  readonly instead?: string
  readonly origin: Origin | undefined
}

export interface OutsideQuery extends Omit<Incident, 'message'> {
  /** It changes nothing that others see. */
  readonly isRead: boolean
  /** PRAGMA foreign_keys, which is of its connection alone (SQLite). */
  readonly isOfConnection: boolean
}

/** One execution of one direction, with one set of answers. */
export interface Run {
  readonly sent: Sent[]
  readonly decisions: Decision[]
  readonly sideEffects: Incident[]
  /** Queries through another Knex instance than the one that the migration is given. */
  readonly outside: OutsideQuery[]
  /** Builders that were made and that nobody has run yet. */
  readonly idle: Map<object, Incident>
  /** Queries and transactions that have begun and are not over. */
  readonly underWay: Map<object, Origin>
  /** Queries that began, or were still under way, after the migration had ended. */
  readonly late: Incident[]
  /** Calls that took the database with them where reading cannot follow. */
  readonly lost: Incident[]
  /** Statements whose text is another one at another time. */
  readonly varying: Incident[]
  /** When it has to be over, in milliseconds since the child's start. */
  readonly deadline: number
  /** Answers to settle in advance; past their end the first option is taken. */
  readonly prefix: readonly number[]
  /** The same question gets the same answer. */
  readonly answered: Map<string, number>
  /** The values that the file compares something of this name with. */
  readonly compared: ComparedValues
  /** A value was made up, so that an exception may be our own doing. */
  madeUp: boolean
  ended: boolean
  /** What the migration said of its transaction while it ran. */
  said?: { readonly transaction: boolean }
}

/** What the code running now belongs to; follows promises. */
export interface Activity {
  readonly run: Run
  readonly origin?: Origin
  readonly change?: EmulatedChange
  /** In a function for which Knex does not wait: the one that builds a table. */
  readonly isUnwaited?: true
}

export const activity: AsyncLocalStorage<Activity> = new AsyncLocalStorage<Activity>()

/** What the migration's function has given, with a note when it settles on what is still under way. */
export function noteReturn(returned: unknown): unknown {
  const run = activity.getStore()?.run
  if (run === undefined) return returned
  if (!isThenable(returned)) {
    noteUnderWay(run)
    return returned
  }
  // A builder runs each time that somebody calls its `then`.
  const settled = Promise.resolve(returned)
  settled.then(
    () => noteUnderWay(run),
    () => undefined,
  )
  return settled
}

function noteUnderWay({ underWay, late }: Run): void {
  for (const [work, origin] of underWay) {
    if (isCompleted(work)) continue
    const message = 'Nobody waits for this: it is still under way when the migration ends.'
    late.push({ message, origin: { ...origin, isDropped: true } })
  }
}

/** A transaction of Knex says so. */
function isCompleted(work: object): boolean {
  const ask = member(work, 'isCompleted')
  return typeof ask === 'function' && Reflect.apply(ask, work, []) === true
}

/** Enough for every real migration seen (about 900 lines of data moves); more is a loop that has no end. */
export const maxStatements = 3000

export function startRun(
  prefix: readonly number[],
  deadline: number = Number.POSITIVE_INFINITY,
  compared: ComparedValues = new Map(),
): Run {
  return {
    deadline,
    compared,
    sent: [],
    decisions: [],
    sideEffects: [],
    outside: [],
    idle: new Map(),
    underWay: new Map(),
    late: [],
    lost: [],
    varying: [],
    prefix,
    answered: new Map(),
    madeUp: false,
    ended: false,
  }
}

/** The first option is what we expect. */
export function choose(
  run: Run,
  question: string,
  options: readonly string[],
  about: Subject,
  doubtfulFrom: number = openSubjects.has(about) ? options.length : 1,
): number {
  const before = run.answered.get(question)
  if (before !== undefined) return before
  const wanted = run.prefix[run.decisions.length] ?? 0
  const taken = wanted < options.length ? wanted : 0
  run.decisions.push({ question, options, taken, doubtfulFrom, about })
  run.answered.set(question, taken)
  return taken
}

/** What an act sends, now or later, comes from this call unless something nearer is known. */
export function inActivity<Result>(
  origin: Origin | undefined,
  act: () => Result,
  change?: EmulatedChange,
): Result {
  const store = activity.getStore()
  if (store === undefined || origin === undefined) return act()
  return activity.run({ ...store, origin, ...(change === undefined ? {} : { change }) }, act)
}
