import type { DialectName } from '../migration/migration.ts'
import type { SqlText } from './decoded-text.ts'
import type { Section } from './section.ts'

/** A step of a migration in the words of its tool, not in SQL: Liquibase's `<addColumn tableName="a">`. */
export interface WrittenChange {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly WrittenChange[]
  /** Where it stands. */
  readonly span: Section
  /** The text that it holds, SQL for the most part. */
  readonly text?: SqlText
}

/** `${name}` stands for the value, on these engines. */
export interface Property {
  readonly name: string
  readonly value: string
  /** Absent: on all. */
  readonly engines?: readonly DialectName[]
}

/** A migration that its tool turns into SQL. */
export interface WrittenMigration {
  readonly changes: readonly WrittenChange[]
  /** Absent: the tool makes it from the changes, where each has a reverse. */
  readonly rollback?: readonly WrittenChange[]
  /** What is asked before it runs. */
  readonly preconditions?: WrittenChange
  readonly properties: readonly Property[]
  /** The files that changes run, by the path that they give. */
  readonly files: ReadonlyMap<string, string>
}
