import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** Which folder may import which. Read from top to bottom, it is the pipeline. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  operations: [],
  migration: ['operations'],
  lexer: [],
  schema: ['operations', 'migration'],
  dialects: ['operations', 'migration', 'lexer', 'schema'],
  layouts: ['migration', 'lexer'],
  readers: ['operations', 'migration', 'lexer', 'schema', 'dialects', 'layouts'],
  reversal: ['operations', 'migration', 'schema', 'dialects'],
  rules: ['operations', 'migration', 'schema', 'dialects', 'reversal'],
  suppressions: ['migration', 'lexer', 'rules'],
  scoring: ['migration', 'rules'],
  policy: ['migration', 'rules', 'scoring'],
  config: ['migration', 'layouts', 'rules', 'policy'],
  discovery: ['migration', 'lexer', 'dialects', 'layouts', 'config'],
  report: ['operations', 'migration', 'schema', 'dialects', 'reversal', 'rules', 'scoring', 'policy'],
  reporters: ['migration', 'dialects', 'reversal', 'rules', 'scoring', 'policy', 'report'],
}

/** Files at the top: concepts without a stage, and the two doors, which may import every stage. */
const anyoneMayImport = ['user-error.ts', 'did-you-mean.ts', 'own-packages.ts', 'json-with-comments.ts']
const pureStages = [
  'operations',
  'migration',
  'lexer',
  'schema',
  'dialects',
  'reversal',
  'rules',
  'suppressions',
  'scoring',
  'policy',
  'report',
  'reporters',
]

/** What rules share, by subject: each folder may import those above it. */
const rulesShare = [
  'wording',
  'scripts',
  'names',
  'types',
  'rebuilds',
  'deploy',
  'advice',
  'checks',
  'keys',
  'rows',
  'objects',
  'running',
]

/** What a rule and a finding are, and the registry: all else straight in `rules/` is a rule. */
const besideTheRules = ['rules/rule.ts', 'rules/finding.ts', 'rules/index.ts']

/** Each outside package is known to one file, or to one folder that exists to face it. */
const packageHome: Readonly<Record<string, string>> = {
  'libpg-query': 'dialects/postgres',
  'libpg-query-15': 'dialects/postgres',
  'sqlite3-parser': 'dialects/sqlite',
  'node-sql-parser': 'dialects/mysql',
  'fast-glob': 'discovery/project-files.ts',
  // Itself: what a config file imports by that name.
  '@migration-lint/core': 'config/load-config.ts',
  yaml: 'layouts/liquibase-yaml.ts',
  lilconfig: 'config/load-config.ts',
  jiti: 'config/load-config.ts',
  json5: 'json-with-comments.ts',
  croner: 'policy',
  'js-tokens': 'suppressions/javascript-texts.ts',
  'get-east-asian-width': 'reporters/display-width.ts',
  knex: 'readers/knex',
  sucrase: 'readers/knex',
  '@babel/parser': 'readers/knex',
  'quickjs-emscripten-core': 'readers/knex/child/sandbox/open-guest.ts',
}

const root = dirname(fileURLToPath(import.meta.url))
/** What is shipped: no tests, and nothing that only tests read. */
const sources = typescriptFiles(root).filter(
  file => !file.endsWith('.test.ts') && !file.includes('/testing/'),
)

describe('imports run one way', () => {
  test.each(sources.filter(file => file.includes('/')))('%s', file => {
    const folder = topOf(file)
    const allowed = mayImport[folder]
    expect(allowed, `the folder ${folder} is not in the table`).toBeDefined()
    for (const target of relativeImportsOf(file)) {
      if (anyoneMayImport.includes(target)) continue
      const targetFolder = topOf(target)
      expect([folder, ...(allowed ?? [])], `${file} imports ${target}`).toContain(targetFolder)
    }
  })
})

test('the table is in the order of the pipeline', () => {
  const folders = Object.keys(mayImport)
  const upward = Object.entries(mayImport).flatMap(([folder, allowed]) =>
    allowed
      .filter(other => folders.indexOf(other) >= folders.indexOf(folder))
      .map(other => `${folder} → ${other}`),
  )
  expect(upward).toEqual([])
})

