import type { DialectTraits } from '../../dialects/dialect.ts'
import { describeType } from '../../operations/describe-parts.ts'
import { findIndex, tableOfIndex } from '../../schema/lookup.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { columnIn } from '../names/known-columns.ts'

/** Which differences after up and down nobody notices: a type by another word, and indexes that have each other's name. */
export function samesInEffect(
  differences: readonly string[],
  { up, down }: ReplayedMigration,
  traits: DialectTraits,
): (difference: string) => boolean {
  const [before, after] = [up.before, down?.after]
  if (after === undefined) return () => false
  const swapped = namesSwapped(differences, before, after)
  return difference => swapped.has(difference) || isTypeAlike(difference, before, after, traits)
}

/** `is varchar(32), was text` in SQLite: the same affinity. An INTEGER can be the rowid, where an INT is none. */
function isTypeAlike(
  difference: string,
  before: SchemaState,
  after: SchemaState,
  traits: DialectTraits,
): boolean {
  const [, table = '', column = '', is, was] =
    /^column (.+)\.([^.]+): is (.+), was (.+)$/s.exec(difference) ?? []
  const from = columnIn(before, table, column)?.type
  const to = columnIn(after, table, column)?.type
  if (from === undefined || to === undefined) return false
  if (describeType(from) !== was || describeType(to) !== is) return false
  if ((from.name === 'integer') !== (to.name === 'integer')) return false
  return [traits.typeChange(from, to), traits.typeChange(to, from)].every(
    ({ loses, cost }) => loses === 'nothing' && cost === 'none',
  )
}

/** Those that are on what another one was on before, and are like it otherwise. */
function namesSwapped(
  differences: readonly string[],
  before: SchemaState,
  after: SchemaState,
): ReadonlySet<string> {
  const found = differences.flatMap(difference => {
    const [, name = '', is = '', was = ''] =
      /^index (\S+): is on \((.*)\), was on \((.*)\)$/s.exec(difference) ?? []
    const [old, now] = [shapeOf(name, was, before), shapeOf(name, is, after)]
    return old === undefined || now === undefined ? [] : [{ difference, old, now }]
  })
  const olds = found.map(({ old }) => old).toSorted()
  const news = found.map(({ now }) => now).toSorted()
  const isSame = olds.every((old, at) => old === news[at])
  return new Set(isSame ? found.map(({ difference }) => difference) : [])
}

function shapeOf(name: string, on: string, schema: SchemaState): string | undefined {
  const table = tableOfIndex(schema, name)
  const index = table && findIndex(table, name, schema.semantics)
  if (table === undefined || index === undefined) return undefined
  const { unique, where, method, include } = index
  return JSON.stringify([schema.semantics.objectKey(table.name), on, unique, where, method, include])
}
