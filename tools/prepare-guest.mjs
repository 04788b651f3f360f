// Writes what runs in the sandbox for Knex migrations as one file: our own code in the form that QuickJS takes, which
// to make anew takes longer than to check a migration. Gives the text of that file.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const core = join(dirname(fileURLToPath(import.meta.url)), '../packages/core')

export async function prepareGuest() {
  const folder = join(core, 'dist/readers/knex')
  const { transformForSandbox } = await import(join(folder, 'child/transform.js'))
  const ownPackageFile = createRequire(join(core, 'package.json')).resolve('./package.json')
  const builtIns = readdirSync(join(folder, 'child/guest/built-ins')).filter(name => name.endsWith('.js'))
  const waiting = [
    ...['require', 'ground', 'main'].map(name => `child/guest/${name}.js`),
    ...builtIns.map(name => `child/guest/built-ins/${name}`),
  ]
  const files = {}
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in files) continue
    const path = join(folder, name)
    const code = transformForSandbox(path, readFileSync(path, 'utf8'), ownPackageFile)
    files[name] = code
    for (const [, target] of code.matchAll(/require\('(\.[^']+)'\)/g)) {
      waiting.push(posix.join(posix.dirname(name), target))
    }
  }
  return JSON.stringify(files)
}
