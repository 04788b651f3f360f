/** UTF-8, as Node writes and reads it: what is no character becomes U+FFFD. */
export function encodeText(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const given = character.codePointAt(0) ?? 0
    const point = given >= 0xd8_00 && given <= 0xdf_ff ? 0xff_fd : given
    if (point < 0x80) bytes.push(point)
    else if (point < 0x8_00) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f))
    else if (point < 0x1_00_00)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f))
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 0x3f),
        0x80 | ((point >> 6) & 0x3f),
        0x80 | (point & 0x3f),
      )
  }
  return bytes
}

export function decodeText(bytes: ArrayLike<number>): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0
    const size =
      first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
    let point = size === 1 ? first : first & (0xff >> (size + 1))
    let isWhole = size > 0 && at + size <= bytes.length
    for (let next = 1; isWhole && next < size; next++) {
      const byte = bytes[at + next] ?? 0
      isWhole = byte >> 6 === 2
      point = (point << 6) | (byte & 0x3f)
    }
    text += isWhole ? String.fromCodePoint(point) : '\ufffd'
    at += isWhole ? size : 1
  }
  return text
}

export class TextEncoder {
  readonly encoding = 'utf-8'
  encode(text: unknown = ''): Uint8Array {
    return Uint8Array.from(encodeText(String(text)))
  }
}

export class TextDecoder {
  readonly encoding = 'utf-8'
  decode(bytes: unknown): string {
    if (bytes instanceof ArrayBuffer) return decodeText(new Uint8Array(bytes))
    return ArrayBuffer.isView(bytes)
      ? decodeText(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      : ''
  }
}
