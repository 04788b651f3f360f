import type { YAMLMap } from 'yaml'
import { joinTexts, type SqlText } from './decoded-text.ts'
import type { ChangelogEntry, ChangesetEntry } from './liquibase-entries.ts'
import { sqlInYaml } from './liquibase-yaml-sql.ts'

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

function entriesIn(text: string, yaml: typeof import('yaml')): readonly ChangelogEntry[] | undefined {
  const { isMap, isSeq, parseDocument } = yaml
  const document = parseDocument(text, { logLevel: 'silent' })
  const list = isMap(document.contents) ? document.contents.get('databaseChangeLog') : undefined
  if (document.errors.length > 0 || !isSeq(list)) return undefined
  return list.items.flatMap(item => {
    const value: unknown = isMap(item) ? item.toJSON() : undefined
    const [start, end] = isMap(item) && item.range ? item.range : [0, 0]
    const node: unknown = isMap(item) ? item.get('changeSet') : undefined
    return toEntry(value, start, end, isMap(node) ? { text, yaml, node } : undefined)
  })
}

/** A changeset with its places. */
interface PlacedChangeset {
  readonly text: string
  readonly yaml: typeof import('yaml')
  readonly node: YAMLMap
}

function toEntry(
  value: unknown,
  start: number,
  end: number,
  placed: PlacedChangeset | undefined,
): readonly ChangelogEntry[] {
  const changeset = recordAt(value, 'changeSet')
  if (changeset !== undefined)
    return [{ ...toChangeset(changeset, start, end), ...(placed && sqlOf(placed)) }]
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

function sqlOf({ text, yaml, node }: PlacedChangeset): Partial<ChangesetEntry> {
  const sql = textsIn(node.get('changes'), text, yaml)
  const rollback = node.get('rollback', true)
  if (rollback === undefined) return sql ? { sql } : {}
  const isNothing = yaml.isScalar(rollback) && (rollback.value === null || rollback.value === '')
  const back = isNothing ? joinTexts([]) : textsIn(rollback, text, yaml)
  return { ...(sql && { sql }), ...(back ? { rollback: back } : { hasOtherRollback: true as const }) }
}

const textIsSql = ['sql', 'createProcedure'] as const

/** The SQL of one change or several; undefined where something else is among them. */
function textsIn(value: unknown, text: string, yaml: typeof import('yaml')): SqlText | undefined {
  const items = yaml.isSeq(value) ? value.items : [value]
  const texts = items.map(item => textIn(item, text, yaml))
  const read = texts.filter(each => each !== undefined)
  return read.length > 0 && read.length === texts.length ? joinTexts(read) : undefined
}

function textIn(item: unknown, text: string, yaml: typeof import('yaml')): SqlText | undefined {
  const { isMap, isScalar } = yaml
  if (isScalar(item)) return typeof item.value === 'string' ? sqlInYaml(text, item, undefined) : undefined
  if (!isMap(item)) return undefined
  const [name, ...others] = item.items.map(({ key }) => (isScalar(key) ? key.value : undefined))
  const kind = textIsSql.find(each => each === name)
  if (kind === undefined || others.length > 0) return undefined
  const change: unknown = item.get(kind, true)
  if (!isMap(change)) return textIn(change, text, yaml)
  const sql: unknown = change.get(kind === 'sql' ? 'sql' : 'procedureText', true)
  const delimiter: unknown = change.get('endDelimiter')
  // SQL for an engine of its own is none of the whole changeset's.
  if (!isScalar(sql) || typeof sql.value !== 'string' || change.has('dbms')) return undefined
  return sqlInYaml(text, sql, typeof delimiter === 'string' ? delimiter : undefined)
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
