import type { DataType } from '../../../../operations/column.ts'
import { canFail, type Loss, nothing } from './loss.ts'

/** Types whose text or bytes have one known form. */
const knownForms: Readonly<Record<string, { readonly characters: number; readonly bytes: number }>> = {
  uuid: { characters: 36, bytes: 16 },
  inet6: { characters: 39, bytes: 16 },
  inet4: { characters: 15, bytes: 4 },
}

const shapes = new Set([
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
])

/** UUID and INET (MariaDB), VECTOR and spatial types; undefined where another table knows more. */
export function lossOfSpecial(from: DataType, to: DataType): Loss | undefined {
  const form = knownForms[from.name]
  if (from.name === to.name) return from.name === 'vector' ? sameDimensions(from, to) : undefined
  // measured: MariaDB 10.11, error 4078.
  if (from.name === 'inet4' && to.name === 'inet6')
    return canFail('the server does not convert inet4 to inet6')
  if (form && /char$/.test(to.name)) return fits(form.characters, to)
  if (form && /binary$/.test(to.name)) return fits(form.bytes, to)
  if (form && /text$/.test(to.name)) return nothing
  if (shapes.has(from.name) && to.name === 'geometry') return nothing
  return undefined
}

function sameDimensions(from: DataType, to: DataType): Loss {
  return from.args[0] === to.args[0] ? nothing : canFail('vectors of another length do not fit')
}

function fits(needed: number, to: DataType): Loss {
  return needed <= (to.args[0] ?? 1) ? nothing : canFail(`values longer than ${to.args[0] ?? 1} do not fit`)
}
