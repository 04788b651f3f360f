import { mariadbLexicalRules, mysqlLexicalRules } from '../../lexer/engines.ts'
import type { Column } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import type { DialectTraits } from '../dialect.ts'
import { missingFeature } from '../features/missing-feature.ts'
import { charsetHolds } from './facts/charsets.ts'
import { combinedEffects } from './facts/combined-effects.ts'
import { effectsOf } from './facts/effects.ts'
import { mariadbFeatures } from './facts/features-of-mariadb.ts'
import { mysqlFeatures } from './facts/features-of-mysql.ts'
import { refusedForeignKey } from './facts/foreign-key-types.ts'
import { commitsImplicitly } from './facts/implicit-commit.ts'
import { replicaHazard } from './facts/replication.ts'
import { mariadbServer, mysqlServer, type Server } from './facts/server.ts'
import { refusedIndex, refusedRow } from './facts/size-limits.ts'
import { typeChange } from './facts/type-change.ts'
import { quote } from './reserved-words.ts'
import { columnDefinition } from './writing/column-definition.ts'
import { sqlWriter } from './writing/write-sql.ts'

/** Without a version: the oldest that is still maintained. */
export function mysqlTraits(version?: string): DialectTraits {
  const oldestMaintained = '8.4'
  return traitsOf(
    mysqlServer(version ?? oldestMaintained),
    missingFeature({
      title: 'MySQL',
      sibling: 'MariaDB',
      lexical: mysqlLexicalRules,
      features: mysqlFeatures,
      version,
      newest: '9.7',
      oldestMaintained,
    }),
    column => (hasNoZeroValue(column) ? 'fails' : 'implicit-value'),
    version,
  )
}

/** measured: MariaDB 10.11 in strict mode fills in 0, '', the first ENUM member and the zero date (its default
 * sql_mode has no NO_ZERO_DATE). */
export function mariadbTraits(version?: string): DialectTraits {
  const oldestMaintained = '10.11'
  return traitsOf(
    mariadbServer(version ?? oldestMaintained),
    missingFeature({
      title: 'MariaDB',
      sibling: 'MySQL',
      lexical: mariadbLexicalRules,
      features: mariadbFeatures,
      version,
      newest: '11.8',
      oldestMaintained,
    }),
    () => 'implicit-value',
    version,
  )
}

function traitsOf(
  server: Server,
  missing: DialectTraits['missingFeature'],
  required: (column: Column) => 'fails' | 'implicit-value',
  version: string | undefined,
): DialectTraits {
  const written: Pick<DialectTraits, 'quote' | 'referenceSystem'> = {
    quote,
    referenceSystem: srid => (server.engine === 'mysql' ? `SRID ${srid}` : `REF_SYSTEM_ID=${srid}`),
  }
  return {
    ...written,
    columnDefinition: column => columnDefinition(column, written),
    write: sqlWriter({
      ...written,
      ...(server.hiddenIndex !== undefined && { hiddenIndex: server.hiddenIndex }),
      checksColumns: server.engine === 'mariadb',
    }),
    missingFeature: missing,
    versionIsAssumed: version === undefined,
    addsInstantlySince:
      server.engine === 'mysql' ? 'MySQL 8.0.29 (as the last column from 8.0.12)' : 'MariaDB 10.4',
    transactionalDdl: false,
    nestedBegin: 'commits',
    queryIsTransaction: false,
    concurrentIndexes: false,
    restatesColumns: true,
    ignoresInlineReferences: server.ignoresInlineReferences,
    // MySQL 8.4 manual, Identifier Case Sensitivity: tables and triggers, where the file system tells case apart.
    caseCounts: ['table', 'view'],
    // MySQL 8.4 manual, Identifier Length Limits; measured: MariaDB 10.11, error 1103.
    longestName: { limit: 64, unit: 'characters', outcome: 'refused' },
    updatesOnDuplicateKey: true,
    leavesEqualRows: true,
    pipesAreOr: true,
    timestampEndsIn2038: server.timestampEndsIn2038,
    // Measured: MariaDB 10.11, error 1451, also without rows; not with foreign_key_checks = 0.
    dropReferencedTable: 'fails',
    // Measured: MariaDB 10.11, errors 1553, 1829 and 1054. MySQL: errors 1828, 1829, 3959 and 3108 (Server Error Message
    // Reference).
    referencedKey: server.referencedKey,
    ...(server.indexServes !== undefined && { indexServes: server.indexServes }),
    columnDropRefusedBy: ['foreign-key', 'check', 'generated-column'],
    testsAddedChecks: server.testsAddedChecks,
    ignoresChecks: !server.enforcesChecks,
    addRequiredColumn: column => (isFilled(column) ? 'allowed' : required(column)),
    refusedDefault: type =>
      /^(?:(?:tiny|medium|long)?(?:text|blob)|json)$/.test(type.name) || isSpatial(type.name)
        ? server.refusedLongDefault
        : undefined,
    typeChange: (from, to) => typeChange(from, to, server.engine),
    refusedForeignKey,
    refusedIndex: (index, table, isPrimary) => refusedIndex(index, table, isPrimary, server.engine),
    refusedRow,
    charsetHolds,
    limits: { wait: { name: 'lock_wait_timeout', value: '2' } },
    effectsOf: (operation, before) => effectsOf(operation, before, server),
    combinedEffects: (operations: readonly Operation[], before) =>
      combinedEffects(operations, before, server),
    // MySQL 8.0 manual 12.3.1 Collation Naming Conventions; measured: MariaDB 10.11, error 1062.
    collationMakesEqual: collation => !/(?:^binary|_bin|_as_cs)$/i.test(collation),
    ...(server.rowVersions !== undefined && { rowVersions: server.rowVersions }),
    replicaHazard: (operation, text, before) => replicaHazard(operation, text, before, server.engine),
    commitsImplicitly,
    ...(server.hiddenIndex !== undefined && {
      hideIndex: (table, index) => `ALTER TABLE ${table} ALTER INDEX ${index} ${server.hiddenIndex}`,
    }),
  }
}

function isFilled(column: Column): boolean {
  return (
    column.nullable ||
    column.default !== undefined ||
    column.generated !== undefined ||
    column.autoIncrement !== undefined
  )
}

/** NO_ZERO_DATE is on by default (MySQL 8.0 manual 7.1.11); a spatial column has no default value to take (manual
 * 13.6). */
function hasNoZeroValue(column: Column): boolean {
  const name = column.type?.name ?? ''
  return /^(?:date|datetime|timestamp)$/.test(name) || isSpatial(name)
}

function isSpatial(name: string): boolean {
  return /^(?:geometry\w*|point|linestring|polygon|multi\w+)$/.test(name)
}
