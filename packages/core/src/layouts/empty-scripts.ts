import type { DialectName } from '../migration/migration.ts'

/** What a script has that holds no statement. */
type EmptyText = 'nothing' | 'space' | 'comments'

/** A runner, or the server behind it, that stops at such a script. */
export interface EmptyScriptFailure {
  readonly on: readonly DialectName[]
  /** At this, and at what holds less. */
  readonly at: EmptyText
  /** `Diesel stops there ("Received an empty query")` */
  readonly message: string
}

const order: readonly EmptyText[] = ['nothing', 'space', 'comments']

/** What happens at a script of this text, which has no statements; undefined where it runs. */
export function failureOfEmpty(
  text: string,
  failures: readonly EmptyScriptFailure[],
  dialect: DialectName,
): string | undefined {
  const held: EmptyText = text === '' ? 'nothing' : /^[\s;]*$/.test(text) ? 'space' : 'comments'
  return failures.find(({ on, at }) => on.includes(dialect) && order.indexOf(held) <= order.indexOf(at))
    ?.message
}
