import type { TypeChange } from '../../dialects/dialect.ts'

/** Goes on a sentence. */
export function failingCode({ codeFails }: TypeChange): string {
  return codeFails === undefined ? '' : ` Running code that ${codeFails} fails.`
}
