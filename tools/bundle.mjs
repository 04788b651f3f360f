// Writes the command line as two files, itself and what Knex migrations run in (and what runs in its sandbox): to find,
// read and compile seven hundred modules takes Node five times as long as to check a migration.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { prepareGuest } from './prepare-guest.mjs'

const tools = dirname(fileURLToPath(import.meta.url))
const cli = join(tools, '../packages/cli')
const core = join(tools, '../packages/core')
const fixtures = join(tools, '../fixtures')

/** They load code that lies beside them, or are seldom needed: they stay where core's package.json puts them. */
const outside = 'libpg-query-15|jiti|knex|yaml'

/** The command line in `folder`, a folder below packages/cli: main.js and what it needs. */
async function bundle(folder) {
  rmSync(folder, { recursive: true, force: true })
  const bundled = new Set([
    ...(await writeProgram(join(cli, 'src/main.ts'), folder, requiredWhenUsed)),
    ...(await writeProgram(join(core, 'src/readers/knex/child/main.ts'), join(folder, 'child'))),
  ])
  // packages/cli says that its files are ES modules; V8's compiled form of those cannot be kept on Node 20.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n')
  writeFileSync(join(folder, 'LICENSES.txt'), licensesOf(bundled))
  const { resolve } = createRequire(join(core, 'package.json'))
  copyFileSync(join(dirname(resolve('libpg-query')), 'libpg-query.wasm'), join(folder, 'libpg-query.wasm'))
  const guest = await prepareGuest()
  for (const child of [join(folder, 'child'), join(core, 'dist/readers/knex/child')]) {
    writeFileSync(join(child, 'guest.json'), guest)
  }
  compile(folder, [], typicalRuns)
  compile(join(folder, 'child'), childFlags, [[]])
}

/** What is compiled in advance: the code that these runs come to. */
const typicalRuns = [
  [join(fixtures, 'careful-postgres/db/migrations'), '--dialect', 'postgres'],
  [join(fixtures, 'friday-deploy/sql'), '--dialect', 'mysql'],
  [join(fixtures, 'careful-sqlite/migrations'), '--dialect', 'sqlite'],
]

/** As `start-child.ts` gives them: V8 refuses what was compiled with others. */
const childFlags = ['--max-old-space-size=512']

function compile(folder, flags, runs) {
  const program = join(folder, 'program.js')
  const compiled = `${program}.${process.version}-${process.arch}`
  const { status } = spawnSync(
    process.execPath,
    [...flags, join(tools, 'compile-program.cjs'), program, compiled, JSON.stringify(runs)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (status !== 0 || !existsSync(compiled)) throw new Error(`${program} cannot be compiled in advance`)
}

/** Gives the folders of the packages that went into it. */
async function writeProgram(input, folder, change = code => code) {
  const build = await rolldown({
    input,
    platform: 'node',
    external: new RegExp(`^(?:${outside})$`),
    resolve: { conditionNames: ['migration-lint-source', 'node', 'import', 'default'] },
  })
  const { output } = await build.generate({
    format: 'cjs',
    codeSplitting: false,
    dynamicImportInCjs: false,
  })
  const [{ code, moduleIds }] = output
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'program.js'), inAscii(change(code)))
  copyFileSync(join(cli, 'src/launch.cjs'), join(folder, 'main.js'))
  return moduleIds
    .map(id => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id)?.[0])
    .filter(Boolean)
}

/**
 * Most runs use few of the packages that stay outside, and of Node's own modules that take 1 to 3 ms each: they are
 * loaded with the first thing that is taken from them.
 */
function requiredWhenUsed(code) {
  return `
const fromCore = name => require('node:module').createRequire(require.resolve('@migration-lint/core/package.json'))(name)
const whenUsed = name => new Proxy({}, { get: (_, key) => require(name)[key] })
${code
  .replaceAll(new RegExp(`\\brequire(?=\\("(?:${outside})"\\))`, 'g'), 'fromCore')
  .replaceAll(/\brequire(?=\("node:(?:child_process|crypto|os|readline|stream\/consumers)"\))/g, 'whenUsed')
  .replaceAll(/= fs\.promises\.readFile\b/g, '= (...args) => fs.promises.readFile(...args)')}`
}

/** So that a character is a byte. None of the code reads its own text (`String.raw`). */
function inAscii(code) {
  return code.replaceAll(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function licensesOf(folders) {
  return [...folders]
    .map(folder => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find(name => /^licen[sc]e/i.test(name))
      if (file === undefined) throw new Error(`${name} has no licence file`)
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    })
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`)
}

await bundle(join(cli, process.argv[2] ?? 'dist'))
