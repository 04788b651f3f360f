import { describe, expect, test } from 'vitest'
import { findMigrations } from '../discovery/find-migrations.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { liquibase } from './liquibase.ts'
import { enginesOf, enginesOfContext } from './liquibase-dbms.ts'
import { scanXml } from './scan-xml.ts'

type Files = Readonly<Record<string, string>>

async function found(files: Files, dialect?: 'postgres' | 'mysql') {
  const project = await findMigrations({ paths: [], ...(dialect && { dialect }) }, memoryFiles(files))
  return {
    detected: project.detected,
    problems: project.problems.map(({ message }) => message),
    migrations: project.migrations.map(
      ({ name, format, up, down }) =>
        `${name} ${format} ${up.file}${down ? ` down ${down.file}` : ''}${up.transaction === 'none' ? ' alone' : ''}`,
    ),
  }
}

const formatted = (id: string): string => `--liquibase formatted sql\n--changeset ann:${id}\nSELECT ${id};\n`

describe('a changelog in XML', () => {
  const master = `<?xml version="1.0"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
  <!-- <include file="off.sql"/> -->
  <include file="classpath:/db/changelog/z.sql"/>
  <changeSet id="1" author="ann" runInTransaction="false"><createTable tableName="a"/></changeSet>
  <changeSet id="2" author='ann' dbms="!postgresql"><dropTable tableName="a"/></changeSet>
  <changeSet id="3" author="ann">
    <preConditions><sqlCheck expectedResult="0">SELECT 1 &lt; 2</sqlCheck></preConditions>
    <comment>x</comment><sqlFile path="run.sql" relativeToChangelogFile="true"/><rollback><sql>A</sql></rollback>
  </changeSet>
  <includeAll path="more" relativeToChangelogFile="true"/>
  <include file="gone.xml" relativeToChangelogFile="true"/>
</databaseChangeLog>`
  const files = {
    'src/db/changelog/db.master.xml': master,
    'src/db/changelog/z.sql': formatted('9'),
    'src/db/changelog/run.sql': 'SELECT 3',
    'src/db/changelog/more/b.sql': 'SELECT 5',
    'src/db/changelog/more/a.sql': formatted('4'),
    'src/db/changelog/more/c.yaml':
      'databaseChangeLog:\n- changeSet:\n    id: 6\n    author: ann\n    changes:\n    - dropTable: {tableName: a}\n',
    'src/db/changelog/off.sql': 'SELECT 1',
  }

  test('gives the order, and its own changesets are among them', async () => {
    const of = 'src/db/changelog'
    expect(await found(files, 'postgres')).toEqual({
      detected: [
        `layout: liquibase (${of}/db.master.xml)`,
        'dialect: postgres (given)',
        'not for postgres: 1 migration',
        'not migrations: 1 file (off.sql)',
      ],
      problems: [
        `${of}/db.master.xml includes gone.xml, which is not among the files here: it was not read, and Liquibase stops where it is not there either.`,
      ],
      migrations: [
        `9::ann::${of}/z.sql sql ${of}/z.sql`,
        `1::ann::${of}/db.master.xml liquibase ${of}/db.master.xml alone`,
        `3::ann::${of}/db.master.xml liquibase ${of}/db.master.xml down ${of}/db.master.xml`,
        `4::ann::${of}/more/a.sql sql ${of}/more/a.sql`,
        `raw::includeAll::${of}/more/b.sql sql ${of}/more/b.sql`,
        `6::ann::${of}/more/c.yaml liquibase ${of}/more/c.yaml`,
      ],
    })
    expect((await found(files, 'mysql')).migrations).toHaveLength(7)
  })
})

test.each([
  [
    'c.yaml',
    'databaseChangeLog:\n  - include:\n      file: sql/b.sql\n      relativeToChangelogFile: true\n  - changeSet: {id: 1, author: "ann b", changes: [{sqlFile: {path: sql/a.sql, relativeToChangelogFile: true}}]}\n',
  ],
  [
    'c.json',
    JSON.stringify({
      databaseChangeLog: [
        { include: { file: 'sql/b.sql', relativeToChangelogFile: true } },
        {
          changeSet: {
            id: 1,
            author: 'ann b',
            changes: [{ sqlFile: { path: 'sql/a.sql', relativeToChangelogFile: true } }],
          },
        },
      ],
    }),
  ],
])('a changelog in %s gives the order', async (name, text) => {
  const files = { [`changelog/${name}`]: text, 'changelog/sql/a.sql': 'A', 'changelog/sql/b.sql': 'B' }
  expect((await found(files, 'postgres')).migrations).toEqual([
    'raw::includeAll::changelog/sql/b.sql sql changelog/sql/b.sql',
    `1::ann b::changelog/${name} sql changelog/sql/a.sql`,
  ])
})

