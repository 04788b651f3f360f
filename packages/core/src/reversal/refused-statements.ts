import type { DialectTraits } from '../dialects/dialect.ts'
import type { ReplayedScript } from '../schema/replay.ts'

/** Statements that the server's own grammar refuses, as the server will: the script stops there. What may be no SQL
 * yet, a placeholder that a tool fills in, is left to be unread. */
export function refusedStatements(
  script: ReplayedScript | undefined,
  { readsAsServer }: Pick<DialectTraits, 'readsAsServer'>,
): readonly string[] {
  if (readsAsServer !== true) return []
  return (script?.steps ?? []).flatMap(({ operation, statement }) => {
    if (operation.kind !== 'unreadable' || !operation.reason.startsWith('syntax error')) return []
    return !isPlain(statement.text)
      ? []
      : [`line ${statement.location.line} is no valid SQL, ${operation.reason}`]
  })
}

/** Nothing stands in it that a tool or a client replaces before the server sees it. */
export function isPlain(text: string): boolean {
  return !placeholder.test(text)
}

/** `{{ name }}`, `${name}`, `%(name)s`, `:name`, `<name>`, `@name`, `?`, psql's commands, a comment in the place of a schema. */
const placeholder = /\/\*\s*\w+\s*\*\/\s*\.|[{}\\?@#]|\$\w|%[(\w]|(?<!:):[a-z_'"]|<\w+>/i
