import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const peers = [
  { name: 'squawk', package: 'squawk-cli@2.66.0', bin: 'squawk', args: [] },
  { name: 'pgfence', package: '@flvmnt/pgfence@0.1.5', bin: 'pgfence', args: ['analyze'] },
]

/** Each peer installed from npm, with `command` and `argsFor(files)`; or with `skipped`, why not. */
export function installPeers(folder) {
  mkdirSync(folder, { recursive: true })
  return peers.map(peer => ({
    name: `${peer.name} ${peer.package.split('@').at(-1)}`,
    ...install(peer, folder),
  }))
}

function install(peer, folder) {
  const prefix = join(folder, peer.name)
  const args = ['install', '--prefix', prefix, '--no-save', '--no-audit', '--no-fund', peer.package]
  const { status } = spawnSync('npm', args, { stdio: 'ignore', timeout: 120_000 })
  const command = join(prefix, 'node_modules', '.bin', peer.bin)
  if (status !== 0 || !existsSync(command)) return { skipped: `npm could not install ${peer.package}` }
  // Installed, it may still lack the binary for this machine.
  if (spawnSync(command, ['--version']).status !== 0) return { skipped: `${peer.package} does not run here` }
  return { command, argsFor: files => [...peer.args, ...files] }
}
