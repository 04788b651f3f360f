// Writes a new rule with examples that are not true yet, and rebuilds the registry: node tools/new-rule.mjs <id>
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../packages/core/src/rules')
const id = process.argv[2]

if (id !== undefined) writeRule(id)
writeRegistry()

function writeRule(name) {
  const file = join(folder, `${name}.ts`)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    fail(`"${name}" is not a rule id: write it in kebab case, such as drop-sequence`)
  if (existsSync(file)) fail(`${file} exists already`)
  writeFileSync(file, ruleSource(name))
  console.log(`Wrote ${file}. Make its examples true, then run: npm run docs`)
}

/** One line for each file that exports a rule of its own name. */
function writeRegistry() {
  const ids = readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
    .map(name => name.slice(0, -'.ts'.length))
    .filter(name =>
      readFileSync(join(folder, `${name}.ts`), 'utf8').includes(`export const ${camelCase(name)}: Rule = {`),
    )
    .sort()
  const lines = [
    ...ids.map(name => `import { ${camelCase(name)} } from './${name}.ts'`),
    "import type { Rule } from './rule.ts'",
  ]
  const registry = `${lines.join('\n')}

export const builtInRules: readonly Rule[] = [
${ids.map(name => `  ${camelCase(name)},`).join('\n')}
]
`
  const file = join(folder, 'index.ts')
  writeFileSync(file, registry)
  // It sorts imports in an order of its own.
  const biome = join(folder, '../../../../node_modules/@biomejs/biome/bin/biome')
  spawnSync(process.execPath, [biome, 'check', '--write', file], { stdio: 'ignore' })
}

function camelCase(name) {
  return name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())
}

function ruleSource(name) {
  return `import type { Rule } from './rule.ts'

export const ${camelCase(name)}: Rule = {
  id: '${name}',
  category: 'data-loss',
  severity: 'error',
  title: 'One sentence: what is wrong.',
  why: 'What goes wrong in production.',
  instead: 'What to do.',
  examples: {
    flagged: [{ title: 'the plain case', given: 'CREATE TABLE users (id int)', up: 'SELECT 1', instead: 'SELECT 1' }],
    allowed: [{ title: 'a table that is new in the same deploy', up: 'CREATE TABLE users (id int)' }],
  },

  checkOperation: {
    'drop-table': ({ table }) => ({ message: \`\${table} …\`, objects: [table] }),
  },
}
`
}

function fail(message) {
  console.error(message)
  process.exit(2)
}
