import { askHost } from '../host.ts'

type Parts = Record<string, string>

const parts = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const

/** Texts in, texts out: Node's own parser takes them apart, outside. */
function ask(...texts: readonly string[]): Parts {
  const answer: Parts & { error?: string } = JSON.parse(askHost('url', ...texts))
  if (answer.error !== undefined)
    throw Object.assign(new TypeError(answer.error), { code: 'ERR_INVALID_URL' })
  return answer
}

export class URLSearchParams {
  readonly #entries: [string, string][] = []
  constructor(given: unknown = '') {
    const text = typeof given === 'string' ? given : ''
    if (text !== '') this.#entries = JSON.parse(askHost('url', 'query', text))
    else if (typeof given === 'object' && given !== null) {
      const pairs = Symbol.iterator in given ? [...Object(given)] : Object.entries(given)
      this.#entries = pairs.map(([name, value]: [unknown, unknown]) => [String(name), String(value)])
    }
  }
  get(name: string): string | null {
    return this.#entries.find(([each]) => each === name)?.[1] ?? null
  }
  getAll(name: string): readonly string[] {
    return this.#entries.filter(([each]) => each === name).map(([, value]) => value)
  }
  has(name: string): boolean {
    return this.get(name) !== null
  }
  append(name: unknown, value: unknown): void {
    this.#entries.push([String(name), String(value)])
  }
  set(name: unknown, value: unknown): void {
    this.delete(name)
    this.append(name, value)
  }
  delete(name: unknown): void {
    const kept = this.#entries.filter(([each]) => each !== String(name))
    this.#entries.splice(0, this.#entries.length, ...kept)
  }
  forEach(act: (value: string, name: string) => void): void {
    for (const [name, value] of this.#entries) act(value, name)
  }
  entries(): IterableIterator<[string, string]> {
    return this.#entries[Symbol.iterator]()
  }
  keys(): IterableIterator<string> {
    return this.#entries.map(([name]) => name)[Symbol.iterator]()
  }
  values(): IterableIterator<string> {
    return this.#entries.map(([, value]) => value)[Symbol.iterator]()
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }
  toString(): string {
    return this.#entries.map(pair => pair.map(encodeURIComponent).join('=')).join('&')
  }
}

export class URL {
  #parts: Parts
  constructor(text: unknown, base?: unknown) {
    this.#parts = base === undefined ? ask('parse', String(text)) : ask('parse', String(text), String(base))
  }
  static canParse(text: unknown): boolean {
    try {
      return new URL(text).part('href') !== ''
    } catch {
      return false
    }
  }
  part(name: string): string {
    return this.#parts[name] ?? ''
  }
  setPart(name: string, value: unknown): void {
    this.#parts = ask('set', this.part('href'), name, String(value))
  }
  get searchParams(): URLSearchParams {
    return new URLSearchParams(this.part('search'))
  }
  toString(): string {
    return this.part('href')
  }
  toJSON(): string {
    return this.part('href')
  }
}

for (const name of parts) {
  Object.defineProperty(URL.prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: URL) {
      return this.part(name)
    },
    set(this: URL, value: unknown) {
      this.setPart(name, value)
    },
  })
}

export const fileURLToPath = (url: unknown): string => ask('toPath', String(url)).path ?? ''
export const pathToFileURL = (path: unknown): URL => new URL(ask('fromPath', String(path)).href)

const builtIn: object = {
  URL,
  URLSearchParams,
  fileURLToPath,
  pathToFileURL,
  parse: (text: unknown): unknown => ask('legacy', String(text)),
  format: (url: unknown): string =>
    typeof url === 'object' && url !== null && !(url instanceof URL)
      ? (ask('format', JSON.stringify(url)).href ?? '')
      : String(url),
  resolve: (from: unknown, to: unknown): string => ask('resolve', String(from), String(to)).href ?? '',
}

export default builtIn
