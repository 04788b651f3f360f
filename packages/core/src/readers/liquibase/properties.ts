import { decoded } from '../../layouts/decoded-text.ts'
import type { Property, WrittenChange } from '../../layouts/written-change.ts'
import type { DialectName } from '../../migration/migration.ts'

/** The values of `${name}` on an engine: the first definition counts (ChangeLogParameters.java). */
export function valuesOn(engine: DialectName, properties: readonly Property[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const { name, value, engines } of properties)
    if (!values.has(name) && engines?.includes(engine) !== false) values.set(name, value)
  return values
}

/** A change with its properties filled in, and the text of an element as an attribute of that name. */
export function filledIn(
  change: WrittenChange,
  values: ReadonlyMap<string, string>,
  source: string,
): WrittenChange {
  const { attributes, text } = change
  const written = [
    ...attributes,
    ...(text === undefined ? [] : [['text', decoded(source, text).trim()] as const]),
  ]
  return {
    ...change,
    attributes: new Map(written.map(([name, value]) => [name, fill(value, values, mostNested)])),
    children: change.children.map(child => filledIn(child, values, source)),
  }
}

/** A value may name another property. */
const mostNested = 5

function fill(text: string, values: ReadonlyMap<string, string>, left: number): string {
  if (left === 0 || !text.includes('${')) return text
  const filled = text.replace(
    /\$\{([^${}]+)\}/g,
    (written, name: string) => values.get(name.trim()) ?? written,
  )
  return filled === text ? text : fill(filled, values, left - 1)
}
