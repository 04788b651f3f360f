export const tables = `CREATE TABLE users (id int PRIMARY KEY, email varchar(100), banned boolean);
CREATE TABLE orders (id int PRIMARY KEY, email varchar(100), user_id int);`
export const keyed: string = `${tables} CREATE UNIQUE INDEX users_email ON users (email);`
export const makeKey = 'CREATE UNIQUE INDEX users_mail ON users (email);'
export const dropColumn = 'ALTER TABLE users DROP COLUMN email;'
export const deduplicate = 'DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id;'
export const touch = `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`
export const visits = `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1); CREATE TABLE visits_2 PARTITION OF visits FOR VALUES IN (2);`
