import type { ChangelogEntry, ChangesetEntry } from './liquibase-entries.ts'
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
        entries.push(toChangeset(changeset, inside, tag.end))
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

function toChangeset({ attributes, start }: XmlTag, inside: readonly XmlTag[], end: number): ChangesetEntry {
  const changes = changesAmong(inside)
  const [only, ...others] = changes
  const path = only?.name === 'sqlFile' && others.length === 0 ? only.attributes.get('path') : undefined
  const dbms = attributes.get('dbms')
  return {
    kind: 'changeset',
    id: attributes.get('id') ?? '',
    author: attributes.get('author') ?? '',
    span: [start, end],
    inTransaction: attributes.get('runInTransaction') !== 'false',
    repeatable: attributes.get('runOnChange') === 'true' || attributes.get('runAlways') === 'true',
    ...(dbms !== undefined && { dbms }),
    ...(path !== undefined && {
      sqlFile: { path, isRelative: only?.attributes.get('relativeToChangelogFile') === 'true' },
    }),
  }
}

const noChange: ReadonlySet<string> = new Set([
  'comment',
  'preConditions',
  'validCheckSum',
  'rollback',
  'property',
])

/** The changes right below a changeset. */
function changesAmong(tags: readonly XmlTag[]): readonly XmlTag[] {
  const changes: XmlTag[] = []
  let depth = 0
  for (const tag of tags) {
    if (tag.kind === 'close') depth -= 1
    else {
      if (depth === 0 && !noChange.has(tag.name)) changes.push(tag)
      if (tag.kind === 'open') depth += 1
    }
  }
  return changes
}
