import { sqliteLexicalRules } from '../../lexer/engines.ts'
import type { DialectTraits } from '../dialect.ts'
import { isBefore, missingFeature } from '../features/missing-feature.ts'
import { effectsOf } from './effects.ts'
import { features } from './features.ts'
import { quote } from './keywords.ts'
import { typeChange } from './type-change.ts'
import { writeRebuild } from './writing/write-rebuild.ts'
import { columnDefinition, writeSql } from './writing/write-sql.ts'

/** What most drivers bring along; measured: 3.50.4 refuses what 3.53 can. */
const usualVersion = '3.50'

export function sqliteTraits(version?: string): DialectTraits {
  return {
    // Measured: SQLite 3.40: a CREATE TABLE that is rolled back leaves no row in sqlite_schema.
    transactionalDdl: true,
    nestedBegin: 'refused',
    queryIsTransaction: false,
    concurrentIndexes: false,
    // SQLite, SQLite Is Serverless.
    embedded: true,
    // SQLite manual, CREATE TABLE; measured: SQLite 3.40, object name reserved for internal use.
    internalPrefix: 'sqlite_',
    restatesColumns: false,
    // SQLite manual, ALTER TABLE, Making Other Kinds Of Table Schema Changes.
    altersByRebuild: true,
    // SQLite manual, ALTER TABLE RENAME, compatibility note; measured: SQLite 3.25 and 3.26, #rename-table-with-child.
    foreignKeysFollowRenames:
      version !== undefined && isBefore(version, '3.26') ? 'where-enforced' : 'always',
    // SQLite manual, ALTER TABLE RENAME, RENAME COLUMN.
    triggersFollowRenames: version === undefined || !isBefore(version, '3.26'),
    // SQLite manual, SQLite Foreign Key Support, 3; measured: SQLite 3.50, foreign key mismatch.
    referencedKey: 'unique',
    // Measured: SQLite 3.50, error 787; the implicit DELETE looks at the rows.
    dropReferencedTable: 'fails-with-rows',
    missingFeature: missingFeature({
      title: 'SQLite',
      lexical: sqliteLexicalRules,
      features,
      version: version ?? usualVersion,
      newest: '3.54',
      oldestMaintained: '3.22',
    }),
    // SQLite manual, ALTER TABLE ADD COLUMN; measured: SQLite 3.36 and 3.37, #add-column-check-broken.
    testsAddedChecks: version === undefined || !isBefore(version, '3.37'),
    // Measured: SQLite 3.31.1 and 3.32.0, #add-column-required-empty.
    addsAsIfFilled: version !== undefined && isBefore(version, '3.32'),
    // SQLite manual, ALTER TABLE ADD COLUMN: a NOT NULL column must have a default other than NULL.
    addRequiredColumn: () => 'fails',
    typeChange,
    // SQLite, Implementation Limits For SQLite, 2; measured: SQLite 3.40, too many columns.
    refusedRow: columns =>
      columns.length > 2000 ? { reason: 'a table takes 2000 columns at most' } : undefined,
    // SQLite, Datatypes In SQLite, 7 Collating Sequences.
    collationMakesEqual: collation => /^(?:nocase|rtrim)$/i.test(collation),
    effectsOf,
    commitsImplicitly: () => false,
    quote,
    columnDefinition,
    write: writeSql,
    writeRebuild,
  }
}
