// The least that reading PostgreSQL can cost in Node: its own grammar over the files, and nothing else.
// node parse-alone.mjs <libpg-query> <file> …
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
const [entry, ...files] = process.argv.slice(2)
const { loadModule, parseSync } = createRequire(import.meta.url)(entry)
await loadModule()
for (const file of files) parseSync(readFileSync(file, 'utf8'))
