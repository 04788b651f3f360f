import type { ObjectName } from '../../operations/column.ts'
import type { QualifiedName } from './grammar.ts'

/** `main` is the default schema. */
export function objectName(name: QualifiedName): ObjectName {
  const schema = name.dbName?.text
  if (schema === undefined || schema.toLowerCase() === 'main') return namePart(name.objName.text)
  return `${namePart(schema)}.${namePart(name.objName.text)}`
}

export function namePart(name: string): string {
  return name.includes('.') ? `"${name}"` : name
}

/** The source of a node, between its spans' offsets. */
export function textOf(
  source: string,
  node: { readonly span: { readonly offset: number; readonly length: number } },
): string {
  return source.slice(node.span.offset, node.span.offset + node.span.length).trim()
}
