import type { DialectTraits } from './dialects/dialect.ts'
import type { DialectName, Migration, Script, Statement } from './migration/migration.ts'
import type { Operation } from './operations/operation.ts'

/** The migrations as the server's version takes them: REFERENCES behind a column makes a foreign key in MySQL since 9.0
 * (release notes of 9.0.0, WL#16130 and WL#16131), and is ignored before. */
export function withInlineReferences(
  migrations: readonly Migration[],
  traitsOf: (dialect: DialectName) => DialectTraits,
): readonly Migration[] {
  return migrations.map(migration => {
    if (traitsOf(migration.dialect).ignoresInlineReferences !== false) return migration
    const { down } = migration
    return {
      ...migration,
      up: inScript(migration.up),
      ...(down === undefined ? {} : { down: inScript(down) }),
    }
  })
}

function inScript(script: Script): Script {
  return { ...script, statements: script.statements.map(inStatement) }
}

function inStatement(statement: Statement): Statement {
  const hasAny = statement.operations.some(operation => 'ignoredReferences' in operation)
  return hasAny ? { ...statement, operations: statement.operations.map(inOperation) } : statement
}

function inOperation(operation: Operation): Operation {
  if (operation.kind !== 'create-table' && operation.kind !== 'add-column') return operation
  const { ignoredReferences, ...rest } = operation
  if (ignoredReferences === undefined) return operation
  return { ...rest, constraints: [...rest.constraints, ...ignoredReferences] }
}
