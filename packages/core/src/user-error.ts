/** An error whose message is all that the user needs: one sentence naming file, line and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError'
}
