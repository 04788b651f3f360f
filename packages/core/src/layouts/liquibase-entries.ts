import type { DialectName } from '../migration/migration.ts'
import { joinTexts, type SqlText } from './decoded-text.ts'
import { enginesInBoth, enginesOf, enginesOfContext } from './liquibase-dbms.ts'
import { enginesByPreconditions } from './liquibase-preconditions.ts'
import type { Section } from './section.ts'
import type { Property, WrittenChange } from './written-change.ts'

/** What a changelog lists, in its order. */
export type ChangelogEntry =
  | ChangesetEntry
  | IncludeEntry
  /** `isLocal`: for this changelog and those that it includes. */
  | ({ readonly kind: 'property'; readonly isLocal: boolean } & Property)

export interface ReadChangelog {
  readonly entries: readonly ChangelogEntry[]
  /** There may be more, which cannot be read. */
  readonly flaw?: ChangelogFlaw
}

/** Why a changelog cannot be read to its end. */
export interface ChangelogFlaw {
  /** A clause, without a full stop. */
  readonly cause: string
  readonly offset: number
}

export interface IncludeEntry {
  /** `include-all`: every changelog and SQL file of the folder. */
  readonly kind: 'include' | 'include-all'
  readonly path: string
  readonly isRelative: boolean
  /** Liquibase goes on without it. */
  readonly mayBeMissing?: true
}

/** A changeset in XML, YAML or JSON. */
export interface ChangesetEntry {
  readonly kind: 'changeset'
  readonly id: string
  readonly author: string
  /** What the history has in place of the changelog's path. */
  readonly logicalPath?: string
  /** Where it stands. */
  readonly span: Section
  readonly dbms?: string
  /** Absent: on all. */
  readonly engines?: readonly DialectName[]
  readonly inTransaction: boolean
  readonly repeatable: boolean
  readonly changes: readonly WrittenChange[]
  /** Absent: Liquibase makes it from the changes. */
  readonly rollback?: readonly WrittenChange[]
  readonly rollbackAt?: number
  readonly preconditions?: WrittenChange
}

const noChanges: ReadonlySet<string> = new Set([
  'comment',
  'preConditions',
  'validCheckSum',
  'rollback',
  'property',
])

/** A changeset element, of whichever format, as what it says. */
export function changesetOf(
  { attributes, children, span }: WrittenChange,
  changelogPath: string | undefined,
): ChangesetEntry {
  const changes = children.filter(({ name }) => !noChanges.has(name))
  const rollbacks = children.filter(({ name }) => name === 'rollback')
  const preconditions = children.find(({ name }) => name === 'preConditions')
  const only = changes.length === 1 ? changes[0] : undefined
  const dbms = attributes.get('dbms') ?? only?.attributes.get('dbms')
  const engines = enginesInBoth(enginesAsked(attributes, dbms), enginesByPreconditions(preconditions))
  const logicalPath = attributes.get('logicalFilePath') ?? changelogPath
  return {
    kind: 'changeset',
    id: attributes.get('id') ?? '',
    author: attributes.get('author') ?? '',
    span,
    inTransaction: attributes.get('runInTransaction') !== 'false',
    repeatable: attributes.get('runOnChange') === 'true' || attributes.get('runAlways') === 'true',
    changes,
    ...(logicalPath !== undefined && { logicalPath }),
    ...(dbms !== undefined && { dbms }),
    ...(engines && { engines }),
    ...(rollbacks[0] && {
      rollback: rollbacks.flatMap(changesInRollback),
      rollbackAt: rollbacks[0].span[0],
    }),
    ...(preconditions && { preconditions }),
  }
}

export function propertyOf(attributes: ReadonlyMap<string, string>): readonly ChangelogEntry[] {
  const [name, value] = [attributes.get('name'), attributes.get('value')]
  const engines = enginesAsked(attributes, attributes.get('dbms'))
  const isLocal = attributes.get('global')?.toLowerCase() === 'false'
  return name === undefined || value === undefined
    ? []
    : [{ kind: 'property', name, value, isLocal, ...(engines && { engines }) }]
}

export function includeOf(
  name: 'include' | 'includeAll',
  attributes: ReadonlyMap<string, string>,
): readonly ChangelogEntry[] {
  const path = attributes.get(name === 'include' ? 'file' : 'path')
  const isRelative = attributes.get('relativeToChangelogFile') === 'true'
  const mayBeMissing = ['errorIfMissing', 'errorIfMissingOrEmpty'].some(
    each => attributes.get(each) === 'false',
  )
  const kind = name === 'include' ? 'include' : 'include-all'
  return path === undefined ? [] : [{ kind, path, isRelative, ...(mayBeMissing && { mayBeMissing }) }]
}

function enginesAsked(
  attributes: ReadonlyMap<string, string>,
  dbms: string | undefined,
): readonly DialectName[] | undefined {
  return enginesInBoth(
    enginesOf(dbms),
    enginesOfContext(attributes.get('contextFilter') ?? attributes.get('context')),
  )
}

/** SQL may stand there without an element of its own, and another changeset may be named (ChangeSet.java). */
function changesInRollback(rollback: WrittenChange): readonly WrittenChange[] {
  const { attributes, children, text } = rollback
  if (attributes.has('changeSetId')) return [rollback]
  const changes = children.filter(({ name }) => !noChanges.has(name))
  if (text !== undefined) return [...changes, { ...rollback, name: 'sql' }]
  return changes.length === 0 && attributes.size > 0 ? [rollback] : changes
}

/** The SQL files that its changes run, by the path that they give. */
export function filesNamedIn({
  changes,
  rollback = [],
}: ChangesetEntry): readonly { readonly path: string; readonly isRelative: boolean }[] {
  return [...changes, ...rollback].flatMap(({ name, attributes }) => {
    const path = name === 'sqlFile' ? attributes.get('path') : undefined
    const isRelative = attributes.get('relativeToChangelogFile') === 'true'
    return path === undefined ? [] : [{ path, isRelative }]
  })
}

/** The SQL that these are; undefined where something else is among them, or SQL for an engine of its own. */
export function sqlOf(changes: readonly WrittenChange[], dbms: string | undefined): SqlText | undefined {
  const texts = changes.map(({ name, text, attributes }) =>
    (name === 'sql' || name === 'createProcedure') && (attributes.get('dbms') ?? dbms) === dbms
      ? text
      : undefined,
  )
  const read = texts.filter(text => text !== undefined)
  return read.length === texts.length ? joinTexts(read) : undefined
}
