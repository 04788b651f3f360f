import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFiles, relativePath } from './project-files.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'migration-lint-'))
  mkdirSync(join(folder, 'm/node_modules'), { recursive: true })
  mkdirSync(join(folder, 'm/deep'))
  writeFileSync(join(folder, 'm/b [1] é.sql'), '\uFEFFSELECT 1;')
  writeFileSync(join(folder, 'm/B.sql'), '')
  writeFileSync(join(folder, 'm/deep/c.sql'), '')
  writeFileSync(join(folder, 'm/node_modules/x.sql'), '')
  writeFileSync(join(folder, 'binary.sql'), Buffer.from([0x53, 0, 1]))
  writeFileSync(join(folder, 'utf16.sql'), Buffer.from('\uFEFFSELECT', 'utf16le'))
  writeFileSync(join(folder, 'latin1.sql'), Buffer.from([0x53, 0xe9, 0x53]))
  symlinkSync(join(folder, 'm'), join(folder, 'linked'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('lists by code unit, without node_modules, links followed', async () => {
  const files = projectFiles(folder)
  expect(await files.list('m')).toEqual(['m/B.sql', 'm/b [1] é.sql', 'm/deep/c.sql'])
  expect(await files.list('m', 1)).toEqual(['m/B.sql', 'm/b [1] é.sql'])
  expect(await files.list('linked')).toContain('linked/B.sql')
  expect(await files.list('nowhere')).toEqual([])
  expect(await files.list('binary.sql')).toEqual([])
})

test('keeps the BOM, so that offsets count it', async () => {
  expect(await projectFiles(folder).read('m/b [1] é.sql')).toBe('\uFEFFSELECT 1;')
})

test.each([
  ['binary.sql', 'binary.sql is a binary file'],
  ['utf16.sql', 'utf16.sql is UTF-16'],
  ['latin1.sql', 'latin1.sql is not valid UTF-8'],
  ['gone.sql', 'gone.sql cannot be read: there is no such file.'],
  ['m', 'm cannot be read: it is a folder.'],
])('%s: %s', async (path, message) => {
  await expect(projectFiles(folder).read(path)).rejects.toThrow(message)
})

test('paths are told from the working directory', () => {
  expect(relativePath('/p/q', '/p/q/a/b.sql')).toBe('a/b.sql')
  expect(relativePath('/p/q', './a/../b.sql')).toBe('b.sql')
  expect(relativePath('/p/q', '..')).toBe('..')
  expect(relativePath('/p/q', '.')).toBe('.')
})

test.skipIf(process.platform === 'win32')(
  'a folder that may not be opened is named, or passed over',
  async () => {
    const closed = mkdtempSync(join(tmpdir(), 'migration-lint-'))
    for (const name of ['data', 'db/migrations']) mkdirSync(join(closed, name), { recursive: true })
    writeFileSync(join(closed, 'db/a.sql'), '')
    chmodSync(closed, 0o755)
    try {
      chmodSync(join(closed, 'data'), 0)
      await asNobody(async () => {
        expect(await projectFiles(closed).list('.')).toEqual(['db/a.sql'])
        await expect(projectFiles(closed).list('data')).rejects.toThrow(
          'data cannot be listed: permission denied.',
        )
        await expect(projectFiles(closed).exists('data/x.sql')).rejects.toThrow(
          'data/x.sql cannot be reached',
        )
      })
      chmodSync(join(closed, 'db/migrations'), 0)
      await asNobody(async () => {
        await expect(projectFiles(closed).list('.')).rejects.toThrow(
          'db/migrations cannot be listed: permission denied.',
        )
      })
    } finally {
      for (const name of ['data', 'db/migrations']) chmodSync(join(closed, name), 0o700)
      rmSync(closed, { recursive: true })
    }
  },
)

/** Root may open every folder, so that nothing is closed to it. */
async function asNobody(act: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return await act()
  process.seteuid?.(65_534)
  try {
    await act()
  } finally {
    process.seteuid?.(0)
  }
}
