import { describe, expect, test } from 'vitest'
import { calleeBefore } from './sandbox-calls.ts'
import { transformForSandbox, transformModule } from './transform.ts'

const ownPackageFile = new URL('../../../../package.json', import.meta.url).pathname

function forProject(source: string): string {
  return transformModule('/p/m.js', source, { ownPackageFile, isForSandbox: true }).code.trim()
}

describe('what QuickJS is told', () => {
  test.each([
    ['async () => { await a }', 'async () => { __mlResume(await __mlSuspend(__mlEnter(__mlFile,1,16), a)) }'],
    ['async () => { return a }', 'async () => { return  __mlReturn(a) }'],
    ['async () => a', 'async () =>  __mlReturn(a)'],
    ['async () => { return (a, b) }', 'async () => { return (a, b) }'],
    ['() => { return a() }', '() => { return  __mlTail=a() }'],
    ['() => { return!a() }', '() => { return!a() }'],
    ['() => { return[a][0]() }', '() => { return __mlTail=[a][0]() }'],
    ['() => { return(a)() }', '() => { return __mlTail=(a)() }'],
    ['() => { return () => {} }', '() => { return () => {} }'],
  ])('%s', (source, made) => {
    expect(forProject(`(${source})`)).toBe(`(${made})`)
  })

  test('packages are of no interest, but for their contexts', () => {
    const source = 'exports.a = async () => { await b(); return(c)() }\nexports.d = () => { return e() }'
    expect(transformForSandbox('/p/a.js', source, ownPackageFile)).toBe(
      'exports.a = async () => { __mlResume(await __mlSuspend(__mlContext(), b())); return __mlReturn((c)()) }\n' +
        'exports.d = () => { return e() }',
    )
  })
})

test.each([
  ['a.b(1)', 3, 2],
  ['a.b(1)(2)', 6, 2],
  ['a.b (1)', 4, 2],
  ["a['b'](1)", 6, 6],
  ['a.b(1)', 2, 2],
])('the callee of %s at %i', (line, at, found) => {
  expect(calleeBefore(line, at)).toBe(found)
})
