import { decodeText, encodeText } from '../text-coders.ts'

const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function bytesOf(text: string, encoding: string): number[] {
  switch (encoding.toLowerCase()) {
    case 'hex':
      return (text.match(/[\da-f]{2}/gi) ?? []).map(pair => Number.parseInt(pair, 16))
    case 'base64':
    case 'base64url':
      return fromBase64(text.replace(/-/g, '+').replace(/_/g, '/'))
    case 'latin1':
    case 'binary':
    case 'ascii':
      return [...text].map(letter => letter.charCodeAt(0) & 0xff)
    default:
      return encodeText(text)
  }
}

function fromBase64(text: string): number[] {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    const value = base64Letters.indexOf(letter)
    if (value < 0) continue
    held = ((held << 6) | value) & 0xff_ff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return bytes
}

function toBase64(bytes: ArrayLike<number>): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (const shift of [18, 12, 6, 0]) {
      const isThere = shift > 6 || (shift === 6 ? left > 1 : left > 2)
      text += isThere ? (base64Letters[(group >> shift) & 63] ?? '') : '='
    }
  }
  return text
}

function ofBytes(bytes: readonly number[]): Buffer {
  const made = new Buffer(bytes.length)
  for (const [index, byte] of bytes.entries()) made[index] = byte
  return made
}

export class Buffer extends Uint8Array {
  static override from(value: unknown, encoding?: unknown): Buffer {
    if (typeof value === 'string') return ofBytes(bytesOf(value, String(encoding ?? 'utf8')))
    if (value instanceof ArrayBuffer) return ofBytes([...new Uint8Array(value)])
    const isList = Array.isArray(value) || ArrayBuffer.isView(value)
    const list: Iterable<unknown> = isList && Symbol.iterator in Object(value) ? Object(value) : []
    return ofBytes([...list].map(Number))
  }
  static override of(...bytes: number[]): Buffer {
    return ofBytes(bytes)
  }
  static alloc(size: number, fill: number | string = 0): Buffer {
    const byte = typeof fill === 'string' ? (encodeText(fill)[0] ?? 0) : fill
    const made = new Buffer(size)
    made.fill(byte)
    return made
  }
  static allocUnsafe(size: number): Buffer {
    return new Buffer(size)
  }
  static allocUnsafeSlow(size: number): Buffer {
    return new Buffer(size)
  }
  static isBuffer(value: unknown): boolean {
    return value instanceof Buffer
  }
  static isEncoding(name: unknown): boolean {
    return /^(utf-?8|hex|base64(url)?|latin1|binary|ascii)$/i.test(String(name))
  }
  static byteLength(value: unknown): number {
    return typeof value === 'string' ? encodeText(value).length : Buffer.from(value).length
  }
  static concat(parts: readonly Uint8Array[]): Buffer {
    return ofBytes(parts.flatMap(part => [...part]))
  }
  static compare(first: Uint8Array, second: Uint8Array): number {
    return Math.sign(toBase64(first).localeCompare(toBase64(second)))
  }
  override toString(encoding: unknown = 'utf8'): string {
    switch (String(encoding).toLowerCase()) {
      case 'hex':
        return [...this].map(byte => byte.toString(16).padStart(2, '0')).join('')
      case 'base64':
        return toBase64(this)
      case 'base64url':
        return toBase64(this).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
      case 'latin1':
      case 'binary':
      case 'ascii':
        return [...this].map(byte => String.fromCharCode(byte)).join('')
      default:
        return decodeText(this)
    }
  }
  equals(other: Uint8Array): boolean {
    return other.length === this.length && this.every((byte, index) => byte === other[index])
  }
  toJSON(): object {
    return { type: 'Buffer', data: [...this] }
  }
  write(text: string, at = 0, ...rest: unknown[]): number {
    const encoding = rest.find(each => typeof each === 'string')
    const bytes = bytesOf(text, String(encoding ?? 'utf8')).slice(0, Math.max(0, this.length - at))
    for (const [index, byte] of bytes.entries()) this[at + index] = byte
    return bytes.length
  }
  copy(target: Uint8Array, at = 0, start = 0, end: number = this.length): number {
    const part = [...this.subarray(start, end)].slice(0, Math.max(0, target.length - at))
    for (const [index, byte] of part.entries()) target[at + index] = byte
    return part.length
  }
  override slice(start?: number, end?: number): Buffer {
    return Object.setPrototypeOf(this.subarray(start, end), Buffer.prototype)
  }
}

/** `readInt32BE`, `writeUInt16LE` and the like, by what a DataView calls them. */
const numbers: readonly (readonly [
  name: string,
  view: 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32',
  size: number,
])[] = [
  ['Int8', 'Int8', 1],
  ['UInt8', 'Uint8', 1],
  ['Int16', 'Int16', 2],
  ['UInt16', 'Uint16', 2],
  ['Int32', 'Int32', 4],
  ['UInt32', 'Uint32', 4],
]

for (const [name, view, size] of numbers) {
  for (const order of size === 1 ? [''] : ['BE', 'LE']) {
    const viewOf = (bytes: Uint8Array): DataView =>
      new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    Object.assign(Buffer.prototype, {
      [`read${name}${order}`](this: Buffer, at = 0): number {
        return viewOf(this)[`get${view}`](at, order === 'LE')
      },
      [`write${name}${order}`](this: Buffer, value: number, at = 0): number {
        viewOf(this)[`set${view}`](at, value, order === 'LE')
        return at + size
      },
    })
  }
}

const builtIn: object = {
  Buffer,
  SlowBuffer: Buffer,
  kMaxLength: 2 ** 31 - 1,
  constants: { MAX_LENGTH: 2 ** 31 - 1 },
}

export default builtIn
