import { createHash, createHmac } from 'node:crypto'
import path from 'node:path'
import url from 'node:url'
import { pathFunctions } from '../path-functions.ts'

/** Functions of Node's that make a text of texts and reach nothing: the guest has them done outside. */
export const pureCalls = {
  path(name: string, args: string): string {
    if (name === 'constants') return JSON.stringify({ sep: path.sep, delimiter: path.delimiter })
    const act: unknown = pathFunctions.includes(name) ? Reflect.get(path, name) : undefined
    if (typeof act !== 'function') throw new TypeError(`path.${name} is not a function`)
    const values: unknown = JSON.parse(args)
    return JSON.stringify(Reflect.apply(act, path, Array.isArray(values) ? values : []))
  },

  hash(name: string, hex: string, key?: string): string {
    const bytes = Buffer.from(hex, 'hex')
    const hash = key === undefined ? createHash(name) : createHmac(name, Buffer.from(key, 'hex'))
    return hash.update(bytes).digest('hex')
  },

  url(what: string, first = '', second?: string, third = ''): string {
    try {
      return JSON.stringify(urlAnswer(what, first, second, third))
    } catch (error) {
      return JSON.stringify({ error: error instanceof Error ? error.message : 'Invalid URL' })
    }
  },
}

function urlAnswer(what: string, first: string, second: string | undefined, third: string): unknown {
  switch (what) {
    case 'parse':
      return partsOf(new URL(first, second))
    case 'set': {
      const changed = new URL(first)
      if (second !== undefined && second in partsOf(changed)) Reflect.set(changed, second, third)
      return partsOf(changed)
    }
    case 'query':
      return [...new URLSearchParams(first)]
    case 'toPath':
      return { path: url.fileURLToPath(first) }
    case 'fromPath':
      return { href: url.pathToFileURL(first).href }
    case 'legacy':
      return { ...url.parse(first) }
    case 'format':
      return { href: url.format(JSON.parse(first)) }
    case 'resolve':
      return { href: url.resolve(first, second ?? '') }
    default:
      throw new TypeError(`no such question: ${what}`)
  }
}

function partsOf(made: URL): Record<string, string> {
  const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } = made
  return { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash }
}
