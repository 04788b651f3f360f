import type { DialectName } from '../migration/migration.ts'
import { dialectOfDriver } from './driver-names.ts'

export const allEngines: readonly DialectName[] = ['postgres', 'mysql', 'mariadb', 'sqlite']

/**
 * The engines that `dbms:postgresql,!h2` means, of those that are read here (liquibase-core, DatabaseList.java:
 * `all`, `none`, a list of names, or names that are excluded); undefined: all, or not known before `${x}` is filled in.
 */
export function enginesOf(dbms: string | undefined): readonly DialectName[] | undefined {
  const words = (dbms ?? '')
    .toLowerCase()
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
  if (words.length === 0 || words.includes('all') || dbms?.includes('${')) return undefined
  const excluded = namesIn(words.filter(word => word.startsWith('!')).map(word => word.slice(1)))
  const wanted = words.filter(word => !word.startsWith('!'))
  const named = wanted.length === 0 ? new Set(allEngines) : namesIn(wanted)
  return allEngines.filter(name => named.has(name) && !excluded.has(name))
}

/**
 * Many projects name their engines in contexts, and deploy with one of them: `postgresql AND !initial`. Only such a
 * name decides here; what else a deploy asks for is not known, and may be met: `postgresql OR initial`.
 */
export function enginesOfContext(context: string | undefined): readonly DialectName[] | undefined {
  const expression = (context ?? '').replace(/!\s+/g, '!')
  if (/!\(|\bnot\b/i.test(expression)) return undefined
  const alternatives = expression.split(/,|\bor\b/i).map(enginesNamed)
  const known = alternatives.filter(engines => engines !== undefined)
  return known.length < alternatives.length
    ? undefined
    : allEngines.filter(name => known.some(engines => engines.includes(name)))
}

function enginesNamed(words: string): readonly DialectName[] | undefined {
  const named = (words.match(/!?[\w-]+/g) ?? []).filter(
    word => dialectOfDriver(word.replace('!', '').toLowerCase()) !== undefined,
  )
  // Who has MariaDB and no word for it means it by this one.
  const withMariadb = named.some(word => /mariadb/i.test(word))
    ? named
    : named.flatMap(word => (/mysql/i.test(word) ? [word, word.replace(/mysql2?/i, 'mariadb')] : [word]))
  return named.length === 0 ? undefined : enginesOf(withMariadb.join(','))
}

/** Those in both. */
export function enginesInBoth(
  first: readonly DialectName[] | undefined,
  second: readonly DialectName[] | undefined,
): readonly DialectName[] | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return first.filter(name => second.includes(name))
}

function namesIn(words: readonly string[]): ReadonlySet<DialectName> {
  return new Set(words.flatMap(word => dialectOfDriver(word) ?? []))
}
