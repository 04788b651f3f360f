import type { DialectName } from '../../../migration/migration.ts'
import type { Example } from '../../rule.ts'
import type { RuleSettings } from '../../running/rule-settings.ts'

/** A part of the field's catalogue of hazards. */
export interface Section {
  readonly title: string
  readonly hazards: readonly Hazard[]
}

/** One row of it: a hazard on each engine that has it, trigger by trigger and exemption by exemption. */
export interface Hazard {
  readonly hazard: string
  /** Each has at least one case. */
  readonly engines: readonly DialectName[]
  readonly cases: readonly HazardCase[]
}

export type HazardCase = Situation & Expectation

type Situation = {
  /** The trigger or the exemption. */
  readonly when: string
  readonly on: DialectName | readonly DialectName[]
} & (Scripts | Project)

type Scripts = Omit<Example, 'title' | 'dialect' | 'instead' | 'options'>

/** What only a whole project shows: files by their paths, all of them pending but the `applied` ones. */
export interface Project {
  readonly files: Readonly<Record<string, string>>
  /** Names of migrations. */
  readonly applied?: readonly string[]
}

type Expectation =
  /** All rules that speak, once for each finding. */
  | { readonly says: readonly string[] }
  /** Rules that speak once they are turned on; `says` are those that speak anyway. */
  | { readonly optIn: readonly string[]; readonly says?: readonly string[]; readonly settings?: RuleSettings }
  /** Nothing is said, and why that is right. */
  | { readonly silent: string }

export const everyEngine: readonly DialectName[] = ['postgres', 'mysql', 'mariadb', 'sqlite']
export const mysqlFamily: readonly DialectName[] = ['mysql', 'mariadb']
