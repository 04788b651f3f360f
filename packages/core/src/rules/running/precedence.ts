import type { Finding } from '../finding.ts'
import { type SpeakersFor, speakersAmong } from './speakers.ts'

interface Precedence {
  readonly speaks: string
  /** Rules that would say the same hazard again. */
  readonly silences: readonly string[]
}

/** One hazard speaks once. For the same statement and object: */
const withinStatement: readonly Precedence[] = [
  { speaks: 'drop-if-exists-then-create', silences: ['drop-table'] },
  { speaks: 'drop-and-re-add-column', silences: ['drop-column'] },
  { speaks: 'drop-column-via-rebuild', silences: ['drop-table'] },
  { speaks: 'sqlite-rebuild-cascade', silences: ['drop-table', 'drop-table-cascade', 'drop-order'] },
  { speaks: 'drop-table-cascade', silences: ['drop-cascade-any'] },
  {
    speaks: 'drop-cascade-any',
    silences: ['drop-view', 'drop-function', 'drop-trigger', 'drop-sequence', 'drop-policy'],
  },
  {
    speaks: 'sqlite-internal-object',
    silences: ['drop-table', 'drop-index', 'constraint-backing-index-drop', 'object-missing'],
  },
  { speaks: 'autoincrement-capacity', silences: ['int-primary-key'] },
  { speaks: 'truncate-cascade', silences: ['truncate'] },
  {
    speaks: 'enum-values-replaced',
    silences: ['enum-values-removed', 'enum-values-reordered', 'enum-value-inserted-mid', 'type-narrowing'],
  },
  {
    speaks: 'enum-values-removed',
    silences: ['enum-values-reordered', 'enum-value-inserted-mid', 'type-narrowing'],
  },
  { speaks: 'set-values-removed', silences: ['type-narrowing'] },
  { speaks: 'enum-values-reordered', silences: ['enum-value-inserted-mid', 'type-narrowing'] },
  {
    speaks: 'enum-case-or-text-changed',
    silences: ['enum-values-removed', 'enum-values-replaced', 'set-values-removed'],
  },
  { speaks: 'modify-drops-attributes', silences: ['drop-not-null', 'drop-default'] },
  {
    speaks: 'add-required-column',
    silences: ['mysql-table-copy', 'add-column-check-inline'],
  },
  { speaks: 'drop-unique', silences: ['drop-index-not-concurrently'] },
  { speaks: 'add-unique-constraint', silences: ['add-unique-on-existing'] },
  { speaks: 'set-not-null', silences: ['mysql-table-copy'] },
  { speaks: 'enum-values-reordered', silences: ['mysql-table-copy'] },
  { speaks: 'enum-value-inserted-mid', silences: ['mysql-table-copy'] },
  { speaks: 'alter-column-type-rewrite', silences: ['mysql-table-copy'] },
  { speaks: 'add-foreign-key', silences: ['mysql-table-copy'] },
  { speaks: 'add-check', silences: ['mysql-table-copy'] },
  { speaks: 'add-check-on-existing', silences: ['add-column-check-inline'] },
  { speaks: 'set-values-removed', silences: ['set-values-reordered', 'set-value-inserted-mid'] },
  {
    speaks: 'set-values-reordered',
    silences: ['set-value-inserted-mid', 'mysql-table-copy', 'type-narrowing'],
  },
  { speaks: 'set-value-inserted-mid', silences: ['mysql-table-copy', 'type-narrowing'] },
  { speaks: 'ddl-plus-backfill-same-txn', silences: ['unbatched-backfill'] },
  { speaks: 'add-column-unique-inline', silences: ['add-column-check-inline', 'add-unique-on-existing'] },
  { speaks: 'add-foreign-key', silences: ['add-column-references-inline'] },
  { speaks: 'weaken-sql-mode', silences: ['session-setting-leak', 'superuser-op'] },
  { speaks: 'disable-fk-checks', silences: ['superuser-op'] },
  { speaks: 'grant-public', silences: ['grant-all'] },
  { speaks: 'sqlite-unsupported-alter', silences: ['unparsed-statement', 'unknown-statement'] },
  // What the server refuses needs no word on how it would run.
  {
    speaks: 'version-gated',
    silences: ['set-not-null', 'drop-not-null', 'rename-column', 'add-check'],
  },
  { speaks: 'sqlite-drop-column-illegal', silences: ['dependent-objects-broken'] },
  { speaks: 'sqlite-add-column-illegal', silences: ['add-required-column', 'add-unique-on-existing'] },
  {
    speaks: 'type-cast-may-fail',
    silences: ['type-narrowing', 'alter-column-type-rewrite', 'enum-values-removed', 'enum-values-replaced'],
  },
  {
    speaks: 'index-key-too-long',
    silences: [
      'add-unique-on-existing',
      'mysql-table-copy',
      'add-primary-key',
      'varchar-length-byte-boundary',
    ],
  },
  { speaks: 'row-too-large', silences: ['mysql-table-copy', 'varchar-length-byte-boundary'] },
  {
    speaks: 'partition-key-not-in-pk',
    silences: [
      'mysql-table-copy',
      'add-unique-on-existing',
      'add-unique-constraint',
      'add-primary-key',
      'create-index-not-concurrently',
    ],
  },
  { speaks: 'pk-change', silences: ['drop-unique', 'mysql-table-copy'] },
  {
    speaks: 'object-exists',
    silences: [
      'version-gated',
      'add-required-column',
      'missing-fk-index',
      'add-primary-key',
      'rename-table',
      'rename-column',
    ],
  },
  {
    speaks: 'object-missing',
    silences: [
      'drop-table',
      'drop-column',
      'rename-column',
      'rename-table',
      'sqlite-drop-column-illegal',
      'add-check',
      'add-foreign-key',
      'add-unique-constraint',
      'add-unique-on-existing',
      'create-index-not-concurrently',
      'delete-rows',
      'delete-without-where',
      'dml-overwrites-data',
      'drop-index-not-concurrently',
      'drop-view',
      'fk-parent-index-missing',
      'irreversible-operation',
      'missing-fk-index',
      'update-without-where',
    ],
  },
  {
    speaks: 'drop-order',
    silences: ['drop-view', 'drop-function', 'drop-sequence', 'irreversible-operation'],
  },
  { speaks: 'drop-schema', silences: ['irreversible-operation'] },
  { speaks: 'add-fulltext-spatial-index', silences: ['mysql-table-copy'] },
  {
    speaks: 'fk-parent-index-missing',
    silences: ['add-foreign-key', 'missing-fk-index', 'mysql-table-copy'],
  },
  { speaks: 'alter-ignore', silences: ['add-unique-on-existing', 'type-narrowing'] },
  { speaks: 'sqlite-rename-old-first', silences: ['drop-table', 'drop-table-cascade', 'drop-order'] },
  { speaks: 'varchar-length-byte-boundary', silences: ['mysql-table-copy'] },
  {
    speaks: 'unlogged-reference',
    silences: ['unlogged-table', 'set-logged-unlogged', 'add-foreign-key', 'missing-fk-index'],
  },
  { speaks: 'fk-type-mismatch', silences: ['add-foreign-key', 'missing-fk-index', 'mysql-table-copy'] },
  {
    speaks: 'constraint-backing-index-drop',
    silences: ['drop-unique', 'drop-index-not-concurrently', 'mysql-table-copy', 'pk-change'],
  },
  { speaks: 'security-definer-no-search-path', silences: ['function-rights-changed'] },
  { speaks: 'type-narrowing', silences: ['session-zone-conversion'] },
  { speaks: 'unknown-statement', silences: ['unparsed-statement'] },
  { speaks: 'knex-invalid-sql', silences: ['unparsed-statement', 'unknown-statement'] },
  { speaks: 'knex-sqlite-alter-cascade', silences: ['sqlite-rebuild-cascade', 'drop-table-cascade'] },
  { speaks: 'down-touches-foreign-objects', silences: ['down-drops-new-data'] },
]

