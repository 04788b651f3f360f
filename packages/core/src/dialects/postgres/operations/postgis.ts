import type { Operation } from '../../../operations/operation.ts'
import type { Node } from '../grammar.ts'
import { constantString } from '../tree/constant-string.ts'
import { objectName } from '../tree/names.ts'
import { valueText } from '../tree/values.ts'

/** PostGIS manual, AddGeometryColumn, DropGeometryColumn, DropGeometryTable: the names may begin with a schema, or with
 * a catalogue and a schema. */
export function geometryCall(name: string, args: readonly Node[]): Operation | undefined {
  const texts = args.map(each => constantString(each))
  switch (name) {
    case 'addgeometrycolumn':
      return addGeometryColumn(texts, args.map(valueText))
    case 'dropgeometrycolumn': {
      const names = allKnown(texts)
      const column = names?.at(-1)
      const table = names && tableOf(names.slice(0, -1))
      if (column === undefined || table === undefined) return undefined
      return { kind: 'drop-column', table, column, ifExists: false, cascade: false }
    }
    case 'dropgeometrytable': {
      const table = tableOf(allKnown(texts) ?? [])
      return table === undefined
        ? undefined
        : { kind: 'drop-table', table, ifExists: true, cascade: false, temporary: false }
    }
    default:
      return undefined
  }
}

function addGeometryColumn(
  texts: readonly (string | undefined)[],
  values: readonly string[],
): Operation | undefined {
  const place = values.findIndex((value, index) => index > 1 && /^-?\d+$/.test(value))
  const names = allKnown(texts.slice(0, place === -1 ? 0 : place)) ?? []
  const [column, table] = [names.at(-1), tableOf(names.slice(0, -1))]
  const [srid = '', dimensions = ''] = [values[place], values[place + 2]]
  const type = texts[place + 1]
  if (column === undefined || table === undefined || type === undefined) return undefined
  const shape = `${type}${dimensions === '3' && !/[zm]$/i.test(type) ? 'Z' : dimensions === '4' ? 'ZM' : ''}`
  const isTyped = !/^f/i.test(values[place + 3] ?? '')
  return {
    kind: 'add-column',
    table,
    column: {
      name: column,
      type: { name: 'geometry', args: [], text: isTyped ? `geometry(${shape}, ${srid})` : 'geometry' },
      nullable: true,
      // use_typmod => false: CHECKs say what the type would.
      ...(!isTyped && { unkept: true }),
    },
    constraints: [],
    ifNotExists: false,
  }
}

function allKnown(texts: readonly (string | undefined)[]): readonly string[] | undefined {
  const known = texts.flatMap(text => text ?? [])
  return known.length === texts.length ? known : undefined
}

/** An empty schema stands for the one that the search_path finds. */
function tableOf(names: readonly string[]): string | undefined {
  const parts = names.slice(-2).filter(name => name !== '')
  return parts.length === 0 ? undefined : objectName(parts)
}
