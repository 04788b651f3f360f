/** A type as a changelog writes it, taken apart: `int(11) unsigned`. */
export interface WrittenType {
  /** Lower case. */
  readonly name: string
  /** Lower case, whole. */
  readonly raw: string
  readonly parameters: readonly string[]
  /** What follows the name: `unsigned`, `with time zone`. */
  readonly rest: string
}

export type Spelling = (type: WrittenType) => string

/** Names of one type, and how each engine writes it. */
export interface KnownType {
  readonly names: readonly string[]
  readonly postgres: Spelling
  readonly mysql: Spelling
  readonly mariadb?: Spelling
  readonly sqlite: Spelling
}

export const spelled =
  (name: string): Spelling =>
  () =>
    name
export const sized =
  (name: string): Spelling =>
  type =>
    name + size(type)
export const withRest =
  (name: string): Spelling =>
  ({ rest }) =>
    `${name} ${rest}`.trim()
export const asWritten: Spelling = type => `${type.name.toUpperCase()}${size(type)} ${type.rest}`.trim()
export const timezone = ({ raw }: WrittenType): string =>
  /tz|with time ?zone/.test(raw) ? 'WITH TIME ZONE' : 'WITHOUT TIME ZONE'

/** MySQL's own text and binary types stay what they are, and any other is the longest. */
export const firstOf =
  (kept: readonly string[], otherwise: string): Spelling =>
  type =>
    kept.find(word => type.raw.startsWith(word))?.toUpperCase() ?? otherwise

export function size({ parameters }: WrittenType): string {
  return parameters.length === 0 ? '' : `(${parameters.join(', ')})`
}

/** MySQL's own character set and collation stay. */
export function asChar(name: string): Spelling {
  return type => `${name}${size(type)} ${type.rest}`.trim()
}
