import type { ChangelogEntry, ChangesetEntry } from './liquibase-entries.ts'

/** The entries of a YAML or JSON changelog; undefined where it is neither. */
export async function readYamlChangelog(text: string): Promise<readonly ChangelogEntry[] | undefined> {
  const yaml = await import('yaml')
  try {
    return entriesIn(text, yaml)
  } catch (error) {
    // Nested too deep for the parser, which calls itself.
    if (error instanceof RangeError || error instanceof ReferenceError) return undefined
    throw error
  }
}

function entriesIn(
  text: string,
  { isMap, isSeq, parseDocument }: typeof import('yaml'),
): readonly ChangelogEntry[] | undefined {
  const document = parseDocument(text, { logLevel: 'silent' })
  const list = isMap(document.contents) ? document.contents.get('databaseChangeLog') : undefined
  if (document.errors.length > 0 || !isSeq(list)) return undefined
  return list.items.flatMap(item => {
    const value: unknown = isMap(item) ? item.toJSON() : undefined
    const [start, end] = isMap(item) && item.range ? item.range : [0, 0]
    return toEntry(value, start, end)
  })
}

function toEntry(value: unknown, start: number, end: number): readonly ChangelogEntry[] {
  const changeset = recordAt(value, 'changeSet')
  if (changeset !== undefined) return [toChangeset(changeset, start, end)]
  const include = recordAt(value, 'include')
  const all = recordAt(value, 'includeAll')
  const path = include ? include.file : all?.path
  if (typeof path !== 'string') return []
  const isRelative = isTrue((include ?? all)?.relativeToChangelogFile)
  return [{ kind: include ? 'include' : 'include-all', path, isRelative }]
}

function toChangeset(changeset: Fields, start: number, end: number): ChangesetEntry {
  const changes = changeset.changes
  const [only, ...others] = Array.isArray(changes) ? changes : [changes]
  const sqlFile = others.length === 0 ? recordAt(only, 'sqlFile') : undefined
  const dbms = changeset.dbms
  return {
    kind: 'changeset',
    id: String(changeset.id ?? ''),
    author: String(changeset.author ?? ''),
    span: [start, end],
    inTransaction: String(changeset.runInTransaction) !== 'false',
    repeatable: isTrue(changeset.runOnChange) || isTrue(changeset.runAlways),
    ...(typeof dbms === 'string' && { dbms }),
    ...(typeof sqlFile?.path === 'string' && {
      sqlFile: { path: sqlFile.path, isRelative: isTrue(sqlFile.relativeToChangelogFile) },
    }),
  }
}

type Fields = Readonly<Record<string, unknown>>

function recordAt(value: unknown, key: string): Fields | undefined {
  const found = isFields(value) ? value[key] : undefined
  return isFields(found) ? found : undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTrue(value: unknown): boolean {
  return String(value) === 'true'
}
