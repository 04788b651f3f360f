#!/usr/bin/env node
// Starts the program that lies beside it. To compile it takes as long as to check a migration, so what V8 made of it
// when it was built is taken where that fits (`tools/bundle.mjs`); V8 compiles as ever what does not.
const { readFileSync } = require('node:fs')
const { enableCompileCache } = require('node:module')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

const program = `${__dirname}/program.js`
const cachedData = compiledByThisNode()
const load = cachedData === undefined ? loadUncompiled() : loadCompiled()
// PostgreSQL's grammar is WebAssembly. To optimise it takes V8 up to a second and 600 MB, for which the process waits
// before it ends, and the optimised code reads ten thousand statements no faster. One flag without the other optimises
// all of it at once. Set here, because V8 takes no code that was compiled under other flags.
setFlagsFromString('--no-wasm-tier-up')
setFlagsFromString('--no-wasm-dynamic-tiering')
load()

function compiledByThisNode() {
  try {
    return readFileSync(`${program}.${process.version}-${process.arch}`)
  } catch {
    return undefined
  }
}

function loadCompiled() {
  // Every character is a byte: Latin-1 is the quickest to read.
  const source = readFileSync(program, 'latin1')
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`
  const run = new Script(wrapped, { filename: program, cachedData }).runInThisContext()
  return () => run(exports, require, module, program, __dirname)
}

/** Another Node than the one that built it; from 22.8 on it keeps what it compiles by itself. */
function loadUncompiled() {
  enableCompileCache?.()
  return () => require(program)
}
