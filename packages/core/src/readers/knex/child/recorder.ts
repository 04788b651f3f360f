import type { EmulatedChange } from '../protocol.ts'
import type { Answers } from './answers.ts'
import type { CompiledQuery, KnexClient } from './knex-internals.ts'
import type { Origin } from './run.ts'

/** What a recording client tells of. */
export interface Recorder {
  /** Knex before 0.95 does not throw for a query without text. */
  readonly sendsEmptyQueries: boolean
  /** The project's code that is calling right now; undefined when only knex is on the stack. */
  origin(chained: boolean): Origin | undefined
  built(builder: object, what: string, origin: Origin | undefined): void
  /** It has been compiled, alone or as a part of another, and with it all that it was given. */
  used(builder: object): void
  /** It goes to the database. */
  started(builder: object, origin: Origin | undefined): void
  /** A query or a transaction is under way from here on. */
  begun(work: object, origin: Origin | undefined): void
  over(work: object): void
  send(
    client: KnexClient,
    query: CompiledQuery,
    origin: Origin | undefined,
    change: EmulatedChange | undefined,
  ): void
  readonly answers: Answers
}
