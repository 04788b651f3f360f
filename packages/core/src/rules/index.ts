import { addCheck } from './add-check.ts'
import { addCheckOnExisting } from './add-check-on-existing.ts'
import { addColumnCheckInline } from './add-column-check-inline.ts'
import { addColumnConstrainedDomain } from './add-column-constrained-domain.ts'
import { addColumnGeneratedStored } from './add-column-generated-stored.ts'
import { addColumnIdentity } from './add-column-identity.ts'
import { addColumnReferencesInline } from './add-column-references-inline.ts'
import { addColumnSerial } from './add-column-serial.ts'
import { addColumnUniqueInline } from './add-column-unique-inline.ts'
import { addColumnVolatileDefault } from './add-column-volatile-default.ts'
import { addExclusionConstraint } from './add-exclusion-constraint.ts'
import { addFkOnExisting } from './add-fk-on-existing.ts'
import { addForeignKey } from './add-foreign-key.ts'
import { addFulltextSpatialIndex } from './add-fulltext-spatial-index.ts'
import { addPrimaryKey } from './add-primary-key.ts'
import { addRequiredColumn } from './add-required-column.ts'
import { addUniqueConstraint } from './add-unique-constraint.ts'
import { addUniqueOnExisting } from './add-unique-on-existing.ts'
import { alterColumnTypeRewrite } from './alter-column-type-rewrite.ts'
import { alterColumnTypeScan } from './alter-column-type-scan.ts'
import { alterIgnore } from './alter-ignore.ts'
import { asyncNotAwaited } from './async-not-awaited.ts'
import { attachPartitionWithoutCheck } from './attach-partition-without-check.ts'
import { autoincrementCapacity } from './autoincrement-capacity.ts'
import { changeDefault } from './change-default.ts'
import { charsetConversion } from './charset-conversion.ts'
import { codeNotReached } from './code-not-reached.ts'
import { collationChange } from './collation-change.ts'
import { columnAlignment } from './column-alignment.ts'
import { columnAssignedTwice } from './column-assigned-twice.ts'
import { columnOrderChanged } from './column-order-changed.ts'
import { concurrentIndexInvalidRetry } from './concurrent-index-invalid-retry.ts'
import { concurrentlyCorruptsIndex } from './concurrently-corrupts-index.ts'
import { concurrentlyInTransaction } from './concurrently-in-transaction.ts'
import { constraintBackingIndexDrop } from './constraint-backing-index-drop.ts'
import { consumersOutsideDb } from './consumers-outside-db.ts'
import { createIndexNotConcurrently } from './create-index-not-concurrently.ts'
import { createOrReplaceTable } from './create-or-replace-table.ts'
import { damagedText } from './damaged-text.ts'
import { dangerousFunction } from './dangerous-function.ts'
import { ddlAfterBackfill } from './ddl-after-backfill.ts'
import { ddlPlusBackfillSameTxn } from './ddl-plus-backfill-same-txn.ts'
import { deferrableConstraint } from './deferrable-constraint.ts'
import { definerNotAllowed } from './definer-not-allowed.ts'
import { deleteRows } from './delete-rows.ts'
import { deleteWithoutWhere } from './delete-without-where.ts'
import { dependentObjectsBroken } from './dependent-objects-broken.ts'
import { detachPartitionNotConcurrently } from './detach-partition-not-concurrently.ts'
import { disableFkChecks } from './disable-fk-checks.ts'
import { displayWidth } from './display-width.ts'
import { dmlOverwritesData } from './dml-overwrites-data.ts'
import { domainWithCheck } from './domain-with-check.ts'
import { downCanFailOnData } from './down-can-fail-on-data.ts'
import { downDoesNotRestoreSchema } from './down-does-not-restore-schema.ts'
import { downDropsNewData } from './down-drops-new-data.ts'
import { downIncompleteBatch } from './down-incomplete-batch.ts'
import { downLosesData } from './down-loses-data.ts'
import { downNotIdempotent } from './down-not-idempotent.ts'
import { downThrows } from './down-throws.ts'
import { downTouchesForeignObjects } from './down-touches-foreign-objects.ts'
import { downUnsafeLocks } from './down-unsafe-locks.ts'
import { dropAndReAddColumn } from './drop-and-re-add-column.ts'
import { dropCascadeAny } from './drop-cascade-any.ts'
import { dropCheck } from './drop-check.ts'
import { dropColumn } from './drop-column.ts'
import { dropColumnViaRebuild } from './drop-column-via-rebuild.ts'
import { dropDefault } from './drop-default.ts'
import { dropFk } from './drop-fk.ts'
import { dropFunction } from './drop-function.ts'
import { dropIfExistsThenCreate } from './drop-if-exists-then-create.ts'
import { dropIndex } from './drop-index.ts'
import { dropIndexNotConcurrently } from './drop-index-not-concurrently.ts'
import { dropNotNull } from './drop-not-null.ts'
import { dropOrder } from './drop-order.ts'
import { dropPartition } from './drop-partition.ts'
import { dropPolicy } from './drop-policy.ts'
import { dropSchema } from './drop-schema.ts'
import { dropSequence } from './drop-sequence.ts'
import { dropTable } from './drop-table.ts'
import { dropTableCascade } from './drop-table-cascade.ts'
import { dropTrigger } from './drop-trigger.ts'
import { dropUnique } from './drop-unique.ts'
import { dropView } from './drop-view.ts'
import { duplicateVersion } from './duplicate-version.ts'
import { editedAppliedMigration } from './edited-applied-migration.ts'
import { emptyDown } from './empty-down.ts'
import { engineChange } from './engine-change.ts'
import { enumCaseOrTextChanged } from './enum-case-or-text-changed.ts'
import { enumType } from './enum-type.ts'
import { enumValueConsumedBeforeDeploy } from './enum-value-consumed-before-deploy.ts'
import { enumValueInsertedMid } from './enum-value-inserted-mid.ts'
import { enumValuePosition } from './enum-value-position.ts'
import { enumValueUsedInSameTxn } from './enum-value-used-in-same-txn.ts'
import { enumValuesRemoved } from './enum-values-removed.ts'
import { enumValuesReordered } from './enum-values-reordered.ts'
import { enumValuesReplaced } from './enum-values-replaced.ts'
import { experimentalObject } from './experimental-object.ts'
import { extensionDropsRows } from './extension-drops-rows.ts'
import { extensionWithoutVersion } from './extension-without-version.ts'
import { fkParentIndexMissing } from './fk-parent-index-missing.ts'
import { fkTypeMismatch } from './fk-type-mismatch.ts'
import { floatForMoney } from './float-for-money.ts'
import { functionRightsChanged } from './function-rights-changed.ts'
import { grantAll } from './grant-all.ts'
import { grantBlanket } from './grant-blanket.ts'
import { grantPublic } from './grant-public.ts'
import { grantRevokeInDdl } from './grant-revoke-in-ddl.ts'
import { hotTableMultiTouch } from './hot-table-multi-touch.ts'
import { idempotencyGuardMissing } from './idempotency-guard-missing.ts'
import { identifierTooLong } from './identifier-too-long.ts'
import { implicitCommitMultiDdl } from './implicit-commit-multi-ddl.ts'
import { indexKeyTooLong } from './index-key-too-long.ts'
import { indexLeftInvalid } from './index-left-invalid.ts'
import { inlineReferencesIgnored } from './inline-references-ignored.ts'
import { insertSelectDuplicateKey } from './insert-select-duplicate-key.ts'
import { intPrimaryKey } from './int-primary-key.ts'
import { irreversibleOperation } from './irreversible-operation.ts'
import { ivfflatBeforeRows } from './ivfflat-before-rows.ts'
import { jsonNotJsonb } from './json-not-jsonb.ts'
import { knexAlterDropsAttributes } from './knex-alter-drops-attributes.ts'
import { knexInvalidSql } from './knex-invalid-sql.ts'
import { knexSqliteAlterCascade } from './knex-sqlite-alter-cascade.ts'
import { loadData } from './load-data.ts'
import { lockTable } from './lock-table.ts'
import { misleadingIfNotExists } from './misleading-if-not-exists.ts'
import { missingAppliedFile } from './missing-applied-file.ts'
import { missingComment } from './missing-comment.ts'
import { missingDown } from './missing-down.ts'
import { missingFkIndex } from './missing-fk-index.ts'
import { missingLockTimeout } from './missing-lock-timeout.ts'
import { missingStatementTimeout } from './missing-statement-timeout.ts'
import { mixedCaseName } from './mixed-case-name.ts'
import { mixedDdlDml } from './mixed-ddl-dml.ts'
import { modifyDropsAttributes } from './modify-drops-attributes.ts'
import { multiStrongLockOneTxn } from './multi-strong-lock-one-txn.ts'
import { multipleAlterSameTable } from './multiple-alter-same-table.ts'
import { mysqlCombinedAlterLosesInstant } from './mysql-combined-alter-loses-instant.ts'
import { mysqlInplaceRebuild } from './mysql-inplace-rebuild.ts'
import { mysqlTableCopy } from './mysql-table-copy.ts'
import { namePattern } from './name-pattern.ts'
import { noExplicitAlgorithmLock } from './no-explicit-algorithm-lock.ts'
import { nonTransactionalStmtInTxn } from './non-transactional-stmt-in-txn.ts'
import { nondeterministicCollationFk } from './nondeterministic-collation-fk.ts'
import { nondeterministicCollationLike } from './nondeterministic-collation-like.ts'
import { nullComparison } from './null-comparison.ts'
import { objectExists } from './object-exists.ts'
import { objectMissing } from './object-missing.ts'
import { objectOwner } from './object-owner.ts'
import { onDeleteCascadeAdded } from './on-delete-cascade-added.ts'
import { orderingHazard } from './ordering-hazard.ts'
import { orphanDown } from './orphan-down.ts'
import { oscIncompatible } from './osc-incompatible.ts'
import { outOfOrder } from './out-of-order.ts'
import { partitionKeyNotInPk } from './partition-key-not-in-pk.ts'
import { pkChange } from './pk-change.ts'
import { plainSecretInMigration } from './plain-secret-in-migration.ts'
import { policyMissingCommand } from './policy-missing-command.ts'
import { policyWithoutRls } from './policy-without-rls.ts'
import { purgeBinaryLog } from './purge-binary-log.ts'
import { redundantIndex } from './redundant-index.ts'
import { refreshMatviewNotConcurrently } from './refresh-matview-not-concurrently.ts'
import { reindexNotConcurrently } from './reindex-not-concurrently.ts'
import { renameColumn } from './rename-column.ts'
import { renameConstraint } from './rename-constraint.ts'
import { renameEnumValue } from './rename-enum-value.ts'
import { renameIndex } from './rename-index.ts'
import { renameSchema } from './rename-schema.ts'
import { renameTable } from './rename-table.ts'
import { replaceInto } from './replace-into.ts'
import { replicationUnsafe } from './replication-unsafe.ts'
import { requiredColumns } from './required-columns.ts'
import { reservedWord } from './reserved-word.ts'
import { restrictivePolicy } from './restrictive-policy.ts'
import { rlsEnabledWithoutPolicy } from './rls-enabled-without-policy.ts'
import { rollbackInMigration } from './rollback-in-migration.ts'
import { rowSecurityChanged } from './row-security-changed.ts'
import { rowTooLarge } from './row-too-large.ts'
import type { Rule } from './rule.ts'
import { savepointLoop } from './savepoint-loop.ts'
import { schemaQualified } from './schema-qualified.ts'
import { scriptThrows } from './script-throws.ts'
import { securityDefinerNoSearchPath } from './security-definer-no-search-path.ts'
import { serialNotIdentity } from './serial-not-identity.ts'
import { sessionSettingLeak } from './session-setting-leak.ts'
import { sessionZoneConversion } from './session-zone-conversion.ts'
import { setAccessMethod } from './set-access-method.ts'
import { setLoggedUnlogged } from './set-logged-unlogged.ts'
import { setNotNull } from './set-not-null.ts'
import { setSchema } from './set-schema.ts'
import { setTablespace } from './set-tablespace.ts'
import { setValueInsertedMid } from './set-value-inserted-mid.ts'
import { setValuesRemoved } from './set-values-removed.ts'
import { setValuesReordered } from './set-values-reordered.ts'
import { sideEffect } from './side-effect.ts'
import { sqliteAddColumnIllegal } from './sqlite-add-column-illegal.ts'
import { sqliteDropColumnIllegal } from './sqlite-drop-column-illegal.ts'
import { sqliteInternalObject } from './sqlite-internal-object.ts'
import { sqliteNameAsText } from './sqlite-name-as-text.ts'
import { sqliteNotNullRebuild } from './sqlite-not-null-rebuild.ts'
import { sqlitePragmaInTransaction } from './sqlite-pragma-in-transaction.ts'
import { sqliteRebuildCascade } from './sqlite-rebuild-cascade.ts'
import { sqliteRebuildLostObjects } from './sqlite-rebuild-lost-objects.ts'
import { sqliteRenameOldFirst } from './sqlite-rename-old-first.ts'
import { sqliteUnsupportedAlter } from './sqlite-unsupported-alter.ts'
import { sqliteWritableSchema } from './sqlite-writable-schema.ts'
import { superuserOp } from './superuser-op.ts'
import { suppressionWithoutReason } from './suppression-without-reason.ts'
import { tableOptions } from './table-options.ts'
import { tableSwap } from './table-swap.ts'
import { tableWithoutPrimaryKey } from './table-without-primary-key.ts'
import { timeDependentSql } from './time-dependent-sql.ts'
import { timestamp2038 } from './timestamp-2038.ts'
import { timestampPrecision } from './timestamp-precision.ts'
import { timestampWithoutZone } from './timestamp-without-zone.ts'
import { tooManyColumns } from './too-many-columns.ts'
import { tooManyIndexes } from './too-many-indexes.ts'
import { tooManyRowVersions } from './too-many-row-versions.ts'
import { transactionDisabledMultiStmt } from './transaction-disabled-multi-stmt.ts'
import { transactionNesting } from './transaction-nesting.ts'
import { transactionSplitsBatch } from './transaction-splits-batch.ts'
import { truncate } from './truncate.ts'
import { truncateCascade } from './truncate-cascade.ts'
import { typeCastMayFail } from './type-cast-may-fail.ts'
import { typeNarrowing } from './type-narrowing.ts'
import { unbatchedBackfill } from './unbatched-backfill.ts'
import { uncommittedTransaction } from './uncommitted-transaction.ts'
import { unknownSavepoint } from './unknown-savepoint.ts'
import { unknownStatement } from './unknown-statement.ts'
import { unknownSuppressedRule } from './unknown-suppressed-rule.ts'
import { unloggedReference } from './unlogged-reference.ts'
import { unloggedTable } from './unlogged-table.ts'
import { unnamedConstraint } from './unnamed-constraint.ts'
import { unparsedStatement } from './unparsed-statement.ts'
import { unreadableFile } from './unreadable-file.ts'
import { unusedSuppression } from './unused-suppression.ts'
import { updateWithoutWhere } from './update-without-where.ts'
import { usesOuterKnex } from './uses-outer-knex.ts'
import { vacuumFull } from './vacuum-full.ts'
import { validateInSameTransaction } from './validate-in-same-transaction.ts'
import { varcharLengthByteBoundary } from './varchar-length-byte-boundary.ts'
import { varcharN } from './varchar-n.ts'
import { versionGated } from './version-gated.ts'
import { weakenSqlMode } from './weaken-sql-mode.ts'
import { wrongDirective } from './wrong-directive.ts'
import { zeroDate } from './zero-date.ts'

