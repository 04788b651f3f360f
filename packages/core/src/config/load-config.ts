import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import * as ownDoor from '@migration-lint/core'
import { type LoaderResult, lilconfigSync } from 'lilconfig'
import { parseJsonWithComments } from '../json-with-comments.ts'
import { UserError } from '../user-error.ts'
import { checkConfig } from './check-config.ts'
import type { Config } from './config.ts'

export interface LoadedConfig {
  readonly config: Config
  /** Relative to the working directory; absent when there is no config file. */
  readonly file?: string
}

const name = 'migration-lint'

const searchPlaces = [
  ...['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json', 'jsonc'].map(
    extension => `${name}.config.${extension}`,
  ),
  ...['', '.json', '.jsonc'].map(extension => `.${name}rc${extension}`),
  'package.json',
]

export interface ConfigRequest {
  /** Read this one alone. */
  readonly file?: string | undefined
  /** Default: yes. A file that is named is trusted; one that is found may be anybody's. */
  readonly codeAllowed?: boolean
}

/** Looks upward from `directory` to the top of its git work tree; or reads `file` alone. */
export async function loadConfig(
  directory: string,
  ruleIds: readonly string[],
  { file, codeAllowed = true }: ConfigRequest = {},
): Promise<LoadedConfig> {
  const loaders = loadersFor(directory, codeAllowed || file !== undefined)
  // Fifty places are looked at, which takes a file system less time than to be asked fifty times.
  const search = lilconfigSync(name, { searchPlaces, stopDir: gitTop(directory), loaders })
  const found = file === undefined ? search.search(directory) : load(search, directory, file)
  if (found === null || found.isEmpty === true) {
    if (file === undefined) return { config: {} }
    throw new UserError(`${file} holds no config.`)
  }
  const path = shown(directory, found.filepath)
  // A config that is code is a promise.
  return { config: checkConfig(await found.config, path, ruleIds), file: path }
}

type Search = ReturnType<typeof lilconfigSync>

function load(search: Search, directory: string, file: string): ReturnType<Search['load']> {
  const path = resolve(directory, file)
  if (!existsSync(path)) throw new UserError(`The config file ${file} does not exist.`)
  return search.load(path)
}

function loadersFor(
  directory: string,
  codeAllowed: boolean,
): Record<string, (path: string, content: string) => LoaderResult> {
  const json = (path: string, content: string): LoaderResult => {
    try {
      return parseJsonWithComments(content)
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^JSON5: /, '') : String(error)
      throw new UserError(`${shown(directory, path)} is not valid JSON: ${reason}.`)
    }
  }
  const code = (path: string): LoaderResult => {
    const file = shown(directory, path)
    if (codeAllowed) return importConfig(path, file)
    throw new UserError(
      `${file} is code, and who wrote it is not trusted: name a config that you trust with --config, or write it in JSON.`,
    )
  }
  const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']
  return {
    noExt: json,
    '.json': json,
    '.jsonc': json,
    ...Object.fromEntries(extensions.map(extension => [extension, code])),
  }
}

/**
 * jiti is loaded only here: it takes TypeScript and both module systems, whatever package.json says. The config finds
 * `@migration-lint/core` even where only the command line is installed.
 */
async function importConfig(path: string, source: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  const virtualModules = { '@migration-lint/core': ownDoor }
  try {
    const jiti = createJiti(import.meta.url, { interopDefault: true, moduleCache: false, virtualModules })
    return await jiti.import(path, { default: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new UserError(`${source} cannot be loaded: ${reason}`)
  }
}

/** The nearest folder above that has a `.git`; the root of the disk without one. */
function gitTop(directory: string): string {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return folder
  }
}

function shown(directory: string, path: string): string {
  return relative(directory, path).replaceAll('\\', '/') || path
}
