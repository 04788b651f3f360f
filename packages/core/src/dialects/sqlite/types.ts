import type { DataType } from '../../operations/column.ts'
import type { Expr, Type } from './grammar.ts'
import { textOf } from './names.ts'

export function dataType(type: Type, source: string, collation?: string): DataType {
  return {
    name: withoutGenerated(type.name).toLowerCase().replace(/\s+/g, ' '),
    args: typeArguments(type, source),
    ...(collation === undefined ? {} : { collation }),
    text: withoutGenerated(textOf(source, type)),
  }
}

/** SQLite's grammar takes GENERATED ALWAYS for a part of the type name; sqlite3AddColumn cuts it off, as we do. */
function withoutGenerated(type: string): string {
  return type.trim().replace(/\s*\bgenerated\s+always$/i, '')
}

function typeArguments(type: Type, source: string): readonly number[] {
  const { size } = type
  if (!size) return []
  const sizes: readonly Expr[] = size.type === 'MaxSizeTypeSize' ? [size.size] : [size.size1, size.size2]
  return sizes.map(expression => Number(textOf(source, expression))).filter(Number.isFinite)
}

export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric'

/** SQLite manual, Datatypes in SQLite, 3.1 Determination of Column Affinity: the first rule that fits wins. */
export function affinityOf(typeName: string): Affinity {
  const name = typeName.toLowerCase()
  if (name.includes('int')) return 'integer'
  if (/char|clob|text/.test(name)) return 'text'
  if (name === '' || name.includes('blob')) return 'blob'
  if (/real|floa|doub/.test(name)) return 'real'
  return 'numeric'
}
