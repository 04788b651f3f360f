import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { partlyKnown } from './members.ts'
import { isUnknown, Unknown } from './unknown.ts'

/** The parts of Node that migrations use to find and read their `.sql` files. */
export function builtInModule(specifier: string, readProjectText: (path: string) => string): unknown {
  switch (specifier.replace(/^node:/, '')) {
    case 'path':
      return paths
    case 'fs':
      return files(readProjectText)
    case 'fs/promises':
      return files(readProjectText).promises
    case 'url':
      return partlyKnown({
        fileURLToPath: (url: unknown) =>
          typeof url === 'string' && url.startsWith('file:')
            ? fileURLToPath(url)
            : url instanceof URL && url.protocol === 'file:'
              ? fileURLToPath(url)
              : new Unknown('path'),
        pathToFileURL: (file: unknown) => pathToFileURL(String(file)).href,
      })
    default:
      return new Unknown(specifier)
  }
}

/** What `wrapIdentifier` is made with. The rest of lodash stays out: `template` compiles code. */
export function caseFunctions(lodash: unknown): unknown {
  const names = ['camelCase', 'kebabCase', 'lowerCase', 'lowerFirst', 'snakeCase', 'startCase', 'upperFirst']
  const functions = names.map(name => {
    const act: unknown =
      typeof lodash === 'function' || (typeof lodash === 'object' && lodash !== null)
        ? Reflect.get(lodash, name)
        : undefined
    const onText = (text: unknown): unknown =>
      typeof act === 'function' && typeof text === 'string' && !isUnknown(text)
        ? Reflect.apply(act, undefined, [text])
        : new Unknown(name)
    return [name, onText] as const
  })
  return partlyKnown(Object.fromEntries(functions))
}

const pathFunctions = {
  join: onTexts(path.join),
  resolve: onTexts(path.resolve),
  dirname: onTexts(path.dirname),
  basename: onTexts(path.basename),
  extname: onTexts(path.extname),
  normalize: onTexts(path.normalize),
  sep: path.sep,
}

const paths: unknown = partlyKnown({ ...pathFunctions, default: partlyKnown(pathFunctions) })

function onTexts(act: (first: string, ...rest: string[]) => string): (...texts: unknown[]) => unknown {
  return (...given) => {
    const [first, ...rest] = given.filter(each => typeof each === 'string')
    return first === undefined || rest.length + 1 < given.length || isUnknown(first)
      ? new Unknown('path')
      : act(first, ...rest)
  }
}

function files(readProjectText: (path: string) => string): { readonly promises: object } {
  const read = (file: unknown): unknown =>
    typeof file === 'string' && !isUnknown(file) ? readProjectText(file) : new Unknown('text')
  const promises = partlyKnown({ readFile: (file: unknown) => Promise.resolve(read(file)) })
  const whole = { readFileSync: read, promises }
  return partlyKnown({ ...whole, default: partlyKnown(whole) })
}
