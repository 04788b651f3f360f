import type { Token } from '../../lexer/token.ts'

/** Reading met a token that the grammar does not have there. `offset`: UTF-16 units from the statement's first. */
export class UnexpectedToken extends Error {
  readonly offset: number

  /** `refusal`: why no server takes it, where that is certain. */
  constructor(token: Token | undefined, end: number, refusal?: string) {
    const place = token ? `near "${shortened(token.text)}"` : 'near the end'
    super(refusal === undefined ? place : `syntax error ${place}: ${refusal}`)
    this.offset = token?.start ?? end
  }
}

function shortened(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 40 ? `${line.slice(0, 40)}…` : line
}
