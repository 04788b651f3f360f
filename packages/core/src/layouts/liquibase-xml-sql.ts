import { type SqlText, unescaped } from './decoded-text.ts'
import { cutAt } from './liquibase-delimiter.ts'
import type { XmlTag } from './scan-xml.ts'
import type { Section } from './section.ts'
import type { WrittenChange } from './written-change.ts'

const entities = /(?:&(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)+/gi
const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])
/** Comments and the borders of CDATA. */
const noSql = /<!--[\s\S]*?-->|<!\[CDATA\[|\]\]>/g

/** The SQL between `<sql>` and `</sql>` and around the elements in it, without a change of place. */
export function sqlInXml(
  text: string,
  { end: start, attributes }: XmlTag,
  close: XmlTag,
  elements: readonly WrittenChange[],
): SqlText {
  const section: Section = [start, close.start]
  const source = text.slice(...section)
  const marks = [...source.matchAll(noSql)].map(
    ({ index, 0: found }): Section => [start + index, start + index + found.length],
  )
  // Nothing is escaped in CDATA.
  const verbatim = [...source.matchAll(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?-->/g)].map(
    ({ index, 0: found }): Section => [start + index, start + index + found.length],
  )
  return {
    sections: cutAt(text, section, attributes.get('endDelimiter')),
    holes: [...elements.map(({ span }) => span), ...marks],
    replaced: unescaped(text, section, entities, decodeAll).filter(
      ([at]) => !verbatim.some(([from, to]) => at >= from && at < to),
    ),
  }
}

/** What entities mean. */
export function decodeAll(run: string): string {
  return run.replace(/&(\w+|#\w+);/g, (entity, name: string) => {
    if (!name.startsWith('#')) return named.get(name.toLowerCase()) ?? entity
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity
  })
}
