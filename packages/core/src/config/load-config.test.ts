import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migration-lint-'))
  mkdirSync(join(folder, '.git'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

describe('a config file', () => {
  test.each([
    [
      'migration-lint.config.ts',
      'enum Level { High = 70 }\nexport default { maxRisk: Level.High as number }',
    ],
    [
      'migration-lint.config.mts',
      "import { defineConfig } from '@migration-lint/core'\nexport default defineConfig({ maxRisk: 70 })",
    ],
    ['migration-lint.config.js', 'module.exports = { maxRisk: 70 }'],
    ['migration-lint.config.mjs', 'export default { maxRisk: 70 }'],
    ['migration-lint.config.jsonc', '{ /* 70 */ "maxRisk": 70, // "x"\n}'],
    ['.migration-lintrc', '{ "maxRisk": 70 }'],
    ['package.json', '{ "migration-lint": { "maxRisk": 70 } }'],
  ])('%s', async (file, text) => {
    write(file, text)
    expect(await loadConfig(folder, [])).toEqual({ config: { maxRisk: 70 }, file })
  })

  test('is found upward, and named as seen from the working directory', async () => {
    write('.migration-lintrc.json', '{ "failOn": "never" }')
    mkdirSync(join(folder, 'packages/api'), { recursive: true })
    const loaded = await loadConfig(join(folder, 'packages/api'), [])
    expect(loaded).toEqual({ config: { failOn: 'never' }, file: '../../.migration-lintrc.json' })
  })

  test('is not looked for above the git work tree', async () => {
    write('.migration-lintrc.json', '{ "failOn": "never" }')
    mkdirSync(join(folder, 'inner/.git'), { recursive: true })
    expect(await loadConfig(join(folder, 'inner'), [])).toEqual({ config: {} })
  })

  test('may be named', async () => {
    write('other.json', '{ "maxRisk": 1 }')
    expect(await loadConfig(folder, [], { file: 'other.json' })).toEqual({
      config: { maxRisk: 1 },
      file: 'other.json',
    })
    await expect(loadConfig(folder, [], { file: 'gone.json' })).rejects.toThrow(
      'The config file gone.json does not exist.',
    )
  })

  test('that is code may be anybody’s, unless it is named', async () => {
    write('migration-lint.config.mjs', 'export default { maxRisk: 1 }')
    await expect(loadConfig(folder, [], { codeAllowed: false })).rejects.toThrow(
      'migration-lint.config.mjs is code, and who wrote it is not trusted: name a config that you trust with --config, or write it in JSON.',
    )
    const named = { file: 'migration-lint.config.mjs', codeAllowed: false }
    expect((await loadConfig(folder, [], named)).config).toEqual({ maxRisk: 1 })
  })

  test.each([
    ['migration-lint.config.json', '{ "maxRisk": ', 'migration-lint.config.json is not valid JSON'],
    ['migration-lint.config.ts', 'export default {', 'migration-lint.config.ts cannot be loaded'],
    ['migration-lint.config.ts', 'throw new Error("no")', 'migration-lint.config.ts cannot be loaded: no'],
    [
      'migration-lint.config.ts',
      'export default { maxrisk: 1 }',
      'migration-lint.config.ts: unknown key "maxrisk"; did you mean "maxRisk"?',
    ],
  ])('%s with %s', async (file, text, message) => {
    write(file, text)
    await expect(loadConfig(folder, [])).rejects.toThrow(message)
  })
})
