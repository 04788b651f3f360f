import type { DataType } from '../../../../operations/column.ts'
import { canFail, type Loss, nothing, silent } from './loss.ts'

/** Changes of ENUM and SET, to each other and to text and numbers; undefined where neither side is one. */
export function lossOfMembers(from: DataType, to: DataType): Loss | undefined {
  if (from.values && to.values) return betweenLists(from.values, to.values)
  if (from.values) return fromList(from, from.values, to)
  return to.values ? canFail('values that are not in the list do not fit') : undefined
}

/** Values keep their name: order alone changes nothing that is stored under a name (measured: MariaDB 10.11). */
function betweenLists(before: readonly string[], after: readonly string[]): Loss {
  const removed = before.filter(value => !after.some(each => folded(each) === folded(value)))
  if (removed.length > 0)
    return canFail(`${listed(removed)} ${removed.length === 1 ? 'is' : 'are'} not in the new list`)
  const relabelled = before.filter(value => !after.includes(value))
  return relabelled.length > 0 ? silent(`${listed(relabelled)} is written another way`) : nothing
}

function folded(value: string): string {
  return value.trimEnd().toLowerCase()
}

function listed(values: readonly string[]): string {
  return values.map(value => `'${value}'`).join(', ')
}

const holdsAnyText = /^(?:tinytext|text|mediumtext|longtext)$/

function fromList(from: DataType, values: readonly string[], to: DataType): Loss {
  if (holdsAnyText.test(to.name)) return nothing
  if (!/^(?:var)?char$/.test(to.name)) return silent('values become their number in the list')
  const lengths = values.map(value => [...value].length)
  const longest =
    from.name === 'set'
      ? lengths.reduce((sum, length) => sum + length + 1, -1)
      : lengths.reduce((most, length) => Math.max(most, length), 0)
  const room = to.args[0] ?? 0
  return longest <= room ? nothing : canFail(`values longer than ${room} characters do not fit`)
}
