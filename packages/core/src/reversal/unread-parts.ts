import type { Statement } from '../migration/migration.ts'
import { isDdl } from '../operations/classes.ts'
import type { Operation } from '../operations/operation.ts'
import type { ReplayedMigration, ReplayedScript } from '../schema/replay.ts'

/** What of up and down could not be read, so that the round trip cannot be told. */
export function unreadParts({ migration, up, down }: ReplayedMigration): readonly string[] {
  return [
    ...unreadIn('up', up),
    ...(down === undefined ? [] : unreadIn('down', down)),
    ...[migration.up, ...(migration.down === undefined ? [] : [migration.down])].flatMap(script =>
      script.notes
        .filter(({ kind }) => kind === 'failed' || kind === 'not-reached')
        .map(({ message }) => message),
    ),
  ]
}

function unreadIn(direction: string, script: ReplayedScript): readonly string[] {
  return script.steps.flatMap(({ operation, statement, runs }) => {
    const place = `${direction}, line ${statement.location.line}`
    if (runs === undefined && isDdl(operation))
      return [`${place}: done only if ${conditionsOf(statement, operation).join(' and ')}`]
    if (operation.kind === 'unreadable') return [`${place}: not read, ${operation.reason}`]
    return operation.kind === 'run-code' && operation.dynamic ? [`${place}: code that builds SQL`] : []
  })
}

function conditionsOf(statement: Statement, operation: Operation): readonly string[] {
  return [...(statement.conditions ?? []), ...(operation.conditions ?? []).map(({ text }) => text)]
}
