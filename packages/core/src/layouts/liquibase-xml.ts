import { joinTexts, type SqlText } from './decoded-text.ts'
import type { ChangelogEntry, ChangesetEntry } from './liquibase-entries.ts'
import { sqlInXml } from './liquibase-xml-sql.ts'
import { scanXml, type XmlTag } from './scan-xml.ts'

/** The entries of an XML changelog. */
export function readXmlChangelog(text: string): readonly ChangelogEntry[] {
  const entries: ChangelogEntry[] = []
  let changeset: XmlTag | undefined
  let inside: XmlTag[] = []
  for (const tag of scanXml(text)) {
    if (tag.name === 'changeSet') {
      if (tag.kind !== 'close') [changeset, inside] = [tag, []]
      if (tag.kind !== 'open' && changeset !== undefined) {
        entries.push(toChangeset(text, changeset, inside, tag.end))
        changeset = undefined
      }
    } else if (changeset !== undefined) inside.push(tag)
    else if (tag.kind !== 'close') entries.push(...toInclude(tag))
  }
  return entries
}

function toInclude({ name, attributes }: XmlTag): readonly ChangelogEntry[] {
  const path = attributes.get(name === 'include' ? 'file' : 'path')
  if ((name !== 'include' && name !== 'includeAll') || path === undefined) return []
  const isRelative = attributes.get('relativeToChangelogFile') === 'true'
  return [{ kind: name === 'include' ? 'include' : 'include-all', path, isRelative }]
}

function toChangeset(
  text: string,
  { attributes, start }: XmlTag,
  inside: readonly XmlTag[],
  end: number,
): ChangesetEntry {
  const elements = elementsAmong(inside)
  const changes = elements.filter(({ tag }) => !noChange.has(tag.name))
  const [only, ...others] = changes
  const path =
    only?.tag.name === 'sqlFile' && others.length === 0 ? only.tag.attributes.get('path') : undefined
  const dbms = attributes.get('dbms') ?? (others.length === 0 ? only?.tag.attributes.get('dbms') : undefined)
  const sql = sqlAmong(text, changes, dbms)
  return {
    kind: 'changeset',
    id: attributes.get('id') ?? '',
    author: attributes.get('author') ?? '',
    span: [start, end],
    inTransaction: attributes.get('runInTransaction') !== 'false',
    repeatable: attributes.get('runOnChange') === 'true' || attributes.get('runAlways') === 'true',
    ...(dbms !== undefined && { dbms }),
    ...(path !== undefined && {
      sqlFile: { path, isRelative: only?.tag.attributes.get('relativeToChangelogFile') === 'true' },
    }),
    ...(sql && { sql }),
    ...rollbackAmong(text, inside, elements),
  }
}

/** Elements whose text is SQL. */
const textIsSql: ReadonlySet<string> = new Set(['sql', 'createProcedure'])

/** Undefined where something else is among them, or SQL for an engine of its own. */
function sqlAmong(text: string, changes: readonly Element[], dbms: string | undefined): SqlText | undefined {
  const isOnly =
    changes.length > 0 &&
    changes.every(
      ({ tag, close }) =>
        textIsSql.has(tag.name) && close !== undefined && (tag.attributes.get('dbms') ?? dbms) === dbms,
    )
  return isOnly ? joinTexts(changes.map(({ tag, close = tag }) => sqlInXml(text, tag, close))) : undefined
}

function rollbackAmong(
  text: string,
  inside: readonly XmlTag[],
  elements: readonly Element[],
): Pick<ChangesetEntry, 'rollback' | 'hasOtherRollback'> {
  const rollbacks = elements.filter(({ tag }) => tag.name === 'rollback')
  if (rollbacks.length === 0) return {}
  const texts = rollbacks.map(({ tag, close }) => {
    if (close === undefined) return tag.attributes.size === 0 ? joinTexts([]) : undefined
    const children = elementsAmong(inside.filter(({ start }) => start > tag.start && start < close.start))
    if (children.length === 0) return tag.attributes.size === 0 ? sqlInXml(text, tag, close) : undefined
    return sqlAmong(text, children, undefined)
  })
  const read = texts.filter(each => each !== undefined)
  return read.length === texts.length ? { rollback: joinTexts(read) } : { hasOtherRollback: true }
}

const noChange: ReadonlySet<string> = new Set([
  'comment',
  'preConditions',
  'validCheckSum',
  'rollback',
  'property',
])

interface Element {
  readonly tag: XmlTag
  /** Absent for one that is empty. */
  readonly close?: XmlTag
}

/** The outermost of these. */
function elementsAmong(tags: readonly XmlTag[]): readonly Element[] {
  const elements: Element[] = []
  let open: XmlTag | undefined
  let depth = 0
  for (const tag of tags) {
    if (tag.kind === 'close') {
      depth -= 1
      if (depth === 0 && open !== undefined) elements.push({ tag: open, close: tag })
    } else {
      if (depth === 0 && tag.kind === 'empty') elements.push({ tag })
      if (tag.kind === 'open') {
        if (depth === 0) open = tag
        depth += 1
      }
    }
  }
  return elements
}
