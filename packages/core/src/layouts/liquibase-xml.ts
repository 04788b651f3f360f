import { decoded as decodedText } from './decoded-text.ts'
import {
  type ChangelogEntry,
  type ChangelogFlaw,
  changesetOf,
  includeOf,
  propertyOf,
  type ReadChangelog,
} from './liquibase-entries.ts'
import { decodeAll, sqlInXml } from './liquibase-xml-sql.ts'
import { scanXml, type XmlTag } from './scan-xml.ts'
import type { WrittenChange } from './written-change.ts'

/** The entries of an XML changelog, and whether they are all that it has. */
export function readXmlChangelog(text: string): ReadChangelog {
  const tags = scanXml(text)
  const flaw = flawIn(tags) ?? entityIn(text)
  return { entries: entriesAmong(text, tags), ...(flaw && { flaw }) }
}

function flawIn(tags: readonly XmlTag[]): ChangelogFlaw | undefined {
  const open: XmlTag[] = []
  for (const tag of tags) {
    if (tag.kind === 'open') open.push(tag)
    else if (tag.kind === 'close') {
      const opened = open.pop()
      if (opened === undefined) return { cause: `</${tag.name}> closes nothing`, offset: tag.start }
      if (opened.name !== tag.name)
        return { cause: `<${opened.name}> is not closed before </${tag.name}>`, offset: opened.start }
    }
  }
  const last = open.at(-1)
  return last && { cause: `<${last.name}> is not closed`, offset: last.start }
}

function entityIn(text: string): ChangelogFlaw | undefined {
  const offset = text.indexOf('<!ENTITY')
  return offset < 0 ? undefined : { cause: 'what its entity stands for is not read', offset }
}

function entriesAmong(text: string, tags: readonly XmlTag[]): readonly ChangelogEntry[] {
  const entries: ChangelogEntry[] = []
  let inside: XmlTag[] | undefined
  let path: string | undefined
  for (const tag of tags) {
    if (tag.name === 'changeSet') {
      if (tag.kind !== 'close') inside = []
      inside?.push(tag)
      if (tag.kind !== 'open' && inside !== undefined) {
        entries.push(...elementsAmong(text, inside).map(element => changesetOf(element, path)))
        inside = undefined
      }
    } else if (inside !== undefined) inside.push(tag)
    else if (tag.name === 'databaseChangeLog') path ??= tag.attributes.get('logicalFilePath')
    else if (tag.kind !== 'close') entries.push(...toEntry(tag))
  }
  return entries
}

function toEntry({ name, attributes }: XmlTag): readonly ChangelogEntry[] {
  if (name === 'property') return propertyOf(decoded(attributes))
  return name === 'include' || name === 'includeAll' ? includeOf(name, attributes) : []
}

/** Nothing that Liquibase takes nests so deep: it checks its XML by a schema. */
const deepest = 100

/** SQL that is a property alone stands elsewhere. */
const onePlaceholder = /^\$\{[^${}]+\}\s*;?$/

interface OpenElement {
  readonly tag: XmlTag
  readonly children: WrittenChange[]
}

/** The outermost of these, each with what it holds. */
function elementsAmong(text: string, tags: readonly XmlTag[]): readonly WrittenChange[] {
  const outermost: WrittenChange[] = []
  const open: OpenElement[] = []
  const add = (tag: XmlTag, children: readonly WrittenChange[], close?: XmlTag): void => {
    const { name, attributes, start } = tag
    // A rollback's SQL may stand beside changes.
    const mayBeText = name === 'rollback' || children.every(child => child.name === 'comment')
    const sql = close !== undefined && mayBeText ? sqlInXml(text, tag, close, children) : undefined
    const meant = sql === undefined ? '' : decodedText(text, sql).trim()
    const isPlaceholder = onePlaceholder.test(meant)
    const element: WrittenChange = {
      name,
      attributes: decoded(isPlaceholder ? new Map([...attributes, ['text', meant]]) : attributes),
      children,
      span: [start, (close ?? tag).end],
      ...(sql && meant !== '' && !isPlaceholder && { text: sql }),
    }
    ;(open.at(-1)?.children ?? outermost).push(element)
  }
  let tooDeep = 0
  for (const tag of tags) {
    if (open.length >= deepest && (tooDeep > 0 || tag.kind !== 'close')) {
      if (tag.kind !== 'empty') tooDeep += tag.kind === 'open' ? 1 : -1
    } else if (tag.kind === 'empty') add(tag, [])
    else if (tag.kind === 'open') open.push({ tag, children: [] })
    else {
      const opened = open.pop()
      if (opened !== undefined) add(opened.tag, opened.children, tag)
    }
  }
  return outermost
}

function decoded(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...attributes].map(([key, value]) => [key, decodeAll(value)]))
}
