import type { DataType } from '../../../operations/column.ts'
import { nameParts } from '../../../operations/names.ts'
import { quoteName } from '../facts/keywords.ts'
import { isBuiltInType } from '../facts/type-names.ts'
import type { TypeName } from '../grammar.ts'
import { objectName, strings } from './names.ts'
import { valueText } from './values.ts'

/** PostgreSQL manual, Data Types, table 8.1 (aliases), as far as the grammar has not resolved them. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int', 'integer'],
  ['int8', 'bigint'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['decimal', 'numeric'],
  ['bool', 'boolean'],
  ['bpchar', 'char'],
  ['character', 'char'],
  ['serial', 'integer'],
  ['serial4', 'integer'],
  ['bigserial', 'bigint'],
  ['serial8', 'bigint'],
  ['smallserial', 'smallint'],
  ['serial2', 'smallint'],
])

// biome-ignore format: a table
const serialNames: ReadonlySet<string> = new Set([
  'serial', 'serial2', 'serial4', 'serial8', 'smallserial', 'bigserial',
])

export function isSerial(type: TypeName | undefined): boolean {
  const names = strings(type?.names)
  return names.length === 1 && serialNames.has(names[0] ?? '')
}

export function dataType(type: TypeName, collation?: string): DataType {
  const names = strings(type.names)
  const inCatalog = names[0] === 'pg_catalog'
  const written = objectName(inCatalog ? names.slice(1) : names)
  // "char" in quotes is a type of its own, of one byte.
  const name = written === 'char' && !inCatalog ? '"char"' : (aliases.get(written) ?? written)
  const { args, fields } = typeArguments(name, type)
  const dimensions = type.arrayBounds?.length ?? 0
  const brackets = '[]'.repeat(dimensions)
  return {
    name,
    args,
    ...(dimensions > 0 && { arrayDimensions: dimensions }),
    ...(collation !== undefined && { collation }),
    text: `${writtenName(name)}${fields}${argumentText(name, type, args)}${brackets}${type.pct_type ? '%type' : ''}`,
  }
}

/** With quotes where it needs them; a built-in type's name is a keyword and needs none. */
function writtenName(name: string): string {
  return isBuiltInType(name) || name === '"char"' ? name : nameParts(name).map(quoteName).join('.')
}

/** INTERVAL's first type modifier is a bit mask of its fields (src/include/utils/timestamp.h). */
// biome-ignore format: a table
const intervalFields: Readonly<Record<string, string>> = {
  '4': ' year', '2': ' month', '8': ' day', '1024': ' hour', '2048': ' minute', '4096': ' second',
  '6': ' year to month', '1032': ' day to hour', '3080': ' day to minute', '7176': ' day to second',
  '3072': ' hour to minute', '7168': ' hour to second', '6144': ' minute to second', '32767': '',
}

function typeArguments(
  name: string,
  type: TypeName,
): { readonly args: readonly number[]; readonly fields: string } {
  const texts = (type.typmods ?? []).map(valueText)
  if (name === 'interval') {
    const [mask = '32767', ...precision] = texts
    return { args: numbers(precision), fields: intervalFields[mask] ?? '' }
  }
  return { args: numbers(texts), fields: '' }
}

function numbers(texts: readonly string[]): readonly number[] {
  const values = texts.map(Number)
  return values.every(Number.isFinite) ? values : []
}

function argumentText(name: string, type: TypeName, args: readonly number[]): string {
  if (args.length > 0) return `(${args.join(',')})`
  const words = name === 'interval' ? [] : (type.typmods ?? []).map(valueText)
  return words.length > 0 ? `(${words.join(',')})` : ''
}
