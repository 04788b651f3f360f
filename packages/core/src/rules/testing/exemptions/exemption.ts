import type { DialectName } from '../../../migration/migration.ts'

/** By title: what an exemption much like it lets pass, and what has to be told all the same. */
export type Exemptions = Readonly<Record<string, ToldAllTheSame>>

interface ToldAllTheSame {
  /** Default: postgres. */
  readonly dialect?: DialectName
  readonly given: string
  /** Pending, before it. */
  readonly after?: string
  readonly up: string
  readonly down?: string
  /** A part of `rule severity message` of one of the findings. */
  readonly told: string
}