describe('the folder of the rules holds rules', () => {
  const rules = sources.filter(file => /^rules\/[^/]+$/.test(file) && !besideTheRules.includes(file))
  const shared = sources.filter(file => /^rules\/[^/]+\//.test(file))

  test('each is registered, and none imports another one', () => {
    expect(rules.filter(rule => !relativeImportsOf('rules/index.ts').includes(rule))).toEqual([])
    const arrows = [...rules, ...shared.filter(file => !file.startsWith('rules/running/'))].flatMap(file =>
      relativeImportsOf(file)
        .filter(target => rules.includes(target) || target === 'rules/index.ts')
        .map(target => `${file} → ${target}`),
    )
    expect(arrows).toEqual([])
  })

  test('what they share imports one way', () => {
    const subjectOf = (file: string): string => file.split('/')[1] ?? ''
    expect([...new Set(shared.map(subjectOf))].sort()).toEqual([...rulesShare].sort())
    const upward = shared.flatMap(file =>
      relativeImportsOf(file)
        .filter(target => shared.includes(target))
        .filter(target => rulesShare.indexOf(subjectOf(target)) > rulesShare.indexOf(subjectOf(file)))
        .map(target => `${file} → ${target}`),
    )
    expect(upward).toEqual([])
  })
})

/** An interpreter: a statement holds expressions, an expression a function, a function statements. */
const recursive = 'readers/knex/child/static/'

test('no file imports what imports it, straight or by way of others', () => {
  const importsOfFile = new Map(sources.map(file => [file, relativeImportsOf(file)]))
  const done = new Set<string>()
  const circles: (readonly string[])[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push(path.slice(path.indexOf(file)))
    if (done.has(file)) return
    done.add(file)
    for (const target of importsOfFile.get(file) ?? []) visit(target, [...path, file])
  }
  for (const file of sources) visit(file, [])
  expect(circles.filter(circle => !circle.every(file => file.startsWith(recursive)))).toEqual([])
})

test('no folder of the table is gone', () => {
  expect(Object.keys(mayImport).sort()).toEqual(
    [...new Set(sources.filter(file => file.includes('/')).map(topOf))].sort(),
  )
})

test('each outside package is faced in one place', () => {
  const strays = sources.flatMap(file =>
    packageImportsOf(file)
      .filter(name => !name.startsWith('node:'))
      .filter(name => {
        const home = packageHome[packageName(name)]
        return home === undefined || (file !== home && !file.startsWith(`${home}/`))
      })
      .map(name => `${file} imports ${name}`),
  )
  expect(strays).toEqual([])
})

test('rules ask traits, never the name of an engine', () => {
  const comparisons = sources
    .filter(file => file.startsWith('rules/'))
    .filter(file => /(===|!==|case)\s*'(postgres|mysql|mariadb|sqlite)'/.test(read(file)))
  expect(comparisons).toEqual([])
})

test('what comes after reading touches no disk, clock, environment or console', () => {
  const impure = sources
    .filter(file => pureStages.includes(topOf(file)) || file === 'lint.ts')
    .filter(file =>
      /from 'node:(fs|child_process|os|net|process)|process\.(env|exit|cwd|std)|console\.|Date\.now|new Date\(\)/.test(
        read(file),
      ),
    )
  expect(impure).toEqual([])
})

test('only the file that faces a loosely typed parser says any', () => {
  const loose = sources.filter(file =>
    /:\s*any\b|\bas any\b|<any>|@ts-(ignore|expect-error)/.test(read(file)),
  )
  expect(loose).toEqual([])
})

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function relativeImportsOf(file: string): readonly string[] {
  return importsOf(file)
    .filter(target => target.startsWith('.'))
    .map(target => posix.normalize(posix.join(posix.dirname(file), target)))
}

function packageImportsOf(file: string): readonly string[] {
  return importsOf(file).filter(target => !target.startsWith('.'))
}

function importsOf(file: string): readonly string[] {
  const specifiers =
    /(?:^|\n)\s*(?:import|export)\b[^'"\n]*(?:\n[^'"\n]*)*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g
  return [...read(file).matchAll(specifiers)].map(match => match[1] ?? match[2] ?? match[3] ?? '')
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function topOf(file: string): string {
  return file.split('/')[0] ?? file
}

function typescriptFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => relative(folder, join(folder, name)).split(sep).join('/'))
    .sort()
}
