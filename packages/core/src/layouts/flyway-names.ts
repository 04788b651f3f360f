import { baseName } from './path-names.ts'

export interface FlywayFile {
  readonly path: string
  readonly kind: FlywayKind
  /** With dots, as `flyway_schema_history.version` has it; '' for repeatable files. */
  readonly version: string
  readonly description: string
}

type FlywayKind = 'V' | 'U' | 'B' | 'R'

/** How the files of a project are named: prefix, version, separator, description, suffix. */
export interface FlywayNames {
  readonly prefixes: Readonly<Record<FlywayKind, string>>
  readonly separator: string
  readonly suffixes: readonly string[]
}

/** Flyway's own, where no setting says otherwise. */
export const usualNames: FlywayNames = {
  prefixes: { V: 'V', U: 'U', B: 'B', R: 'R' },
  separator: '__',
  suffixes: ['.sql'],
}

const kinds = ['V', 'U', 'B', 'R'] as const

/** Flyway, ResourceNameParser: the longest prefix that fits, and the first separator. */
export function flywayFile(path: string, names: FlywayNames): FlywayFile | undefined {
  const name = baseName(path)
  const suffix = names.suffixes.find(each => name.endsWith(each))
  const kind = kinds
    .filter(each => name.startsWith(names.prefixes[each]))
    .toSorted((first, second) => names.prefixes[second].length - names.prefixes[first].length)[0]
  if (suffix === undefined || kind === undefined) return undefined
  const rest = name.slice(names.prefixes[kind].length, name.length - suffix.length)
  const end = rest.indexOf(names.separator)
  const version = rest.slice(0, end)
  const description = rest.slice(end + names.separator.length)
  if (end < 0 || description === '') return undefined
  if (kind === 'R') return version === '' ? { path, kind, version, description } : undefined
  if (!/^\d+(?:[._]\d+)*$/.test(version)) return undefined
  return { path, kind, version: normalVersion(version), description }
}

/** `2_0_04` and `2.0.4` are the same version. */
function normalVersion(version: string): string {
  return version
    .split(/[._]/)
    .map(part => part.replace(/^0+(?=\d)/, ''))
    .join('.')
}
