import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

export const loadData: Rule = {
  id: 'load-data',
  category: 'security',
  severity: 'warning',
  title: 'The statement reads or writes a file of some machine.',
  why: `What is in the file is not in the repository: another server has another file, or none. The FILE privilege that it
needs reads every file that the server can, and LOCAL lets the server ask the client for any.`,
  instead:
    'Write the rows as INSERTs into the migration, or load them with a program that is not a migration.',
  sources: [
    'MySQL 8.4 manual, LOAD DATA Statement; SELECT … INTO Statement; Security Considerations for LOAD DATA LOCAL',
  ],
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'LOAD DATA',
        dialect: 'mysql',
        given: 'CREATE TABLE rates (currency char(3), rate decimal(10, 4))',
        up: "LOAD DATA LOCAL INFILE '/var/lib/mysql-files/rates.csv' INTO TABLE rates",
        instead: "INSERT INTO rates (currency, rate) VALUES ('EUR', 1.0842)",
      },
      {
        title: 'INTO OUTFILE',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: "SELECT * FROM users INTO OUTFILE '/var/lib/mysql-files/users.csv'",
        instead: { noSql: 'a program that is not a migration writes the file' },
      },
    ],
    allowed: [
      {
        title: 'rows in the migration',
        dialect: 'mysql',
        given: 'CREATE TABLE rates (currency char(3), rate decimal(10, 4))',
        up: "INSERT INTO rates VALUES ('EUR', 1.0000)",
      },
    ],
  },

  checkOperation: {
    'insert-rows': (_operation, { statement }) => judge(statement.text),
    'read-rows': (_operation, { statement }) => judge(statement.text),
    'no-effect': (_operation, { statement }) => judge(statement.text),
  },
}

function judge(text: string): Problem | undefined {
  // A statement may hold a table's rows: most need not be taken apart.
  if (!/\b(?:load|outfile|dumpfile)\b/i.test(text)) return undefined
  const words = namesIn(text).map(word => word.toLowerCase())
  const [first, second] = words
  if (first === 'load' && (second === 'data' || second === 'xml'))
    return { message: `LOAD ${second.toUpperCase()} reads a file that is not part of the migration.` }
  const written =
    first === 'select' ? words.find(word => word === 'outfile' || word === 'dumpfile') : undefined
  return written === undefined
    ? undefined
    : { message: `INTO ${written.toUpperCase()} writes rows into a file of the server.` }
}
