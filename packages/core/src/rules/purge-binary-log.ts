import type { Rule } from './rule.ts'

export const purgeBinaryLog: Rule = {
  id: 'purge-binary-log',
  category: 'data-loss',
  severity: 'error',
  title: 'The binary log is deleted.',
  why: `Replicas that have not read it yet stop for good and must be built anew, and a backup can no longer be rolled forward
to a point in time. The statement looks like a clean-up; what it takes away is the way back.`,
  instead: `Leave it to the server: binlog_expire_logs_seconds (expire_logs_days in older versions) deletes what is old
enough. A migration has no business there.`,
  noSql: 'the server deletes the log by its own setting',
  sources: [
    'MySQL 8.4 manual, PURGE BINARY LOGS Statement',
    'MySQL 8.4 manual, RESET BINARY LOGS AND GTIDS Statement',
    'MariaDB manual, RESET MASTER',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      { title: 'PURGE', dialect: 'mysql', up: 'PURGE BINARY LOGS BEFORE NOW()' },
      { title: 'RESET', dialect: 'mysql', up: 'RESET BINARY LOGS AND GTIDS' },
      { title: 'MariaDB', dialect: 'mariadb', up: 'RESET MASTER' },
    ],
    allowed: [{ title: 'another RESET', dialect: 'mariadb', up: 'RESET QUERY CACHE' }],
  },

  checkOperation: {
    maintain: ({ action }) =>
      /^(?:purge (?:binary|master)|reset (?:binary|master))\b/.test(action)
        ? { message: 'Replicas and point-in-time recovery lose what they have not read of the binary log.' }
        : undefined,
  },
}
