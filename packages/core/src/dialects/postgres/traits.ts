import { postgresLexicalRules } from '../../lexer/engines.ts'
import type { DialectTraits } from '../dialect.ts'
import { missingFeature } from '../features/missing-feature.ts'
import { effectsOf } from './effects/effects-of.ts'
import { readAgain } from './effects/type-effects.ts'
import { disagreeingCollation, isNondeterministic } from './facts/collations.ts'
import { features } from './facts/features.ts'
import { refusedForeignKey } from './facts/foreign-key-types.ts'
import { quoteName } from './facts/keywords.ts'
import { versionRange } from './operations/server-version.ts'
import { keptTypes } from './type-change/kept-types.ts'
import { typeChange } from './type-change/type-change.ts'
import { engine } from './writing/engine-words.ts'
import { writeSql } from './writing/write-sql.ts'

/** PostgreSQL versioning policy: 14 had its last release in November 2026. */
const oldestMaintained = 15

/** Versions 12 to 18; an older or newer one answers as its nearest. */
export function postgresTraits(version?: string): DialectTraits {
  const major = majorOf(version)
  return {
    serverVersions: versionRange(version, oldestMaintained),
    transactionalDdl: true,
    nestedBegin: 'ignored',
    queryIsTransaction: true,
    concurrentIndexes: true,
    // PostgreSQL 14.4 release notes.
    ...(/^14\.[0-3](?!\d)/.test(version ?? '') && { concurrentIndexesLoseRows: '14.4' }),
    hasCommentStatement: true,
    laterValidation: true,
    // Measured: PostgreSQL 15, error 2BP01, also without rows.
    dropReferencedTable: 'fails',
    // PostgreSQL 15 manual, 5.14 Dependency Tracking; measured: PostgreSQL 15, error 2BP01. Indexes and constraints of
    // the table itself go with the column.
    dropsAreRestricted: true,
    // PostgreSQL 15 manual, 5.4.5 Foreign Keys; measured: PostgreSQL 15, error 42830.
    referencedKey: 'unique',
    columnDropRefusedBy: [
      'view',
      'materialized-view',
      'rule',
      'policy',
      'trigger',
      'generated-column',
      'foreign-key',
    ],
    // PostgreSQL 15 manual, 5.14 Dependency Tracking.
    dropsNeedCascade: true,
    // Measured: PostgreSQL 15, error 42601.
    refusesSecondAssignment: true,
    restatesColumns: false,
    // PostgreSQL manual, 4.1.1 Identifiers and Key Words: folded unless quoted, NAMEDATALEN-1 bytes; measured: 15.
    caseCounts: 'all',
    longestName: { limit: 63, unit: 'bytes', outcome: 'cut' },
    // PostgreSQL manual, Database Page Layout, Table Row Layout.
    alignedRows: true,
    ownTypes: ['jsonb', 'timestamptz'],
    // PostgreSQL manual, 8.3 Character Types, Tip.
    textCostsNothing: true,
    // Measured: PostgreSQL 15 and 18, error 23502, also with DEFAULT NULL.
    addRequiredColumn: column =>
      column.nullable || isValue(column.default) || fillsItself(column) ? 'allowed' : 'fails',
    // Measured: PostgreSQL 15, error 23514.
    testsAddedChecks: true,
    typeChange,
    keptTypes,
    readAgain,
    refusedForeignKey,
    // PostgreSQL manual, Appendix K Limits; measured: PostgreSQL 15, errors 54011 both.
    limits: {
      wait: { name: 'lock_timeout', value: "'2s'" },
      statement: { name: 'statement_timeout', value: "'1min'" },
    },
    refusedRow: columns =>
      columns.length > 1600 ? { reason: 'a table takes 1600 columns at most' } : undefined,
    refusedIndex: ({ parts }) =>
      parts.length > 32 ? { reason: 'an index takes 32 columns at most' } : undefined,
    collationMakesEqual: isNondeterministic,
    // Measured: PostgreSQL 15 and 18, error 0A000; PostgreSQL 18 release notes.
    patternsNeedDeterministic: major < 18 ? 'all' : 'all-but-like',
    missingFeature: missingFeature({
      title: 'PostgreSQL',
      lexical: postgresLexicalRules,
      features,
      version,
      newest: '18',
      oldestMaintained: `${oldestMaintained}`,
    }),
    disagreeingCollation,
    effectsOf: (operation, before) => effectsOf(operation, before, major),
    commitsImplicitly: () => false,
    quote: quoteName,
    columnDefinition: engine.column,
    write: writeSql,
  }
}

function isValue(value: string | undefined): boolean {
  return value !== undefined && !/^null(?:::.*)?$/i.test(value.trim())
}

function fillsItself(column: Parameters<DialectTraits['addRequiredColumn']>[0]): boolean {
  return column.generated !== undefined || column.autoIncrement !== undefined
}

function majorOf(version: string | undefined): number {
  const major = Number.parseInt(version ?? '', 10)
  return Number.isNaN(major) ? oldestMaintained : Math.min(Math.max(major, 12), 18)
}
