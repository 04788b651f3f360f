import type { Engine } from '../grammar.ts'
import { versionNumber } from './server-version.ts'

/** What a version of a server can do without writing rows again; all that the effects ask about it. */
export interface Server {
  readonly engine: Engine
  /** ALGORITHM=INSTANT is a word that it knows. */
  readonly hasInstant: boolean
  readonly instantAddLast: boolean
  readonly instantAddAnywhere: boolean
  readonly instantDrop: boolean
  readonly instantRename: boolean
  readonly instantReorder: boolean
  /** Instant changes of a table that are kept beside each other. */
  readonly rowVersions?: number
  readonly referencedKey: 'unique' | 'index'
  /** Where it is a unique key: who takes an index as well. */
  readonly indexServes?: string
  /** What hides an index from the optimizer. */
  readonly hiddenIndex?: 'INVISIBLE' | 'IGNORED'
  /** MariaDB, TIMESTAMP: from 11.5 on it ends in 2106; measured: MariaDB 10.11, error 1292. */
  readonly timestampEndsIn2038: boolean
  /** A table is copied while others write to it. */
  readonly copiesOnline: boolean
  /** REFERENCES written with a column makes no foreign key. */
  readonly ignoresInlineReferences: boolean
  /** A foreign key locks its parent's metadata. */
  readonly locksParents: boolean
  /** Partitions are changed in place, with ALGORITHM and LOCK. */
  readonly altersPartitionsInPlace: boolean
  /** Another character set or collation is a matter of metadata where no byte changes. */
  readonly changesCharsetInPlace: boolean
  /** For a CHECK in MODIFY the rows are copied. */
  readonly copiesForCheck: boolean
  /** A character set is converted without the table being rebuilt, where no byte changes. */
  readonly convertsWithoutRebuild: boolean
  /** CHECK is more than a word that is read. */
  readonly enforcesChecks: boolean
  /** What TEXT, BLOB and their like do not take as a DEFAULT. */
  readonly refusedLongDefault?: 'constant' | 'any'
  /** ADD COLUMN with a CHECK looks at the rows that are there. */
  readonly testsAddedChecks: boolean
}

/** MySQL 8.0 manual 17.12.1: ADD COLUMN at the end 8.0.12, anywhere and DROP COLUMN 8.0.29, RENAME COLUMN 8.0.28.
 * Version 5.7 knows INPLACE and COPY only. Measured: MySQL 5.7.37, 8.0.27 and 9.7, fixtures/truth/mysql.json. */
export function mysqlServer(version: string): Server {
  const number = versionNumber(version)
  return {
    engine: 'mysql',
    hasInstant: number >= 80012,
    instantAddLast: number >= 80012,
    instantAddAnywhere: number >= 80029,
    instantDrop: number >= 80029,
    instantRename: number >= 80028,
    instantReorder: false,
    // MySQL 8.0 manual 17.12.1, Column Operations; MySQL 9.1 release notes.
    ...(number >= 80029 && { rowVersions: number >= 90100 ? 255 : 64 }),
    // MySQL 8.4 manual, restrict_fk_on_non_standard_key: on by default since 8.4.
    referencedKey: number >= 80400 ? 'unique' : 'index',
    ...(number >= 80400 && {
      indexServes: 'MySQL before 8.4, or with restrict_fk_on_non_standard_key = OFF',
    }),
    // MySQL 8.0 manual 10.3.12 Invisible Indexes.
    ...(number >= 80000 && { hiddenIndex: 'INVISIBLE' }),
    timestampEndsIn2038: true,
    copiesOnline: false,
    // MySQL 9.0 release notes; measured: MySQL 9.7, #add-col-references-inline.
    ignoresInlineReferences: number < 90000,
    // MySQL 8.0.16 release notes; measured: MySQL 5.7, #add-check.
    enforcesChecks: number >= 80016,
    // MySQL 8.0 manual 13.6; measured: MySQL 5.7 and 9.7, #add-col-text-default, #add-col-json-default (COPY).
    refusedLongDefault: number >= 80013 ? 'constant' : 'any',
    // Measured: MySQL 9.7, #add-col-check-inline copies the rows, which are tested as they are copied.
    testsAddedChecks: number >= 80016,
    // Measured: MySQL 8.0.27 and 9.7, #modify-check-inline, #convert-charset-utf8mb3; not between them.
    copiesForCheck: number >= 80028,
    convertsWithoutRebuild: number >= 90000,
    // Measured: MySQL 5.7, #add-fk, #drop-partition, #collation-nonindexed.
    locksParents: number >= 80000,
    altersPartitionsInPlace: number >= 80000,
    changesCharsetInPlace: number >= 80000,
  }
}

/** MariaDB "InnoDB Online DDL Operations with the INSTANT Alter Algorithm": all since 10.4; measured: MariaDB
 * 10.11, fixtures/truth/mariadb.json#add-col-first, #drop-col-virtual, #rename-column, #reorder-column. */
export function mariadbServer(version: string): Server {
  const isInstant = versionNumber(version) >= 100400
  return {
    engine: 'mariadb',
    // MariaDB "BLOB and TEXT Data Types"; measured: MariaDB 10.11, instantly, JSON and spatial types too.
    ...(versionNumber(version) < 100201 && { refusedLongDefault: 'any' as const }),
    hasInstant: versionNumber(version) >= 100300,
    instantAddLast: versionNumber(version) >= 100300,
    instantAddAnywhere: isInstant,
    instantDrop: isInstant,
    instantRename: true,
    instantReorder: isInstant,
    // MariaDB manual, Foreign Keys; measured: MariaDB 10.11, error 1005 without an index.
    referencedKey: 'index',
    // MariaDB manual, Ignored Indexes; measured: MariaDB 10.11.
    ...(versionNumber(version) >= 100600 && { hiddenIndex: 'IGNORED' }),
    timestampEndsIn2038: versionNumber(version) < 110500,
    // MariaDB 11.2 release notes, MDEV-16329; measured: MariaDB 11.8, fixtures/truth/mariadb.json, byVersion.
    copiesOnline: versionNumber(version) >= 110200,
    // MariaDB manual, CREATE TABLE, Foreign Key: the form with the column makes a key since 10.5.
    ignoresInlineReferences: versionNumber(version) < 100500,
    enforcesChecks: true,
    // Measured: MariaDB 10.11: ADD COLUMN d int DEFAULT 0 CHECK (d > 0) is instant, and rows hold 0 from then on.
    testsAddedChecks: false,
    // Measured: MariaDB 10.11, MODIFY n int CHECK (n > 0), ALGORITHM=INSTANT; rows that do not meet it stay.
    copiesForCheck: false,
    convertsWithoutRebuild: true,
    locksParents: true,
    altersPartitionsInPlace: false,
    changesCharsetInPlace: true,
  }
}