test('formatted SQL may include', async () => {
  const files = {
    'changelog/main.sql':
      '--liquibase formatted sql\n--include file:changelog/z.sql\n--includeAll path:changelog/x\n',
    'changelog/z.sql': formatted('1'),
    'changelog/x/a.sql': formatted('2'),
  }
  expect((await found(files, 'postgres')).migrations.map(line => line.slice(0, 1))).toEqual(['1', '2'])
})

test.each([
  ['./', 'relativeToChangelogFile="true"'],
  ['/', ''],
])('includeAll of %s is all that is there', async (path, relative) => {
  const files = {
    'master.xml': `<databaseChangeLog><includeAll path="${path}" ${relative}/></databaseChangeLog>`,
    'a/b.sql': 'A',
  }
  const { migrations, problems } = await liquibase.arrange(Object.keys(files), memoryFiles(files))
  expect(migrations.map(({ name }) => name)).toEqual(['raw::includeAll::a/b.sql'])
  expect(problems).toEqual([])
})

test('an include that may be missing stops nothing', async () => {
  const files = {
    'c.xml': '<databaseChangeLog><include file="gone.xml" errorIfMissing="false"/></databaseChangeLog>',
  }
  const { problems } = await liquibase.arrange(['c.xml'], memoryFiles(files))
  expect(problems).toEqual([
    {
      ruleId: 'missing-applied-file',
      file: 'c.xml',
      message: 'c.xml includes gone.xml, which is not among the files here: it was not read.',
      severity: 'info',
    },
  ])
})

test('a changelog in Groovy is told as one that is not read, and one that is not there as missing', async () => {
  const files = {
    'src/db/c.xml':
      '<databaseChangeLog><include file="db/a.groovy"/><include file="db/gone.groovy"/></databaseChangeLog>',
    'src/db/a.groovy': 'databaseChangeLog = {}',
  }
  const { problems } = await liquibase.arrange(['src/db/c.xml'], memoryFiles(files))
  expect(problems).toMatchObject([
    {
      ruleId: 'unknown-statement',
      message:
        'src/db/c.xml includes db/a.groovy: changelogs in Groovy cannot be read, so this one was not checked.',
    },
    { ruleId: 'missing-applied-file', message: expect.stringContaining('includes db/gone.groovy, which') },
  ])
})

test('a folder that is not here is told', async () => {
  const files = { 'c.xml': '<databaseChangeLog><includeAll path="gone/"/></databaseChangeLog>' }
  const { problems } = await liquibase.arrange(['c.xml'], memoryFiles(files))
  expect(problems).toMatchObject([
    { file: 'c.xml', message: expect.stringContaining('c.xml includes gone/, which') },
  ])
})

test.each([
  [
    '<changeSet id="1" author="a">\n<dropTable tableName="t"></changeSet>',
    'line 3: <dropTable> is not closed before </changeSet>',
  ],
  [
    '<changeSet id="1" author="a"><dropTable tableName="t"/>',
    'line 2: <changeSet> is not closed before </databaseChangeLog>',
  ],
  ['<changeSet id="1" author="a"/><changeSet id="2', 'line 1: <databaseChangeLog> is not closed'],
  ['</databaseChangeLog></x>', 'line 2: </x> closes nothing'],
])('XML that has no end is told, and what can be read of it is: %s', async (inside, cause) => {
  const text = `<databaseChangeLog><changeSet id="0" author="a"><sql>A</sql></changeSet>\n${inside}</databaseChangeLog>`
  const { migrations, problems } = await liquibase.arrange(['c.xml'], memoryFiles({ 'c.xml': text }))
  expect(migrations[0]?.name).toBe('0::a::c.xml')
  expect(problems).toMatchObject([
    { severity: 'error', message: `c.xml cannot be read as a Liquibase changelog, ${cause}.` },
  ])
})