/** For the whole migration, on its way back: */
const withinMigration: readonly Precedence[] = [
  { speaks: 'empty-down', silences: ['down-does-not-restore-schema', 'down-loses-data'] },
  { speaks: 'down-touches-foreign-objects', silences: ['down-does-not-restore-schema', 'down-loses-data'] },
  { speaks: 'down-throws', silences: ['empty-down', 'down-does-not-restore-schema', 'down-loses-data'] },
  {
    speaks: 'down-does-not-restore-schema',
    silences: ['modify-drops-attributes', 'knex-alter-drops-attributes'],
  },
]

export const precedences: readonly Precedence[] = [...withinStatement, ...withinMigration]

/** Of one clause of a statement: whoever must keep it from running at all need not hear how long it locks. */
export function oneForEachClause(findings: readonly Finding[]): readonly Finding[] {
  return findings.some(losesData) ? findings.filter(({ category }) => category !== 'locking') : findings
}

/** Drops the findings that repeat what a stronger one says of the same place. `ofClauses`: each is about one clause of
 * its statement. */
export function oneForEachHazard(
  findings: readonly Finding[],
  ofClauses: ReadonlySet<Finding>,
): readonly Finding[] {
  const inMigration = new Set(findings.map(finding => finding.ruleId))
  const byStatement = groupByStatement(findings)
  return findings.filter(finding => {
    if (
      finding.direction === 'down' &&
      withinMigration.some(rule => inMigration.has(rule.speaks) && rule.silences.includes(finding.ruleId))
    ) {
      return false
    }
    if (finding.statement === undefined) return true
    const speakers = byStatement.get(statementKey(finding))?.(finding) ?? []
    return ![...speakers].some(other => silences(other, finding, ofClauses))
  })
}

