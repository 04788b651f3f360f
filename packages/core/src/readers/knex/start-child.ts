import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownPackageFile } from '../../own-packages.ts'

/** Our own code: no code of the project. The child's lies below it. */
export const ownFolder: string = dirname(fileURLToPath(import.meta.url))

const heapMegabytes = 512

/**
 * A process with an empty environment and, by Node's permission model, with the right to read the given folders
 * and nothing else. It speaks lines of JSON on its standard input and output; whatever it prints goes nowhere.
 */
export function startChild(root: string, readable: readonly string[]): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const entry = join(ownFolder, 'child', isSource ? 'main.ts' : 'main.js')
  const granted = new Set([root, ...readable])
  return spawn(
    process.execPath,
    [
      `--max-old-space-size=${heapMegabytes}`,
      '--no-warnings',
      permissionFlag(),
      ...[...granted].map(folder => `--allow-fs-read=${join(folder, '*')}`),
      ...(isSource ? ['--eval', runFromSource(), '--', entry] : [entry]),
    ],
    { cwd: root, env: {}, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true },
  )
}

/**
 * Under the tests the child's own files are TypeScript, which Node 20 cannot load: one line turns each into
 * CommonJS when it is required. The built package has no need of it.
 */
function runFromSource(): string {
  return `
const { transform } = require(${JSON.stringify(createRequire(import.meta.url).resolve('sucrase'))})
const { readFileSync } = require('node:fs')
require.extensions['.ts'] = (module, filePath) =>
  module._compile(transform(readFileSync(filePath, 'utf8'), { transforms: ['typescript', 'imports'], filePath }).code, filePath)
require(process.argv.at(-1))
`
}

/** The model left its experimental stage in 22.13 and 23.5. */
function permissionFlag(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13)
  return isStable ? '--permission' : '--experimental-permission'
}

/** The project's own knex, or ours where it has none. */
export function findKnex(from: string): string {
  for (const base of [join(from, 'package.json'), ownPackageFile()]) {
    try {
      return realpathSync(createRequire(base).resolve('knex'))
    } catch {}
  }
  return 'knex'
}

/** Where our own code, knex and the packages that the project sees are, wherever links lead. */
export function packageFolders(root: string, knexPath: string): readonly string[] {
  const ownPackage = dirname(ownPackageFile())
  return [
    ...new Set([
      ownFolder,
      ownPackage,
      outermostPackageFolder(knexPath),
      outermostPackageFolder(findKnex(ownPackage)),
      ...visiblePackageFolders(ownPackage),
      ...visiblePackageFolders(root),
    ]),
  ]
}

function outermostPackageFolder(path: string): string {
  const parts = path.split(sep)
  const index = parts.indexOf('node_modules')
  return index < 0 ? dirname(path) : parts.slice(0, index + 1).join(sep)
}

function visiblePackageFolders(from: string): readonly string[] {
  const found: string[] = []
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const packages = join(folder, 'node_modules')
    if (existsSync(packages)) found.push(packages)
  }
  return found
}
