import type { Token } from '../../lexer/token.ts'

/** Reading met a token that the grammar does not have there. `offset`: UTF-16 units from the statement's first. */
export class UnexpectedToken extends Error {
  readonly offset: number

  constructor(token: Token | undefined, end: number) {
    super(token ? `near "${shortened(token.text)}"` : 'near the end')
    this.offset = token?.start ?? end
  }
}

function shortened(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 40 ? `${line.slice(0, 40)}…` : line
}
