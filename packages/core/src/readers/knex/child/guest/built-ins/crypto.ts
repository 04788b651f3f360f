import { askHost } from '../host.ts'
import { notInSandbox } from '../not-in-sandbox.ts'
import { Buffer } from './buffer.ts'

/** Hashes are the same everywhere; random numbers are those of `Math.random`, which is always the same in here. */
class Hash {
  readonly #name: string
  readonly #key: Buffer | undefined
  #text: Buffer = Buffer.alloc(0)
  constructor(name: unknown, key?: unknown) {
    this.#name = String(name)
    this.#key = key === undefined ? undefined : Buffer.from(key)
  }
  update(data: unknown, encoding?: unknown): this {
    this.#text = Buffer.concat([this.#text, Buffer.from(data, encoding)])
    return this
  }
  digest(encoding?: unknown): unknown {
    const key = this.#key === undefined ? [] : [this.#key.toString('hex')]
    const bytes = Buffer.from(askHost('hash', this.#name, this.#text.toString('hex'), ...key), 'hex')
    return encoding === undefined ? bytes : bytes.toString(encoding)
  }
}

function randomBytes(size: number): Buffer {
  return Buffer.from(
    Array.from({ length: Math.min(Number(size), 65_536) }, () => Math.floor(Math.random() * 256)),
  )
}

function randomUUID(): string {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

export function getRandomValues(list: Uint8Array): Uint8Array {
  for (let index = 0; index < list.length; index++) list[index] = Math.floor(Math.random() * 256)
  return list
}

const webcrypto: object = { randomUUID, getRandomValues }

const builtIn: object = {
  createHash: (name: unknown): Hash => new Hash(name),
  createHmac: (name: unknown, key: unknown): Hash => new Hash(name, key),
  randomBytes(size: number, callback?: unknown): unknown {
    const bytes = randomBytes(size)
    if (typeof callback === 'function') queueMicrotask(() => callback(null, bytes))
    return bytes
  },
  randomUUID,
  randomInt: (first: number, second?: number): number => {
    const [from, to] = second === undefined ? [0, first] : [first, second]
    return from + Math.floor(Math.random() * (to - from))
  },
  randomFillSync: getRandomValues,
  getRandomValues,
  webcrypto,
  timingSafeEqual: (first: Uint8Array, second: Uint8Array): boolean => Buffer.from(first).equals(second),
  pbkdf2: notInSandbox('crypto.pbkdf2'),
  pbkdf2Sync: notInSandbox('crypto.pbkdf2Sync'),
  scrypt: notInSandbox('crypto.scrypt'),
  scryptSync: notInSandbox('crypto.scryptSync'),
  createCipheriv: notInSandbox('crypto.createCipheriv'),
  createDecipheriv: notInSandbox('crypto.createDecipheriv'),
  createSign: notInSandbox('crypto.createSign'),
  createVerify: notInSandbox('crypto.createVerify'),
  constants: {},
}

export default builtIn
export { webcrypto }
