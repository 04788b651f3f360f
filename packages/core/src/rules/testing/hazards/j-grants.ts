import { type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);'

export const grants: readonly Hazard[] = [
  {
    hazard: 'grant-public',
    engines: ['postgres', 'mariadb'],
    cases: [
      {
        when: 'table',
        on: 'postgres',
        given: tables,
        up: 'GRANT SELECT ON u TO PUBLIC',
        says: ['grant-public'],
      },
      {
        when: 'schema',
        on: 'postgres',
        given: tables,
        up: 'GRANT CREATE ON SCHEMA public TO PUBLIC',
        says: ['grant-public'],
      },
      {
        when: 'function',
        on: 'postgres',
        given:
          "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY INVOKER AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC;",
        up: 'GRANT EXECUTE ON FUNCTION f() TO PUBLIC',
        says: ['grant-public'],
      },
      {
        when: 'default privileges',
        on: 'postgres',
        given: tables,
        up: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC',
        says: ['grant-public'],
      },
      {
        when: 'mariadb public',
        on: 'mariadb',
        given: tables,
        up: 'GRANT SELECT ON u TO PUBLIC',
        says: ['grant-public'],
      },
      {
        when: 'to role',
        on: 'postgres',
        given: tables,
        up: 'GRANT SELECT ON u TO app',
        silent: 'one role is named',
      },
      {
        when: 'revoke from public',
        on: 'postgres',
        given: tables,
        up: 'REVOKE ALL ON u FROM PUBLIC',
        silent: 'it takes rights away',
      },
    ],
  },
  {
    hazard: 'grant-all',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'table',
        on: 'postgres',
        given: tables,
        up: 'GRANT ALL PRIVILEGES ON u TO app',
        says: ['grant-all'],
      },
      { when: 'all', on: 'postgres', given: tables, up: 'GRANT ALL ON TABLE u TO app', says: ['grant-all'] },
      {
        when: 'all on *.*',
        on: mysqlFamily,
        given: tables,
        up: "GRANT ALL PRIVILEGES ON *.* TO 'app'@'%'",
        says: ['grant-all'],
      },
      {
        when: 'all on db',
        on: mysqlFamily,
        given: tables,
        up: "GRANT ALL ON db.* TO 'app'@'%'",
        says: ['grant-all'],
      },
      {
        when: 'grant option',
        on: mysqlFamily,
        given: tables,
        up: "GRANT SELECT ON db.u TO 'app'@'%' WITH GRANT OPTION",
        optIn: ['grant-blanket'],
      },
      {
        when: 'grant option pg',
        on: 'postgres',
        given: tables,
        up: 'GRANT SELECT ON u TO app WITH GRANT OPTION',
        optIn: ['grant-blanket'],
      },
      {
        when: 'database',
        on: 'postgres',
        given: tables,
        up: 'GRANT ALL ON DATABASE x TO app',
        says: ['grant-all'],
      },
    ],
  },
  {
    hazard: 'grant-blanket',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'all tables',
        on: 'postgres',
        given: tables,
        up: 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO app',
        optIn: ['grant-blanket'],
      },
      {
        when: 'all tables all',
        on: 'postgres',
        given: tables,
        up: 'GRANT ALL ON ALL TABLES IN SCHEMA public TO app',
        optIn: ['grant-blanket'],
        says: ['grant-all'],
      },
      {
        when: '*.*',
        on: mysqlFamily,
        given: tables,
        up: "GRANT SELECT ON *.* TO 'app'@'%'",
        optIn: ['grant-blanket'],
      },
      {
        when: 'super',
        on: mysqlFamily,
        given: tables,
        up: "GRANT SUPER ON *.* TO 'app'@'%'",
        optIn: ['grant-blanket'],
        says: ['superuser-op'],
      },
    ],
  },
  {
    hazard: 'grant-revoke-in-ddl',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'mixed',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN k int; GRANT SELECT ON u TO app',
        optIn: ['grant-revoke-in-ddl'],
      },
      {
        when: 'mixed',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN k int; GRANT SELECT ON u TO app',
        optIn: ['grant-revoke-in-ddl'],
        says: ['implicit-commit-multi-ddl'],
      },
      {
        when: 'alter default privileges',
        on: 'postgres',
        given: tables,
        up: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app',
        optIn: ['grant-revoke-in-ddl'],
      },
      {
        when: 'new table grant',
        on: 'postgres',
        given: tables,
        up: 'CREATE TABLE z (id int primary key); GRANT SELECT ON z TO app',
        optIn: ['grant-revoke-in-ddl'],
      },
      {
        when: 'revoke',
        on: ['postgres', 'mysql', 'mariadb'],
        given: tables,
        up: 'REVOKE SELECT ON u FROM app',
        silent: 'there is no DDL beside it',
      },
    ],
  },
]
