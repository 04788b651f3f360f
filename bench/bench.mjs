// Prints what the checks cost on this machine, side by side with the peers. README.md says what the rows mean.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lintProject } from '../packages/core/dist/index.js'
import { generateMigrations, writeMigrations } from './generate.mjs'
import { runProcess, sideBySide, table } from './measure.mjs'
import { installPeers } from './peers.mjs'

const cli = join(dirname(fileURLToPath(import.meta.url)), '../packages/cli/dist/main.js')
const folder = mkdtempSync(join(tmpdir(), 'migration-lint-bench-'))
try {
  const peers = installPeers(join(folder, 'peers'))
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores\n`,
  )
  console.log(table([['engine', 'files', 'statements', 'ms', 'statements/s'], ...(await engineRows())]))
  console.log(`\n${table([['1000 PostgreSQL files', 'ms', 'files/s'], ...(await projectRows(peers))])}`)
  console.log(`\n${table([['one PostgreSQL file', 'ms', 'of node -e 0'], ...(await coldRows(peers))])}`)
  for (const { name, skipped } of peers) if (skipped) console.log(`\n${name} skipped: ${skipped}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The library in this process, warm. */
async function engineRows() {
  const projects = ['postgres', 'mysql', 'sqlite'].map(engine => ({ engine, ...project(engine, 300) }))
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

/** A whole process, as CI starts it. */
async function projectRows(peers) {
  const { cwd, files } = project('postgres', 1000)
  const ours = ['migrations', '--dialect', 'postgres', '--format', 'json']
  const times = await sideBySide(commands(peers, cwd, ours, files), 3)
  return [...times].map(([name, ms]) => [name, whole(ms), whole((files.length / ms) * 1000)])
}

async function coldRows(peers) {
  const { cwd, files } = project('postgres', 1)
  const ours = files.map(file => join('migrations', basename(file)))
  const contenders = [
    { name: 'node -e 0', run: () => runProcess('node', ['-e', '0'], cwd) },
    ...commands(peers, cwd, ours, files),
  ]
  const times = await sideBySide(contenders, 9)
  const node = times.get('node -e 0')
  return [...times].map(([name, ms]) => [name, whole(ms), (ms / node).toFixed(1)])
}

function commands(peers, cwd, ours, files) {
  return [
    { name: 'migration-lint', run: () => runProcess('node', [cli, ...ours], cwd) },
    ...peers
      .filter(({ skipped }) => !skipped)
      .map(({ name, command, argsFor }) => ({ name, run: () => runProcess(command, argsFor(files), cwd) })),
  ]
}

function project(engine, count) {
  const cwd = join(folder, `${engine}-${count}`)
  mkdirSync(cwd)
  return { cwd, ...writeMigrations(join(cwd, 'migrations'), generateMigrations(engine, count)) }
}

function whole(number) {
  return number.toFixed(0)
}