test('an entity of the changelog itself is told: it may stand for changesets', async () => {
  const text =
    '<!DOCTYPE databaseChangeLog [<!ENTITY more SYSTEM "more.xml">]><databaseChangeLog>&more;</databaseChangeLog>'
  const { problems } = await liquibase.arrange(['c.xml'], memoryFiles({ 'c.xml': text }))
  expect(problems).toMatchObject([
    {
      message:
        'c.xml cannot be read as a Liquibase changelog, line 1: what its entity stands for is not read.',
    },
  ])
})

test('a changelog that cannot be read is told', async () => {
  const files = {
    'changelog/a.yaml': 'databaseChangeLog:\n- changeSet: {id: 1, author: *ann}\n',
    'changelog/b.sql': formatted('1'),
    'changelog/c.yaml': `databaseChangeLog: ${'['.repeat(20_000)}`,
    'changelog/d.yaml': 'databaseChangeLog: 1',
    'changelog/e.yaml': 'databaseChangeLog:\n- a: b: c',
    'changelog/f.yaml': 'databaseChangeLog: []\n---\ndatabaseChangeLog: []',
    'changelog/g.yaml': 'databaseChangeLog:\n- changeSet: {id: 1, author: a}\ndatabaseChangeLog: []\n',
    'changelog/no-changelog.yaml': 'databaseChangeLogTable: x',
  }
  const { problems } = await found(files, 'postgres')
  expect(problems).toEqual(
    [
      ['a', 'line 2: *ann is not defined'],
      ['c', 'line 1: it is nested too deep'],
      ['d', 'line 1: databaseChangeLog is no list'],
      ['e', 'line 2: Nested mappings are not allowed in compact mappings'],
      ['f', 'line 2: it holds more than one document'],
      ['g', 'line 1: databaseChangeLog stands in it more than once, and Liquibase runs the last one at most'],
    ].map(([name, cause]) => `changelog/${name}.yaml cannot be read as a Liquibase changelog, ${cause}.`),
  )
})

test('of keys that stand twice the last one counts', async () => {
  const text = `databaseChangeLog:
- changeSet:
    id: 1
    author: ann
    author: bob
    changes:
    - sql:
      sql: DROP TABLE a
    - sql:
        sql: A
        sql:
    - addColumn:
        tableName: b
        tableName: c
    rollback:
    - sql:
      sql: |
        CREATE TABLE a (id int)
`
  const { migrations, problems } = await liquibase.arrange(['c.yaml'], memoryFiles({ 'c.yaml': text }))
  expect(problems).toEqual([])
  expect(migrations).toMatchObject([{ name: '1::bob::c.yaml' }])
  const { changes = [], rollback = [] } = migrations[0]?.written ?? {}
  expect(
    changes.map(({ name, attributes, text: sql }) => [name, attributes.size, sql !== undefined]),
  ).toEqual([
    ['sql', 0, true],
    ['sql', 0, false],
    ['addColumn', 1, false],
  ])
  expect(changes[2]?.attributes.get('tableName')).toBe('c')
  expect(rollback).toHaveLength(1)
})

test('changesets for other engines alone are not nothing', async () => {
  const files = { 'changelog/a.sql': '--liquibase formatted sql\n--changeset ann:1 dbms:h2\nA;' }
  await expect(found(files, 'postgres')).rejects.toThrow(
    'None of the migrations in changelog is for postgres.',
  )
})

test.each([
  [undefined, undefined],
  ['all', undefined],
  ['postgresql', ['postgres']],
  ['mysql, mariadb', ['mysql', 'mariadb']],
  ['!mysql', ['postgres', 'mariadb', 'sqlite']],
  ['h2', []],
  ['none', []],
  ['$' + '{engine}', undefined],
] as const)('dbms %j', (dbms, engines) => {
  expect(enginesOf(dbms)).toEqual(engines)
})

test.each([
  ['initial', undefined],
  ['mysql', ['mysql', 'mariadb']],
  ['postgresql AND !initial', ['postgres']],
  ['(postgresql or sqlite) and initial', ['postgres', 'sqlite']],
  ['postgresql or initial', undefined],
  ['postgresql, initial', undefined],
  ['!mysql', ['postgres', 'sqlite']],
  ['!(mysql or initial)', undefined],
] as const)('context %j', (context, engines) => {
  expect(enginesOfContext(context)).toEqual(engines)
})

