import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isInside } from './child/is-inside.ts'

/** Does the project use a knex that sends a query without text? From 0.95 on it throws; measured with 0.21.21 and 0.95.0. */
export function sendsEmptyQueries(file: string, root: string): boolean {
  const [, minor] = zeroVersion.exec(knexVersion(file, root) ?? '') ?? []
  return minor !== undefined && Number(minor) < 95
}

/** `0.21.21`, `~0.21`, `^0.20.1`: of 0.x all of these stay below the next minor version. */
const zeroVersion = /^[\^~=v]?0\.(\d{1,4})(?:\.(?:\d{1,4}|x|\*))?$/

/** Of the package that is installed, or what the nearest package.json asks for. */
function knexVersion(file: string, root: string): string | undefined {
  const folders: string[] = []
  for (let folder = dirname(file); isInside(root, folder); folder = dirname(folder)) {
    folders.push(folder)
    if (folder === dirname(folder)) break
  }
  const installed = folders.map(folder => text(readJson(join(folder, 'node_modules/knex')), 'version'))
  const asked = folders.flatMap(folder => {
    const manifest = readJson(folder)
    return lists.map(list => text(field(manifest, list), 'knex'))
  })
  return [...installed, ...asked].find(version => version !== undefined)
}

const lists = ['dependencies', 'devDependencies', 'peerDependencies'] as const

function readJson(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return undefined
  }
}

function text(holder: unknown, name: string): string | undefined {
  const found = field(holder, name)
  return typeof found === 'string' ? found : undefined
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
}