function silences(speaker: Finding, finding: Finding, ofClauses: ReadonlySet<Finding>): boolean {
  if (speaker === finding) return false
  // That others wait does not say that the statement fails.
  if (speaker.category === 'locking' && speaker.severity !== 'error' && failsForCertain(finding)) return false
  // Without the clause that loses data the others still lock: ADD PRIMARY KEY beside DROP COLUMN.
  if (losesData(speaker) && finding.category === 'locking')
    return !ofClauses.has(finding) || speaker.objects.some(object => finding.objects.includes(object))
  // The table is written again once, and every other change of the statement waits for that anyway.
  if (speaker.category === 'locking' && finding.category === 'locking') {
    if (speaker.lock?.rewrite === true && speaker.severity === 'error' && finding.severity !== 'error')
      return true
  }
  return silencedBy.get(speaker.ruleId)?.has(finding.ruleId) === true
}

function losesData({ category, severity }: Finding): boolean {
  return category === 'data-loss' && severity !== 'info'
}

function failsForCertain({ category, severity }: Finding): boolean {
  return category === 'data-dependent' && severity === 'error'
}

const silencedBy: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  withinStatement.map(({ speaks }) => [
    speaks,
    new Set(withinStatement.filter(other => other.speaks === speaks).flatMap(({ silences }) => silences)),
  ]),
)

function groupByStatement(findings: readonly Finding[]): ReadonlyMap<string, SpeakersFor> {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.statement === undefined) continue
    const key = statementKey(finding)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [finding])
    else group.push(finding)
  }
  return new Map([...groups].map(([key, group]) => [key, speakersAmong(group)]))
}

/** Its text: the operations of one statement that code has put together are written in several places. */
function statementKey({ direction, file, statement = '' }: Finding): string {
  return `${direction}\n${file}\n${statement}`
}