test.each([
  ['<a b="x>y"/>', ['empty a b=x>y']],
  ["<n:a\n  c='1'>t<![CDATA[<z>]]></n:a>", ['open a c=1', 'close a ']],
  ['<!DOCTYPE a><!-- <b> --><a', []],
  ['<a b="never closed', []],
  ['<!-- never closed <a/>', []],
])('scanXml %j', (text, tags) => {
  expect(
    scanXml(text).map(
      ({ kind, name, attributes }) =>
        `${kind} ${name} ${[...attributes].map(([key, value]) => `${key}=${value}`).join(' ')}`,
    ),
  ).toEqual(tags)
})

test.each([
  [
    'c.xml',
    '<databaseChangeLog logicalFilePath="l"><changeSet id="1" author="a"><sql>A</sql></changeSet></databaseChangeLog>',
  ],
  [
    'c.xml',
    '<databaseChangeLog><changeSet id="1" author="a" logicalFilePath="l"><sql>A</sql></changeSet></databaseChangeLog>',
  ],
  [
    'c.yaml',
    'databaseChangeLog:\n- logicalFilePath: l\n- changeSet: {id: 1, author: a, changes: [{sql: A}]}\n',
  ],
  ['c.sql', '--liquibase formatted sql logicalFilePath:l\n--changeset a:1\nA'],
  ['c.sql', '--liquibase formatted sql\n--changeset a:1 logicalFilePath:l\nA'],
])('the history has the logical path: %s %s', async (name, text) => {
  const { migrations } = await found({ [`changelog/${name}`]: text }, 'postgres')
  expect(migrations).toEqual([`1::a::l sql changelog/${name}`])
})

test('changesets of one name for different engines are no duplicates', async () => {
  const text = (first: string, second: string) =>
    `<databaseChangeLog><changeSet id="1" author="a" ${first}><sql>A</sql></changeSet><changeSet id="1" author="a" ${second}><sql>B</sql></changeSet></databaseChangeLog>`
  const problems = async (first: string, second: string) =>
    (await liquibase.arrange(['c.xml'], memoryFiles({ 'c.xml': text(first, second) }))).problems.length
  expect(await problems('context="mysql"', 'context="postgresql"')).toBe(0)
  expect(await problems('dbms="mysql"', 'dbms="postgresql,mysql"')).toBe(1)
  expect(await problems('', 'dbms="mysql"')).toBe(1)
})

describe('a changelog that none includes', () => {
  const changelog = (id: string) =>
    `<databaseChangeLog logicalFilePath="l"><changeSet id="${id}" author="a"><sql>${id}</sql></changeSet></databaseChangeLog>`
  const includes = (...paths: readonly string[]) =>
    `<databaseChangeLog>${paths.map(path => `<include file="${path}" relativeToChangelogFile="true"/>`).join('')}</databaseChangeLog>`
  const arranged = async (files: Files, asked = Object.keys(files)) => {
    const { migrations, problems } = await liquibase.arrange(asked, memoryFiles(files))
    return {
      run: migrations.filter(({ isUnlisted }) => isUnlisted !== true).map(({ name }) => name.slice(0, 1)),
      rest: migrations.filter(({ isUnlisted }) => isUnlisted === true).map(({ name }) => name.slice(0, 1)),
      problems: problems.map(({ file, message }) => `${file}: ${message}`),
    }
  }

  test('is told, once for all of them, and no part of the run: its names are not taken', async () => {
    const files = {
      'db/master.xml': includes('sets/b.xml'),
      'db/sets/a.xml': changelog('2'),
      'db/sets/b.xml': changelog('2'),
      'db/sets/c.sql': formatted('3'),
      'db/sets/plain.sql': 'SELECT 1',
    }
    expect(await arranged(files)).toEqual({
      run: ['2'],
      rest: ['2', '3'],
      problems: [
        'db/master.xml: No changelog includes a.xml, c.sql: Liquibase does not run them with db/master.xml, and they were not checked.',
      ],
    })
    expect((await arranged(files, ['db/sets/a.xml', 'db/sets/b.xml'])).problems).toEqual([
      'db/sets/a.xml: No changelog includes a.xml: Liquibase does not run it with db/master.xml, and it was not checked.',
    ])
  })

  test.each<[string, Files]>([
    ['without a master', { 'db/a.xml': changelog('1'), 'db/b.xml': changelog('2') }],
    [
      'elsewhere than the files of the master',
      { 'db/a/master.xml': includes('1.xml'), 'db/a/1.xml': changelog('1'), 'db/b/b.xml': changelog('2') },
    ],
    [
      'that may be what the master names with a property',
      {
        'db/master.xml': includes('1.xml', `${'$'}{x}/b.xml`),
        'db/1.xml': changelog('1'),
        'db/b.xml': changelog('2'),
      },
    ],
    [
      'but is a master itself',
      {
        'db/1.xml': includes('sets/a.xml'),
        'db/sets/a.xml': changelog('1'),
        'db/2.xml': includes('sets/b.xml'),
        'db/sets/b.xml': changelog('2'),
      },
    ],
  ])('runs: %s', async (_, files) => {
    const { run, rest } = await arranged(files)
    expect(run).toEqual(['1', '2'])
    expect(rest).toEqual([])
  })

  test('is read where it is named', async () => {
    const files = {
      'db/master.xml': includes('sets/b.xml'),
      'db/sets/a.xml': changelog('1'),
      'db/sets/b.xml': changelog('2'),
    }
    const names = async (path: string) => {
      const project = await findMigrations({ paths: [path], dialect: 'postgres' }, memoryFiles(files))
      return project.migrations.map(({ name }) => name)
    }
    expect(await names('db')).toEqual(['2::a::l'])
    expect(await names('db/sets/a.xml')).toEqual(['1::a::l'])
  })
})

