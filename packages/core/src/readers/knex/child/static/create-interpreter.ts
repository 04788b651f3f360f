import { isBuiltin } from 'node:module'
import type { Frame } from '../call-site.ts'
import type { ModuleLoader } from '../load-module.ts'
import { activity, choose, type Run } from '../run.ts'
import type { SyntaxNode } from '../syntax-tree.ts'
import { builtInModule, caseFunctions } from './built-in-modules.ts'
import { readModule } from './read-module.ts'
import type { Interpreter } from './scope.ts'
import { Unknown } from './unknown.ts'

/** About a hundred times what the longest migration seen takes. */
const maxSteps = 300_000

/** The call being read, for whoever asks where a statement comes from; read anew with each run. */
let calling: readonly Frame[] = []

export function framesBeingRead(): readonly Frame[] {
  return calling
}

/** Reads files of the project for one run: what they export is made anew each time. */
export function createInterpreter(loader: ModuleLoader, run: Run): Interpreter {
  const modules = new Map<string, unknown>()
  let steps = 0
  const interpreter: Interpreter = {
    countStep() {
      if (++steps > maxSteps) throw new RangeError('it takes too many steps')
    },
    isBranch: (file, node) => loader.isBranch(file, node.loc.start),
    reach: (file, node) => loader.reach(file, node.loc.start),
    decide: (question, options) => choose(run, question, options, 'condition'),
    callOut(frames, act) {
      const before = calling
      calling = frames
      try {
        const store = activity.getStore()
        const origin = { frames, chained: false }
        return store === undefined ? act() : activity.run({ ...store, origin }, act)
      } finally {
        calling = before
      }
    },
    load(specifier, from) {
      if (specifier === 'knex') return new Unknown('knex')
      if (specifier === 'lodash') return caseFunctions(loader.loadOwn('lodash'))
      if (isBuiltin(specifier)) return builtInModule(specifier, path => loader.readProjectText(path))
      const file = loader.resolveProjectFile(specifier, from)
      if (file === undefined) {
        loader.stubbed.add(specifier)
        return new Unknown(specifier)
      }
      if (modules.has(file)) return modules.get(file)
      if (file.endsWith('.json')) return JSON.parse(loader.readProjectText(file))
      modules.set(file, new Unknown(specifier))
      const exported = readModule(loader.parse(file), file, interpreter)
      modules.set(file, exported)
      return exported
    },
    loseTrack(file, node) {
      run.lost.push({
        message: `${lines(node)} hands the database to code that cannot be followed without running it: what that does was not checked.`,
        origin: {
          frames: [{ file, line: node.loc.start.line, column: node.loc.start.column + 1, isRead: true }],
          chained: false,
        },
      })
    },
    forget(thing) {
      activity.getStore()?.run.idle.delete(thing)
    },
    environment: name => Reflect.get(process.env, name),
  }
  return interpreter
}

function lines({ loc }: SyntaxNode): string {
  return `Line ${loc.start.line}`
}
