import type { Dialect } from './dialects/dialect.ts'
import { dialects } from './dialects/index.ts'
import { onServer } from './dialects/on-server.ts'
import { withInlineReferences } from './inline-references.ts'
import type { DialectName, Migration, Script } from './migration/migration.ts'
import { readSqlScript } from './readers/sql/read-sql-script.ts'
import type { Finding } from './rules/finding.ts'
import { builtInRules } from './rules/index.ts'
import type { Example, Rule } from './rules/rule.ts'
import type { RuleSettings } from './rules/running/rule-settings.ts'
import { runRules } from './rules/running/run-rules.ts'
import { inDefaultDatabase } from './schema/default-database.ts'
import { replay } from './schema/replay.ts'
import { applySuppressions } from './suppressions/apply-suppressions.ts'
import type { CommentedSource } from './suppressions/commented-source.ts'

/** What the rules say of an example. The example's dialect has been loaded. */
export function exampleFindings(
  example: Example,
  {
    rules = builtInRules,
    settings = {},
  }: { readonly rules?: readonly Rule[]; readonly settings?: RuleSettings } = {},
): readonly Finding[] {
  const dialect = exampleDialect(example)
  const traitsOf = (name: DialectName) => dialects[name].traits(example.dbVersion)
  const written = [
    ...(example.given === undefined ? [] : [givenMigration(example.given, dialect)]),
    ...(example.after === undefined ? [] : [pendingMigration('earlier', example.after, dialect)]),
    pendingMigration('example', example, dialect),
  ]
  const migrations = withInlineReferences(written, traitsOf)
  const semantics = onServer(
    inDefaultDatabase(dialect.semantics, migrations),
    dialect.traits(example.dbVersion),
  )
  const run = runRules(replay(migrations, semantics), {
    traitsOf,
    settings,
    rules,
  })
  const findings = [...[...run.byMigration.values()].flat(), ...run.deploy]
  const suppressed = applySuppressions(findings, commentedSources(migrations, dialect), {
    rules,
    settings,
    requireReason: true,
  })
  return [...suppressed.findings.filter(finding => finding.suppressed === undefined), ...suppressed.problems]
}

function commentedSources(
  migrations: readonly Migration[],
  { lexical }: Dialect,
): readonly CommentedSource[] {
  return migrations
    .filter(migration => migration.pending)
    .flatMap(({ up, down }) => [
      { file: up.file, direction: 'up' as const, source: up.source, lexical },
      ...(down === undefined
        ? []
        : [{ file: down.file, direction: 'down' as const, source: down.source, lexical }]),
    ])
}

export function exampleDialect({ dialect = 'postgres' }: Example): Dialect {
  return dialects[dialect]
}

function givenMigration(text: string, dialect: Dialect): Migration {
  return {
    name: 'before',
    file: 'before.up.sql',
    layout: 'up-down-files',
    dialect: dialect.name,
    pending: false,
    downExpected: false,
    up: readSqlScript({ file: 'before.up.sql', transaction: 'none' }, text, dialect),
  }
}

function pendingMigration(name: string, example: Omit<Example, 'title'>, dialect: Dialect): Migration {
  const { up, down, declaredIrreversible } = example
  return {
    name,
    file: `${name}.up.sql`,
    layout: 'up-down-files',
    dialect: dialect.name,
    pending: true,
    downExpected: true,
    up: script(up, `${name}.up.sql`, 'up', example, dialect),
    ...(down === undefined ? {} : { down: script(down, `${name}.down.sql`, 'down', example, dialect) }),
    ...(declaredIrreversible === undefined ? {} : { declaredIrreversible }),
  }
}

function script(
  text: string,
  file: string,
  direction: 'up' | 'down',
  example: Omit<Example, 'title'>,
  dialect: Dialect,
): Script {
  const { transaction = 'script', notes = [] } = example
  const read = readSqlScript({ file, transaction }, text, dialect)
  return { ...read, notes: [...read.notes, ...notes.filter(note => (note.direction ?? 'up') === direction)] }
}
