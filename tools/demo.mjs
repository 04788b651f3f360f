// The main job: migration-lint looks at the Friday deploy and stops it.
import { spawnSync } from 'node:child_process'

const fixture = 'fixtures/friday-deploy'
const args = [
  `${fixture}/sql`,
  ...['--applied', `${fixture}/sql/applied.txt`],
  ...['--config', `${fixture}/migration-lint.config.json`],
  ...['--environment', 'production'],
  ...['--branch', 'feature/preferences'],
  ...['--now', '2023-11-17T16:47:00+01:00'],
]

console.log(`$ migration-lint ${args.join(' ')}\n`)
const { status } = spawnSync(process.execPath, ['packages/cli/dist/main.js', ...args], { stdio: 'inherit' })
console.log(`\nexit code: ${status}`)
process.exitCode = status === 1 ? 0 : 1
