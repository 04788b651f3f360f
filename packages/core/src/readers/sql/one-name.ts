import { identifierInPlaceOf } from '../../lexer/placeholders.ts'
import type { Statement } from '../../migration/migration.ts'

/** `{{ .Schema }}`, `{{.Schema}}` and either between quotes are one name, whatever a grammar has made of each. */
export function withOneName<Read extends Pick<Statement, 'operations' | 'text'>>(
  read: Read,
  placeholders: readonly (readonly [name: string, written: string])[],
): Read & Pick<Statement, 'placeholders' | 'written'> {
  if (placeholders.length === 0) return read
  const named = placeholders
    .map(([name, written]) => [identifierInPlaceOf(tight(written)), name, written])
    .toSorted(([, one = ''], [, other = '']) => other.length - one.length)
  const replaced = (text: string): string =>
    named.reduce(
      (result, [one = '', name = '', written = '']) =>
        result.replaceAll(written, () => one).replaceAll(name, () => one),
      text,
    )
  return {
    ...read,
    text: replaced(read.text),
    written: read.text,
    operations: inTexts(read.operations, replaced),
    placeholders: named.map(([one = '', , written = '']) => [one, written]),
  }
}

/** White space is left between two words only. */
function tight(placeholder: string): string {
  return placeholder.replace(/\s*([^\w\s])\s*/g, '$1').replace(/\s+/g, ' ')
}

function inTexts<Value>(value: Value, replaced: (text: string) => string): Value
function inTexts(value: unknown, replaced: (text: string) => string): unknown {
  if (typeof value === 'string') return replaced(value)
  if (Array.isArray(value)) return value.map(each => inTexts(each, replaced))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inTexts(each, replaced)]))
}
