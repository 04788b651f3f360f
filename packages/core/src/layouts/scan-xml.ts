export interface XmlTag {
  /** Without its namespace: `ext:include` is `include`. */
  readonly name: string
  readonly kind: 'open' | 'close' | 'empty'
  readonly attributes: ReadonlyMap<string, string>
  readonly start: number
  readonly end: number
}

/** What may stand before a tag and looks like one. */
const skipped: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
]

/** The tags of an XML text, in order; comments, CDATA and declarations are passed over. Linear; never throws. */
export function scanXml(text: string): readonly XmlTag[] {
  const tags: XmlTag[] = []
  for (let start = text.indexOf('<'); start !== -1; ) {
    const skip = skipped.find(([open]) => text.startsWith(open, start))
    const close = skip?.[1] ?? '>'
    const found = skip === undefined ? tagEnd(text, start) : text.indexOf(close, start)
    if (found === -1) break
    const end = found + close.length
    const tag = skip === undefined ? readTag(text, start, end) : undefined
    if (tag !== undefined) tags.push(tag)
    start = text.indexOf('<', end)
  }
  return tags
}

/** The `>` that is not inside an attribute's quotes. */
function tagEnd(text: string, start: number): number {
  let quote = ''
  for (let position = start + 1; position < text.length; position += 1) {
    const character = text.charAt(position)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return position
  }
  return -1
}

function readTag(text: string, start: number, end: number): XmlTag | undefined {
  const source = text.slice(start, end)
  const [, slash = '', name] = /^<(\/?)(?:[\w.-]+:)?([\w.-]+)/.exec(source) ?? []
  if (name === undefined) return undefined
  const attributes = [...source.matchAll(/\s([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
  return {
    name,
    kind: slash === '/' ? 'close' : source.endsWith('/>') ? 'empty' : 'open',
    attributes: new Map(attributes.map(([, key = '', double, single]) => [key, double ?? single ?? ''])),
    start,
    end,
  }
}
