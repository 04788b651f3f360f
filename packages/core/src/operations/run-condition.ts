import type { ObjectName } from './column.ts'
import type { Thing } from './thing.ts'

/** What has to be true for an operation to run, where code around it decides: IF, CASE, a loop, a caught error. */
export interface RunCondition {
  /** As written, or in words: `NOT EXISTS (SELECT …)`, `duplicate_object is not raised`. */
  readonly text: string
  /** It is asked once, before the script runs: what the script makes changes nothing about it (Liquibase). */
  readonly askedFirst?: true
  /** The well-known guard: it asks for nothing but whether this thing is there. Absent: nobody can tell. */
  readonly presence?: {
    readonly thing: Thing
    readonly isThere: boolean
    /** Whether it holds where history does not tell: a script is written for the case that it does. */
    readonly isExpected: boolean
  }
  /** It asks for nothing but whether this table has no row. */
  readonly emptyTable?: ObjectName
  /** It asks for nothing but the server's version, in the engine's own number for it (PostgreSQL's server_version_num). */
  readonly version?: VersionBound
}

/** `least`: that one and newer ones. `below`: older ones alone. */
export type VersionBound = { readonly least: number } | { readonly below: number }
