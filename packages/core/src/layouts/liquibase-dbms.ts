import type { DialectName } from '../migration/migration.ts'
import { dialectOfDriver } from './driver-names.ts'

const all: readonly DialectName[] = ['postgres', 'mysql', 'mariadb', 'sqlite']

/**
 * The engines that `dbms:postgresql,!h2` means, of those that are read here (liquibase-core, DatabaseList.java:
 * `all`, `none`, a list of names, or names that are excluded); undefined: all.
 */
export function enginesOf(dbms: string | undefined): readonly DialectName[] | undefined {
  const words = (dbms ?? '')
    .toLowerCase()
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
  if (words.length === 0 || words.includes('all')) return undefined
  const excluded = namesIn(words.filter(word => word.startsWith('!')).map(word => word.slice(1)))
  const wanted = words.filter(word => !word.startsWith('!'))
  const named = wanted.length === 0 ? new Set(all) : namesIn(wanted)
  return all.filter(name => named.has(name) && !excluded.has(name))
}

function namesIn(words: readonly string[]): ReadonlySet<DialectName> {
  return new Set(words.flatMap(word => dialectOfDriver(word) ?? []))
}
