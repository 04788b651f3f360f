// Runs a program of `bundle.mjs` once for each list of arguments, and writes what V8 made of it to a file:
// node <V8's flags, which must be those of the later runs> compile-program.cjs <program.js> <file> <[[argument, …], …]>
const { readFileSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname } = require('node:path')
const { Script } = require('node:vm')

const [program, compiled, runs] = process.argv.slice(2)
// As `packages/cli/src/launch.cjs` wraps it.
const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(program, 'latin1')}\n})`
const script = new Script(wrapped, { filename: program })
const waiting = JSON.parse(runs)

// A run ends the process when it is done; here others follow.
process.exit = () => {}
process.on('beforeExit', runNext)
runNext()

function runNext() {
  const run = waiting.shift()
  if (run === undefined) {
    writeFileSync(compiled, script.createCachedData())
    process.removeListener('beforeExit', runNext)
    process.exitCode = 0
    return
  }
  // What waits for nothing would end without another `beforeExit`.
  setImmediate(() => {})
  process.argv = [process.execPath, program, ...run]
  script.runInThisContext()({}, createRequire(program), module, program, dirname(program))
}
