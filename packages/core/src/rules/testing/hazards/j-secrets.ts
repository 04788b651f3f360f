import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);'

export const secrets: readonly Hazard[] = [
  {
    hazard: 'plain-secret-in-migration',
    engines: everyEngine,
    cases: [
      {
        when: 'create user',
        on: mysqlFamily,
        given: tables,
        up: "CREATE USER 'x'@'%' IDENTIFIED BY 's3cr3tpw'",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'create role',
        on: 'postgres',
        given: tables,
        up: "CREATE ROLE x LOGIN PASSWORD 's3cr3tpw'",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'alter user',
        on: 'postgres',
        given: tables,
        up: "ALTER USER x PASSWORD 's3cr3tpw'",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'alter role null',
        on: 'postgres',
        given: tables,
        up: 'ALTER USER x PASSWORD NULL',
        silent: 'there is no password',
      },
      {
        when: 'set password',
        on: mysqlFamily,
        given: tables,
        up: "SET PASSWORD FOR 'x'@'%' = 's3cr3tpw'",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'grant identified',
        on: 'mariadb',
        given: tables,
        up: "GRANT SELECT ON db.u TO 'x'@'%' IDENTIFIED BY 's3cr3tpw'",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'placeholder',
        on: 'postgres',
        given: tables,
        up: "CREATE ROLE x LOGIN PASSWORD '{{db_password}}'",
        silent: 'the runner fills it in',
      },
      {
        when: 'scram hash',
        on: 'postgres',
        given: tables,
        up: "CREATE ROLE x LOGIN PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$aaaa:bbbb'",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'seed row',
        on: everyEngine,
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), password varchar(100));',
        up: "INSERT INTO users (id, email, password) VALUES (1, 'a@b.c', 'hunter2')",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'seed row hash',
        on: everyEngine,
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), password varchar(100));',
        up: "INSERT INTO users (id, email, password) VALUES (1, 'a@b.c', '$2b$10$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu')",
        silent: 'it is a hash',
      },
      {
        when: 'seed api key',
        on: ['postgres', 'mysql'],
        given: 'CREATE TABLE cfg (id int PRIMARY KEY, api_key varchar(100));',
        up: "INSERT INTO cfg (id, api_key) VALUES (1, 'sk_live_0123456789abcdef')",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'update password',
        on: ['postgres', 'mysql'],
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), password varchar(100));',
        up: "UPDATE users SET password = 'hunter2' WHERE id = 1",
        silent: 'the text has no form of a secret, and the key names one row',
      },
      {
        when: 'subscription',
        on: 'postgres',
        given: tables,
        up: "CREATE SUBSCRIPTION s CONNECTION 'host=x password=s3cr3t' PUBLICATION p",
        transaction: 'none',
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'user mapping',
        on: 'postgres',
        given: tables,
        up: "CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'x', password 's3cr3t')",
        says: ['plain-secret-in-migration'],
      },
      {
        when: 'create server',
        on: mysqlFamily,
        given: tables,
        up: "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'x', PASSWORD 's3cr3t', HOST 'h')",
        says: ['plain-secret-in-migration'],
      },
    ],
  },
]
