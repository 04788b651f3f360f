import type { Hazard } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);'

export const policies: readonly Hazard[] = [
  {
    hazard: 'rls-enabled-without-policy',
    engines: ['postgres'],
    cases: [
      {
        when: 'enable',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ENABLE ROW LEVEL SECURITY',
        says: ['rls-enabled-without-policy'],
      },
      {
        when: 'with policy',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON u USING (true)',
        silent: 'there is a policy',
      },
      {
        when: 'policy, never enabled',
        on: 'postgres',
        given: tables,
        up: 'CREATE POLICY p ON u USING (n = 1)',
        says: ['policy-without-rls'],
      },
      {
        when: 'drop last policy',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON u USING (true);',
        up: 'DROP POLICY p ON u',
        says: ['drop-policy'],
      },
      {
        when: 'disable rls',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON u USING (true);',
        up: 'ALTER TABLE u DISABLE ROW LEVEL SECURITY',
        says: ['row-security-changed'],
      },
      {
        when: 'no force',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);ALTER TABLE u ENABLE ROW LEVEL SECURITY; ALTER TABLE u FORCE ROW LEVEL SECURITY; CREATE POLICY p ON u USING (true);',
        up: 'ALTER TABLE u NO FORCE ROW LEVEL SECURITY',
        says: ['row-security-changed'],
      },
      {
        when: 'policy true',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);ALTER TABLE u ENABLE ROW LEVEL SECURITY;',
        up: 'CREATE POLICY p ON u USING (true)',
        silent: 'there is a policy, and it says what it means',
      },
      {
        when: 'alter policy',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON u USING (n = 1);',
        up: 'ALTER POLICY p ON u USING (true)',
        says: ['row-security-changed'],
      },
    ],
  },
  {
    hazard: 'restrictive-policy',
    engines: ['postgres'],
    cases: [
      {
        when: 'only restrictive',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON u AS RESTRICTIVE USING (true)',
        says: ['rls-enabled-without-policy'],
      },
      {
        when: 'with permissive',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY q ON u USING (true);',
        up: 'CREATE POLICY p ON u AS RESTRICTIVE USING (n > 1)',
        says: ['restrictive-policy'],
      },
    ],
  },
]
