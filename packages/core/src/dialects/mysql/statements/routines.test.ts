import { expect, test } from 'vitest'
import { summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  [
    'CREATE DEFINER=foo@localhost TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1',
    ['create-object trigger tr'],
  ],
  [
    'CREATE TRIGGER tr AFTER UPDATE ON t FOR EACH ROW FOLLOWS x BEGIN IF NEW.a > 1 THEN UPDATE u SET b = 1; ELSEIF NEW.a = 2 THEN DELETE FROM u; ELSE SET @x = 1; END IF; END',
    ['create-object trigger tr'],
  ],
  [
    "CREATE PROCEDURE p(IN a INT, OUT b VARCHAR(10)) COMMENT 'x' MODIFIES SQL DATA BEGIN DECLARE done INT DEFAULT FALSE; DECLARE c CURSOR FOR SELECT id FROM t; DECLARE CONTINUE HANDLER FOR NOT FOUND, SQLSTATE '23000' SET done = TRUE; OPEN c; l: LOOP FETCH c INTO a; IF done THEN LEAVE l; END IF; DROP TABLE x; END LOOP l; CLOSE c; END",
    ['create-object procedure p'],
  ],
  [
    'CREATE PROCEDURE p() BEGIN CASE x WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; WHILE a < 3 DO SET a = a + 1; END WHILE; REPEAT SET a = 1; UNTIL a > 2 END REPEAT; END',
    ['create-object procedure p'],
  ],
  ['CREATE PROCEDURE p() IF CASE WHEN a THEN b END THEN SELECT 1; END IF', ['create-object procedure p']],
  ['CREATE PROCEDURE p() SELECT 1', ['create-object procedure p']],
  [
    "CREATE FUNCTION f(a INT) RETURNS VARCHAR(10) CHARSET utf8mb4 DETERMINISTIC RETURN CONCAT(a, 'x')",
    ['create-object function f'],
  ],
  ["CREATE FUNCTION f RETURNS STRING SONAME 'x.so'", ['create-object function f']],
  ['CREATE DEFINER=foo@ /*c*/ localhost FUNCTION f() RETURNS INT RETURN 1', ['create-object function f']],
  [
    "CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01' ON COMPLETION PRESERVE ENABLE COMMENT 'x' DO DELETE FROM t WHERE a < NOW()",
    ['create-object event e'],
  ],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})
