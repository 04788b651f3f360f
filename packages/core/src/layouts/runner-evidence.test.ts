import { expect, test } from 'vitest'
import { memoryFiles } from '../discovery/memory-files.ts'
import { drizzle } from './drizzle.ts'
import { flyway } from './flyway.ts'
import { golangMigrate } from './golang-migrate.ts'
import type { Layout } from './layout.ts'
import { upDownFiles } from './up-down-files.ts'

async function arranged(layout: Layout, files: Readonly<Record<string, string>>) {
  const paths = Object.keys(files).filter(path => /\.(?:sql|go|json)$/.test(path))
  return layout.arrange(paths, memoryFiles(files))
}

const goMod = 'require github.com/golang-migrate/migrate/v4 v4.1.0'
const begun = 'PRAGMA foreign_keys=OFF;\nBEGIN;\nDROP TABLE users;\nCOMMIT;'

test.each([
  [{ 'm/1_a.up.sql': begun, 'm/2_b.up.sql': begun }, true],
  [{ 'm/1_a.up.sql': begun, 'm/2_b.up.sql': 'DROP TABLE users;' }, false],
])(
  'scripts that begin a transaction themselves show that golang-migrate opens none on SQLite: %#',
  async (files, isOutside) => {
    const { migrations } = await arranged(golangMigrate, files)
    expect(migrations.map(({ up }) => up.sentAsOneQuery?.includes('sqlite'))).toEqual([isOutside, isOutside])
  },
)

test('golang-migrate does not start with the same version twice: whoever has many has another runner', async () => {
  const paths = [1, 2, 3].flatMap(version => [`m/${version}_a.up.sql`, `m/${version}_b.up.sql`])
  const files = memoryFiles({ 'go.mod': goMod, ...Object.fromEntries(paths.map(path => [path, ''])) })
  expect(await golangMigrate.recognise(paths, files)).toBe(0)
  expect(await golangMigrate.recognise(paths.slice(0, 4), files)).toBeGreaterThan(0)
})

test.each([
  [
    'its image is copied from',
    'm/Dockerfile',
    'COPY --from=docker.io/migrate/migrate:v4.19.1 /usr/local/bin/migrate /usr/bin/',
    true,
  ],
  ['a Makefile installs it', 'Makefile', 'tools:\n\tbrew install golang-migrate\n', true],
  ['a comment alone names it', 'Dockerfile', '# as golang-migrate does\nRUN dbmate up\n', false],
  [
    'a script of its own is called so',
    'Makefile',
    'up:\n\t./migrate/migrate.sh && hack/migrate/migrate up\n',
    false,
  ],
  ['another tool is named', 'Dockerfile', 'RUN npm run node-pg-migrate\n', false],
])('golang-migrate is known without a Go module: %s', async (_title, file, text, isKnown) => {
  const files = memoryFiles({ [file]: text, 'm/db/1_a.up.sql': '', 'm/db/1_a.down.sql': '' })
  const share = await golangMigrate.recognise(['m/db/1_a.up.sql', 'm/db/1_a.down.sql'], files)
  expect(share > 0).toBe(isKnown)
})

test('an up script in Go is a migration that cannot be read, and its down script no orphan', async () => {
  const { migrations, problems } = await arranged(upDownFiles, {
    'm/1_a.up.go': '',
    'm/1_a.down.sql': '',
    'm/2_b.down.sql': '',
  })
  expect(migrations.map(({ file, format }) => [file, format])).toEqual([['m/1_a.up.go', 'unsupported']])
  expect(problems.map(({ file }) => file)).toEqual(['m/2_b.down.sql'])
})

test('the nearest Drizzle config counts', async () => {
  const { migrations } = await arranged(drizzle, {
    'packages/db/drizzle.config.ts': "export default { dialect: 'turso' }",
    'packages/db/drizzle/meta/_journal.json': '{"entries":[{"idx":0,"when":1,"tag":"0_a"}]}',
    'packages/db/drizzle/0_a.sql': 'PRAGMA foreign_keys=OFF;',
  })
  expect(migrations.map(({ up }) => up.session)).toEqual([{ foreign_keys: '0' }])
})

const concurrent = 'CREATE INDEX CONCURRENTLY i ON t (a);'

test.each([
  ['nothing is said', {}, 'perhaps'],
  ['Gradle, older', { 'api/build.gradle': "implementation 'org.flywaydb:flyway-core:8.5.13'" }, undefined],
  ['Gradle, newer', { 'api/build.gradle.kts': 'id("org.flywaydb.flyway") version "13.1.0"' }, 'certain'],
  ['Maven, a property', { 'pom.xml': '<flyway.version>9.0.4</flyway.version>' }, undefined],
  ['Maven', { 'pom.xml': '<artifactId>flyway-core</artifactId>\n  <version>9.22.3</version>' }, 'certain'],
  [
    'one module newer, one older',
    {
      'pom.xml': '<flyway.version>9.0.4</flyway.version>',
      'api/pom.xml': '<flyway.version>10.1.0</flyway.version>',
    },
    'perhaps',
  ],
  ['a version catalog', { 'gradle/libs.versions.toml': 'flyway = "9.1.1"' }, undefined],
  ['switched off', { 'flyway.conf': 'flyway.postgresql.transactional.lock=false' }, undefined],
  [
    'switched off in YAML',
    { 'api/src/application.yml': 'postgresql:\n  transactional-lock: false' },
    undefined,
  ],
  ['a line that is a comment', { 'flyway.conf': '# flyway.postgresql.transactional.lock=false' }, 'perhaps'],
])("Flyway's lock in a transaction, since 9.1.2: %s", async (_title, said, isBesideLock) => {
  const { migrations } = await arranged(flyway, { 'api/src/db/V1__a.sql': concurrent, ...said })
  expect(migrations.map(({ up }) => up.isBesideLock)).toEqual([isBesideLock])
})

test.each([
  [
    'Java, a map',
    'main/java/DbConfig.java',
    'Map.of("flyway.postgresql.transactional.lock", "false")',
    undefined,
  ],
  [
    'Kotlin, a map',
    'main/kotlin/db/flyway.kt',
    '"flyway.postgresql.transactional.lock" to "false"',
    undefined,
  ],
  ['Java, a setter', 'main/java/FlywayConfig.java', 'extension.setTransactionalLock(false);', undefined],
  ['set to true', 'main/java/FlywayConfig.java', 'extension.setTransactionalLock(true);', 'perhaps'],
  ['a comment', 'main/java/FlywayConfig.java', '// extension.setTransactionalLock(false)', 'perhaps'],
  ['the code of tests', 'test/java/FlywayConfig.java', 'extension.setTransactionalLock(false);', 'perhaps'],
])("Flyway's lock, set in code: %s", async (_title, file, code, isBesideLock) => {
  const { migrations } = await arranged(flyway, {
    'api/src/main/resources/db/migration/V1__a.sql': concurrent,
    [`api/src/${file}`]: code,
  })
  expect(migrations.map(({ up }) => up.isBesideLock)).toEqual([isBesideLock])
})

test.each([
  ['PRAGMA foreign_keys = OFF; DROP TABLE users;', 'none'],
  ['PRAGMA foreign_key_check; DROP TABLE users;', 'script'],
])('Flyway never runs PRAGMA foreign_keys in a transaction: %s', async (sql, transaction) => {
  const { migrations } = await arranged(flyway, { 'm/V1__a.sql': sql })
  expect(migrations.map(({ up }) => up.transaction)).toEqual([transaction])
})
