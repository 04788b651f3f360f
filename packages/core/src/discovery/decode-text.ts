import { UserError } from '../user-error.ts'

/** UTF-8 to text, the BOM kept; a UserError for anything else. */
export function decodeText(bytes: Uint8Array, path: string): string {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]))
    throw new UserError(`${path} is UTF-16, which is not read here: save it as UTF-8.`)
  if (bytes.includes(0)) throw new UserError(`${path} is a binary file, not text: it holds a zero byte.`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UserError(`${path} is not valid UTF-8: save it as UTF-8.`)
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte)
}