export const builtInRules: readonly Rule[] = [
  addCheck,
  addCheckOnExisting,
  addColumnCheckInline,
  addColumnConstrainedDomain,
  addColumnGeneratedStored,
  addColumnIdentity,
  addColumnReferencesInline,
  addColumnSerial,
  addColumnUniqueInline,
  addColumnVolatileDefault,
  addExclusionConstraint,
  addFkOnExisting,
  addForeignKey,
  addFulltextSpatialIndex,
  addPrimaryKey,
  addRequiredColumn,
  addUniqueConstraint,
  addUniqueOnExisting,
  alterColumnTypeRewrite,
  alterColumnTypeScan,
  alterIgnore,
  asyncNotAwaited,
  attachPartitionWithoutCheck,
  autoincrementCapacity,
  changeDefault,
  charsetConversion,
  codeNotReached,
  collationChange,
  columnAlignment,
  columnAssignedTwice,
  columnOrderChanged,
  concurrentIndexInvalidRetry,
  concurrentlyCorruptsIndex,
  concurrentlyInTransaction,
  constraintBackingIndexDrop,
  consumersOutsideDb,
  createIndexNotConcurrently,
  createOrReplaceTable,
  damagedText,
  dangerousFunction,
  ddlAfterBackfill,
  ddlPlusBackfillSameTxn,
  deferrableConstraint,
  definerNotAllowed,
  deleteRows,
  deleteWithoutWhere,
  dependentObjectsBroken,
  detachPartitionNotConcurrently,
  disableFkChecks,
  displayWidth,
  dmlOverwritesData,
  domainWithCheck,
  downCanFailOnData,
  downDoesNotRestoreSchema,
  downDropsNewData,
  downIncompleteBatch,
  downLosesData,
  downNotIdempotent,
  downThrows,
  downTouchesForeignObjects,
  downUnsafeLocks,
  dropAndReAddColumn,
  dropCascadeAny,
  dropCheck,
  dropColumn,
  dropColumnViaRebuild,
  dropDefault,
  dropFk,
  dropFunction,
  dropIfExistsThenCreate,
  dropIndex,
  dropIndexNotConcurrently,
  dropNotNull,
  dropOrder,
  dropPartition,
  dropPolicy,
  dropSchema,
  dropSequence,
  dropTable,
  dropTableCascade,
  dropTrigger,
  dropUnique,
  dropView,
  duplicateVersion,
  editedAppliedMigration,
  emptyDown,
  engineChange,
  enumCaseOrTextChanged,
  enumType,
  enumValueConsumedBeforeDeploy,
  enumValueInsertedMid,
  enumValuePosition,
  enumValueUsedInSameTxn,
  enumValuesRemoved,
  enumValuesReordered,
  enumValuesReplaced,
  experimentalObject,
  extensionDropsRows,
  extensionWithoutVersion,
  fkParentIndexMissing,
  fkTypeMismatch,
  floatForMoney,
  functionRightsChanged,
  grantAll,
  grantBlanket,
  grantPublic,
  grantRevokeInDdl,
  hotTableMultiTouch,
  idempotencyGuardMissing,
  identifierTooLong,
  implicitCommitMultiDdl,
  indexKeyTooLong,
  indexLeftInvalid,
  inlineReferencesIgnored,
  insertSelectDuplicateKey,
  intPrimaryKey,
  irreversibleOperation,
  ivfflatBeforeRows,
  jsonNotJsonb,
  knexAlterDropsAttributes,
  knexInvalidSql,
  knexSqliteAlterCascade,
  loadData,
  lockTable,
  misleadingIfNotExists,
  missingAppliedFile,
  missingComment,
  missingDown,
  missingFkIndex,
  missingLockTimeout,
  missingStatementTimeout,
  mixedCaseName,
  mixedDdlDml,
  modifyDropsAttributes,
  multiStrongLockOneTxn,
  multipleAlterSameTable,
  mysqlCombinedAlterLosesInstant,
  mysqlInplaceRebuild,
  mysqlTableCopy,
  namePattern,
  noExplicitAlgorithmLock,
  nonTransactionalStmtInTxn,
  nondeterministicCollationFk,
  nondeterministicCollationLike,
  nullComparison,
  objectExists,
  objectMissing,
  objectOwner,
  onDeleteCascadeAdded,
  orderingHazard,
  orphanDown,
  oscIncompatible,
  outOfOrder,
  partitionKeyNotInPk,
  pkChange,
  plainSecretInMigration,
  policyMissingCommand,
  policyWithoutRls,
  purgeBinaryLog,
  redundantIndex,
  refreshMatviewNotConcurrently,
  reindexNotConcurrently,
  renameColumn,
  renameConstraint,
  renameEnumValue,
  renameIndex,
  renameSchema,
  renameTable,
  replaceInto,
  replicationUnsafe,
  requiredColumns,
  reservedWord,
  restrictivePolicy,
  rlsEnabledWithoutPolicy,
  rollbackInMigration,
  rowSecurityChanged,
  rowTooLarge,
  savepointLoop,
  schemaQualified,
  scriptThrows,
  securityDefinerNoSearchPath,
  serialNotIdentity,
  sessionSettingLeak,
  sessionZoneConversion,
  setAccessMethod,
  setLoggedUnlogged,
  setNotNull,
  setSchema,
  setTablespace,
  setValueInsertedMid,
  setValuesRemoved,
  setValuesReordered,
  sideEffect,
  sqliteAddColumnIllegal,
  sqliteDropColumnIllegal,
  sqliteInternalObject,
  sqliteNameAsText,
  sqliteNotNullRebuild,
  sqlitePragmaInTransaction,
  sqliteRebuildCascade,
  sqliteRebuildLostObjects,
  sqliteRenameOldFirst,
  sqliteUnsupportedAlter,
  sqliteWritableSchema,
  superuserOp,
  suppressionWithoutReason,
  tableOptions,
  tableSwap,
  tableWithoutPrimaryKey,
  timeDependentSql,
  timestamp2038,
  timestampPrecision,
  timestampWithoutZone,
  tooManyColumns,
  tooManyIndexes,
  tooManyRowVersions,
  transactionDisabledMultiStmt,
  transactionNesting,
  transactionSplitsBatch,
  truncate,
  truncateCascade,
  typeCastMayFail,
  typeNarrowing,
  unbatchedBackfill,
  uncommittedTransaction,
  unknownSavepoint,
  unknownStatement,
  unknownSuppressedRule,
  unloggedReference,
  unloggedTable,
  unnamedConstraint,
  unparsedStatement,
  unreadableFile,
  unusedSuppression,
  updateWithoutWhere,
  usesOuterKnex,
  vacuumFull,
  validateInSameTransaction,
  varcharLengthByteBoundary,
  varcharN,
  versionGated,
  weakenSqlMode,
  wrongDirective,
  zeroDate,
]
