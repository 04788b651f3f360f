import { UserError } from '../user-error.ts'

/** JSON with `//` and block comments and trailing commas. */
export function parseJsonWithComments(text: string, source: string): unknown {
  try {
    return JSON.parse(withoutTrailingCommas(withoutComments(text.replace(/^\uFEFF/, ''))))
  } catch (error) {
    throw new UserError(
      `${source} is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
}

/** A string, a comment, or any other character, so that `//` inside a string stays. */
const token = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g

/** Comments become spaces, so that the positions in the parser's message stay right. */
function withoutComments(text: string): string {
  return text.replace(token, part => (part.startsWith('"') ? part : part.replace(/[^\n]/g, ' ')))
}

function withoutTrailingCommas(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[\]}])/g, part => (part === ',' ? ' ' : part))
}
