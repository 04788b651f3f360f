import type { ReplayedScript } from '../schema/replay.ts'

/** Statements that the server refuses: the script stops there. What may be no SQL yet, a placeholder that a tool fills
 * in, is left to be unread. */
export function refusedStatements(script: ReplayedScript | undefined): readonly string[] {
  return (script?.steps ?? []).flatMap(({ operation, statement }) => {
    return operation.kind !== 'unreadable' ||
      !isRefused(operation.reason, statement.written ?? statement.text)
      ? []
      : [`line ${statement.location.line} is no valid SQL, ${operation.reason}`]
  })
}

/** The server's own grammar says so, or ours where it is certain of it. */
export function isRefused(reason: string, text: string): boolean {
  return reason.startsWith('syntax error') && isPlain(text)
}

/** Nothing stands in it that a tool or a client replaces before the server sees it. */
function isPlain(text: string): boolean {
  return !placeholder.test(text)
}

/** `{{ name }}`, `${name}`, `%(name)s`, `:name`, `<name>`, `@name`, `?`, psql's commands, a comment in the place of a schema. */
const placeholder = /\/\*\s*\w+\s*\*\/\s*\.|[{}\\?@#]|\$\w|%[(\w]|(?<!:):[a-z_'"]|<\w+>/i