describe('a master that is given alone stands for what it includes', () => {
  const inside = (...entries: readonly string[]) =>
    `<databaseChangeLog>${entries.join('')}</databaseChangeLog>`
  const set = (id: string) => `<changeSet id="${id}" author="a"><sql>SELECT ${id}</sql></changeSet>`
  const names = async (files: Files, ...paths: readonly string[]) => {
    const project = await findMigrations({ paths, dialect: 'postgres' }, memoryFiles(files))
    return {
      names: project.migrations.map(({ name }) => name.slice(0, 1)),
      detected: project.detected,
      notChecked: project.notChecked,
    }
  }
  const root = 'app/src/main/resources'
  const files = {
    [`${root}/db/master.xml`]: inside(
      '<include file="db/sets/b.xml"/>',
      set('2'),
      '<include file="../more/c.xml" relativeToChangelogFile="true"/>',
      '<includeAll path="db/all/"/>',
    ),
    [`${root}/db/sets/b.xml`]: inside(set('1')),
    [`${root}/db/sets/not-included.xml`]: inside(set('9')),
    [`${root}/more/c.xml`]: inside('<include file="classpath:more/deep/d.sql"/>'),
    [`${root}/more/deep/d.sql`]: formatted('3'),
    [`${root}/db/all/e.xml`]: inside(
      '<changeSet id="4" author="a"><sqlFile path="../../more/e.sql" relativeToChangelogFile="true"/></changeSet>',
    ),
    [`${root}/more/e.sql`]: 'SELECT 4',
    [`${root}/application.yml`]: 'spring: {liquibase: {enabled: true}}',
    [`${root}/logback.xml`]: '<configuration/>',
  }

  test('in order, wherever they lie', async () => {
    const { names: found, detected, notChecked } = await names(files, `${root}/db/master.xml`)
    expect(found).toEqual(['1', '2', '3', '4'])
    expect(detected).toContain(`included: 5 files (by ${root}/db/master.xml)`)
    expect(notChecked).toEqual([])
  })

  test('where the class path starts above the working directory', async () => {
    const here = {
      'master.yaml': 'databaseChangeLog:\n- include: {file: db/sets/b.xml}\n',
      'sets/b.xml': inside(set('1')),
    }
    expect((await names(here, 'master.yaml')).names).toEqual(['1'])
  })

  test('with the files that it includes beside it, it is one file of several', async () => {
    const both = await names(files, `${root}/db/master.xml`, `${root}/db/sets/b.xml`)
    expect(both.names).toEqual(['1', '2'])
    expect(both.detected.join()).not.toContain('included')
  })
})
