import { expect, test } from 'vitest'
import { flyway } from '../layouts/flyway.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const untilRepaired = 'stays done and Flyway records it as failed: nothing runs until "flyway repair".'

test.each([
  ['no code', '', untilRepaired],
  [
    'before each run',
    'flyway.repair();\n    flyway.migrate();',
    'stays done and the next run begins with statement 1 again, as FlywaySetup.java calls repair() before migrate().',
  ],
  ['under a condition', 'if (broken) flyway.repair();\n    flyway.migrate();', untilRepaired],
  ['in a comment', '// Not flyway.repair();\n    flyway.migrate();', untilRepaired],
])('code that has Flyway repair its history: %s', async (_title, code, said) => {
  const found = await findingsInLayout(
    flyway,
    {
      'src/main/resources/db/V1__users.sql': 'CREATE TABLE users (id int, name varchar(9));',
      'src/main/resources/db/V2__more.sql':
        'ALTER TABLE users ADD COLUMN age int;\nALTER TABLE users ADD UNIQUE (name);',
      'src/main/java/FlywaySetup.java': `class FlywaySetup {\n  void run(Flyway flyway) {\n    ${code}\n  }\n}`,
    },
    'mysql',
    1,
  )
  const message = found.find(({ ruleId }) => ruleId === 'implicit-commit-multi-ddl')?.message
  expect(message).toContain(said)
})
