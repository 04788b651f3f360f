import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import type { ChildSetup } from '../../protocol.ts'
import type { Frame } from '../call-site.ts'
import { createResolver } from '../resolve-file.ts'
import { plainFacts } from '../source-facts.ts'
import { createSourceFiles } from '../source-files.ts'
import { UnparsableSource } from '../unparsable-source.ts'
import { workTime } from '../work-time.ts'
import { asFunction, type GuestFiles, prefixWidth } from './guest-code.ts'
import type { HostCalls } from './open-guest.ts'
import { pureCalls } from './pure-calls.ts'
import type { ReadableFiles } from './readable-files.ts'

/** All that a guest can ask for. What is answered may turn up in the report. */
export function guestCalls(
  setup: ChildSetup,
  own: GuestFiles,
  readable: ReadableFiles,
  { send, prepared }: { readonly send: (text: string) => void; readonly prepared: () => void },
): HostCalls {
  const readText = (path: string): string => {
    if (readable.isCode(path) || readable.isText(path)) return readFileSync(path, 'utf8')
    throw new Error('this file is not handed into the sandbox')
  }
  const resolver = createResolver({ ...setup, readText: path => readFileSync(path, 'utf8') })
  const files = createSourceFiles(setup.ownPackageFile, { isForSandbox: true })
  const factsOf = (path: string): object | undefined => {
    const facts = files.facts(path)
    return facts === undefined ? undefined : plainFacts(facts)
  }

  return {
    send: text => void send(text),
    prepared: () => void prepared(),
    setup: () => JSON.stringify({ engine: setup.engine, knexPath: setup.knexPath }),
    now: workTime,
    isBuiltIn: name => isBuiltin(name),
    isOwn: path => own.isOwn(path),
    resolveOwn: own.resolveOwn,
    resolveInstalled: own.resolveInstalled,
    builtInFile: own.builtInFile,
    load: own.load,
    resolve(specifier, from) {
      const file = resolver.resolve(specifier, from)
      return file === undefined || own.isOwn(file) ? undefined : file
    },
    isProjectFile: path => resolver.isProjectFile(path),
    readText,
    toRun: (path, text) =>
      unlessUnparsable(() => {
        const { code, topNames, globals } = files.toRun(path, text)
        return { code, topNames: [...topNames], globals, facts: factsOf(path) }
      }),
    toRead: (path, text) =>
      unlessUnparsable(() => ({ program: files.toRead(path, text), facts: factsOf(path) })),
    compile: (path, code, parameters) => ({
      path,
      code: asFunction(path, code, parameters.split(',')),
      isOwn: false,
    }),
    locate(text, extent) {
      const frame: Frame = JSON.parse(text)
      return JSON.stringify(files.locate(placed(frame), extent === 'chain' ? extent : 'call'))
    },
    dropped(text) {
      const frame: Frame = JSON.parse(text)
      const dropped = files.dropped(placed(frame))
      return dropped === undefined ? undefined : JSON.stringify(dropped)
    },
    readFile: path => (readable.isText(path) ? readFileSync(path, 'utf8') : undefined),
    listFolder: path => JSON.stringify(readable.textsIn(path)),
    ...pureCalls,
  }
}

/** An `await` is told as it stands in the source; the first line of what runs begins with our own words. */
function placed(frame: Frame): Frame {
  if (frame.isRead === true || frame.isAwaiting === true) return { ...frame, isRead: true }
  return frame.line === 1 ? { ...frame, column: frame.column - prefixWidth } : frame
}

function unlessUnparsable(make: () => object): string {
  try {
    return JSON.stringify(make())
  } catch (error) {
    if (!(error instanceof UnparsableSource)) throw error
    const { message, line, column } = error
    return JSON.stringify({ unparsable: { message, line, column } })
  }
}
