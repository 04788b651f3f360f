import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tool } from './tool.ts'

test.each(['core', 'cli'])('the version is that of packages/%s', name => {
  const file = new URL(`../../../${name}/package.json`, import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: tool.version })
})
