// Prints what the checks cost on this machine, side by side with the peers. README.md says what the rows mean.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lintProject } from '../packages/core/dist/index.js'
import { generateMigrations, writeMigrations } from './generate.mjs'
import { writeKnexProject } from './generate-knex.mjs'
import { runProcess, sideBySide, table } from './measure.mjs'
import { installPeers } from './peers.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const cli = join(here, '../packages/cli/dist/main.js')
const grammar = createRequire(join(here, '../packages/core/package.json')).resolve('libpg-query')
const engines = ['postgres', 'mysql', 'sqlite']
const folder = mkdtempSync(join(tmpdir(), 'migration-lint-bench-'))
try {
  const peers = installPeers(join(folder, 'peers'))
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`)
  print(['engine', 'files', 'statements', 'ms', 'statements/s'], await engineRows())
  print(['1000 files', 'ms', 'files/s'], await projectRows(peers))
  print(['one file', 'ms', 'of node -e 0'], await coldRows(peers))
  print(['Knex migrations', 'ms', 'of node -e 0'], await knexRows())
  for (const { name, skipped } of peers) if (skipped) console.log(`\n${name} skipped: ${skipped}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The library in this process, warm. */
async function engineRows() {
  const projects = engines.map(engine => ({ engine, ...project(engine, 300) }))
  const contenders = projects.map(({ engine, cwd }) => ({
    name: engine,
    run: () => lintProject({ cwd, paths: ['migrations'], dialect: engine }),
  }))
  await sideBySide(contenders, 2)
  const times = await sideBySide(contenders, 5)
  return projects.map(({ engine, files, statements }) => {
    const ms = times.get(engine)
    return [engine, `${files.length}`, `${statements}`, whole(ms), whole((statements / ms) * 1000)]
  })
}

/** A whole process over a folder, as CI starts it. */
async function projectRows(peers) {
  const projects = engines.map(engine => ({ engine, ...project(engine, 1000) }))
  const [{ cwd, files }] = projects
  const times = await sideBySide(
    [
      ...projects.map(({ engine, cwd }) => ours(engine, cwd, ['migrations', '--format', 'json'])),
      ...others(peers, cwd, files),
    ],
    3,
  )
  return [...times].map(([name, ms]) => [name, whole(ms), whole((files.length / ms) * 1000)])
}

/** A whole process over one file, as a commit hook starts it. */
async function coldRows(peers) {
  const projects = engines.map(engine => ({ engine, ...project(engine, 1) }))
  const [{ cwd, files }] = projects
  return againstNode(
    [
      ...projects.map(({ engine, cwd, files: [file] }) =>
        ours(engine, cwd, [join('migrations', basename(file))]),
      ),
      ...others(peers, cwd, files),
    ],
    9,
  )
}

async function knexRows() {
  const contenders = [1, 250].map(count => {
    const cwd = join(folder, `knex-${count}`)
    writeKnexProject(cwd, count)
    return { name: `${count}`, run: () => runProcess('node', [cli], cwd) }
  })
  return againstNode(contenders, 5)
}

async function againstNode(contenders, rounds) {
  const name = 'node -e 0'
  const node = { name, run: () => runProcess('node', ['-e', '0'], folder) }
  const times = await sideBySide([node, ...contenders], rounds)
  return [...times].map(([each, ms]) => [each, whole(ms), (ms / times.get(name)).toFixed(1)])
}

function ours(engine, cwd, args) {
  const run = () => runProcess('node', [cli, ...args, '--dialect', engine], cwd)
  return { name: `migration-lint, ${engine}`, run }
}

/** What else reads PostgreSQL, and its grammar with nothing around it. */
function others(peers, cwd, files) {
  const parseAlone = [join(here, 'parse-alone.mjs'), grammar, ...files]
  return [
    ...peers
      .filter(({ skipped }) => !skipped)
      .map(({ name, command, argsFor }) => ({ name, run: () => runProcess(command, argsFor(files), cwd) })),
    { name: 'libpg-query alone', run: () => runProcess('node', parseAlone, cwd) },
  ]
}

function project(engine, count) {
  const cwd = join(folder, `${engine}-${count}`)
  mkdirSync(cwd)
  return { cwd, ...writeMigrations(join(cwd, 'migrations'), generateMigrations(engine, count)) }
}

function print(head, rows) {
  console.log(`\n${table([head, ...rows])}`)
}

function whole(number) {
  return number.toFixed(0)
}
