import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);'

export const filesAndFunctions: readonly Hazard[] = [
  {
    hazard: 'load-data',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'load data',
        on: mysqlFamily,
        given: tables,
        up: "LOAD DATA INFILE '/tmp/x' INTO TABLE u",
        says: ['load-data'],
      },
      {
        when: 'load data local',
        on: mysqlFamily,
        given: tables,
        up: "LOAD DATA LOCAL INFILE '/tmp/x' INTO TABLE u",
        says: ['load-data'],
      },
      {
        when: 'into outfile',
        on: mysqlFamily,
        given: tables,
        up: "SELECT * FROM u INTO OUTFILE '/tmp/x'",
        says: ['load-data'],
      },
      {
        when: 'into dumpfile',
        on: mysqlFamily,
        given: tables,
        up: "SELECT * FROM u INTO DUMPFILE '/tmp/x'",
        says: ['load-data'],
      },
      { when: 'copy file', on: 'postgres', given: tables, up: "COPY u TO '/tmp/x'", says: ['superuser-op'] },
    ],
  },
  {
    hazard: 'dangerous-function',
    engines: everyEngine,
    cases: [
      { when: 'sleep', on: mysqlFamily, given: tables, up: 'SELECT SLEEP(10)', says: ['dangerous-function'] },
      {
        when: 'benchmark',
        on: mysqlFamily,
        given: tables,
        up: "SELECT BENCHMARK(1000000, md5('a'))",
        says: ['dangerous-function'],
      },
      {
        when: 'load_file',
        on: mysqlFamily,
        given: tables,
        up: "UPDATE u SET email = LOAD_FILE('/etc/passwd') WHERE id = 1",
        says: ['dangerous-function'],
      },
      {
        when: 'get_lock',
        on: mysqlFamily,
        given: tables,
        up: "SELECT GET_LOCK('a', 10)",
        silent: 'it keeps two runs apart, and ends with the session',
      },
      {
        when: 'pg_sleep',
        on: 'postgres',
        given: tables,
        up: 'SELECT pg_sleep(10)',
        says: ['dangerous-function'],
      },
      {
        when: 'pg_read_file',
        on: 'postgres',
        given: tables,
        up: "SELECT pg_read_file('x')",
        says: ['dangerous-function'],
      },
      {
        when: 'lo_export',
        on: 'postgres',
        given: tables,
        up: "SELECT lo_export(1, 'x')",
        says: ['dangerous-function', 'irreversible-operation'],
      },
      {
        when: 'pg_terminate_backend',
        on: 'postgres',
        given: tables,
        up: 'SELECT pg_terminate_backend(1)',
        says: ['dangerous-function'],
      },
      {
        when: 'dblink',
        on: 'postgres',
        given: tables,
        up: "SELECT dblink_exec('dbname=x', 'DELETE FROM y')",
        says: ['dangerous-function', 'irreversible-operation'],
      },
      {
        when: 'sqlite writefile',
        on: 'sqlite',
        given: tables,
        up: "SELECT writefile('x', 'y')",
        says: ['dangerous-function', 'irreversible-operation'],
      },
      {
        when: 'sqlite readfile',
        on: 'sqlite',
        given: tables,
        up: "SELECT readfile('x')",
        says: ['dangerous-function', 'irreversible-operation'],
      },
    ],
  },
]
