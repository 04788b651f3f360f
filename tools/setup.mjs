// Installs and builds, with nothing but Node and npm at hand. pnpm is fetched by npx at a pinned version:
// 10.34.9 is the last line that runs on Node 20.
import { spawnSync } from 'node:child_process'

const steps = [
  ['npx', ['--yes', 'pnpm@10.34.9', 'install', '--frozen-lockfile', '--prefer-offline', '--silent']],
  ['node', ['node_modules/typescript/bin/tsc', '-b', 'packages/core']],
  ['node', ['tools/bundle.mjs']],
]

for (const [command, args] of steps) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    console.error(`setup: "${[command, ...args].join(' ')}" failed`)
    process.exit(status ?? 1)
  }
}
