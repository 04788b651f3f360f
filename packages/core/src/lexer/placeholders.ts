/** Text that a template engine replaces before the database sees it. */
export interface PlaceholderStyle {
  /** Begins with a symbol: a letter, a digit or a quote always begins what it begins in SQL. */
  readonly open: string
  readonly close: string
  /** `name`: only a name may stand inside, so that `%` can stay an operator. */
  readonly content: 'name' | 'anything'
}

export const defaultPlaceholders: readonly PlaceholderStyle[] = [
  { open: '${', close: '}', content: 'anything' },
  { open: '{{', close: '}}', content: 'anything' },
  { open: '{$', close: '}', content: 'name' },
  { open: '%', close: '%', content: 'name' },
]

/** `@*@` of the config. Only a name may stand between two equal signs. */
export function placeholderStyle(pattern: string): PlaceholderStyle {
  const [open = '', close = ''] = pattern.split('*')
  return { open, close, content: open === close ? 'name' : 'anything' }
}

/** Names of the same length in the place of all placeholders of these styles, in strings and bodies too. */
export function namePlaceholders(text: string, styles: readonly PlaceholderStyle[]): string {
  if (!styles.some(({ open }) => text.includes(open))) return text
  let named = ''
  let kept = 0
  for (let position = 0; position < text.length; ) {
    const end = placeholderEnd(text, position, styles)
    if (end === undefined) position += 1
    else {
      named += text.slice(kept, position) + identifierInPlaceOf(text.slice(position, end))
      kept = position = end
    }
  }
  return named + text.slice(kept)
}

/** The names that take the place of placeholders, each with what is written. `'%user%'` is what LIKE compares with. */
export function placeholdersIn(
  text: string,
  styles: readonly PlaceholderStyle[],
): readonly (readonly [name: string, written: string])[] {
  const found = new Map<string, string>()
  if (!styles.some(({ open }) => text.includes(open))) return []
  const paired = styles.filter(({ open, close }) => open !== close)
  let isString = false
  for (let position = 0; position < text.length; ) {
    if (text[position] === "'") isString = !isString
    const end = placeholderEnd(text, position, isString ? paired : styles)
    if (end === undefined) position += 1
    else {
      const written = text.slice(position, end)
      if (!isTemplateTag(written)) found.set(identifierInPlaceOf(written), written)
      position = end
    }
  }
  return [...found]
}

/** Longer than any real template expression; bounds the look-ahead, so that scanning stays linear. */
const longestPlaceholder = 256

const nameInside = /^[A-Za-z_][\w.:-]*$/

/** Where the placeholder that starts at `start` ends, or undefined when none starts there. */
export function placeholderEnd(
  text: string,
  start: number,
  styles: readonly PlaceholderStyle[],
): number | undefined {
  for (const { open, close, content } of styles) {
    if (!text.startsWith(open, start)) continue
    const inside = text.slice(start + open.length, start + longestPlaceholder)
    const length = inside.indexOf(close)
    if (length <= 0) continue
    if (content === 'name' && !nameInside.test(inside.slice(0, length))) continue
    return start + open.length + length + close.length
  }
  return undefined
}

/** A parameter that no database knows: it has to be replaced before a grammar can read the statement. */
export function isPlaceholder(parameter: string): boolean {
  return !/^(?:[?@]|\$\w)/.test(parameter)
}

/** `{{ if … }}` and `{% … %}` write nothing themselves. */
export function isTemplateTag(text: string): boolean {
  return text.startsWith('{%') || /^\{\{-?\s*(?:if|else|end|range|with|define|block|#|\/)/.test(text)
}

/** Where `{{ createIndex "users" "email" }}` ends, which stands on lines of its own: what it writes is no name. */
export function templateCallEnd(
  text: string,
  start: number,
  styles: readonly PlaceholderStyle[],
): number | undefined {
  if (!text.startsWith('{{', start)) return undefined
  const end = placeholderEnd(text, start, styles)
  if (end === undefined || isTemplateTag(text.slice(start, end))) return undefined
  const isBehind = /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))
  return isBehind && /^[ \t]{0,99};?[ \t]{0,99}(?:\r?\n|$)/.test(text.slice(end, end + 300)) ? end : undefined
}

/** What a grammar can read, of the same length, so that every place after it stays where it is. */
export function textInPlaceOf(placeholder: string): string {
  return isQuotedVariable(placeholder) ? ` ${placeholder.slice(1)}` : identifierInPlaceOf(placeholder)
}

/** psql's `:'name'` is a string and `:"name"` a quoted identifier, whatever the value (PostgreSQL manual, psql). */
function isQuotedVariable(placeholder: string): boolean {
  return /^:['"]/.test(placeholder)
}

/** In lower case, so that it is the same name with quotes and without. */
export function identifierInPlaceOf(placeholder: string): string {
  const name = placeholder.replace(/[^A-Za-z0-9_]/g, '_').toLowerCase()
  return /^[0-9]/.test(name) ? `_${name.slice(1)}` : name
}
