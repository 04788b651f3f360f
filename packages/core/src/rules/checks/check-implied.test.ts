import { describe, expect, test } from 'vitest'
import { isImplied } from './check-implied.ts'

describe('a row that meets the one CHECK meets the other', () => {
  test.each([
    ["role IN ('a', 'b')", "role IN ('a', 'b', 'c')"],
    ["role = 'a' OR role = 'b'", "\"role\" IN ('b', 'a')"],
    ["(role IN ('a'))", "role = 'a'"],
    ['age >= 18', 'age >= 16'],
    ['age < 10', '(age < 20)'],
    ['age BETWEEN 2 AND 5', 'age BETWEEN 1 AND 5'],
    ['length(name) <= 10', 'LENGTH(name) <= 20'],
    ["role IN ('a') AND age > 3", 'age > 3'],
    ["((role)::text = ANY ((ARRAY['a'::character varying])::text[]))", "role IN ('a', 'b')"],
    ["role IN ('a')", "role IS NULL OR role IN ('a', 'b')"],
    ['age >= 0 AND age <= 5', 'age BETWEEN -1 AND 5.5'],
    ["role IN ('a') AND age > 3", "role IN ('a', 'b') AND age > 1"],
  ])('%s, %s', (known, wanted) => {
    expect(isImplied(wanted, [known])).toBe(true)
  })

  test.each([
    ["role IN ('a', 'b', 'c')", "role IN ('a', 'b')"],
    ["role IN ('a', 'b')", "role IN ('A', 'b')"],
    ["role NOT IN ('a')", "role NOT IN ('a', 'b')"],
    ["role IN ('a')", "kind IN ('a', 'b')"],
    ["role IN ('a')", "role IN ('a', 'b') AND role IS NOT NULL"],
    ["role IN ('a') OR age > 3", "role IN ('a', 'b')"],
    ['age >= 16', 'age >= 18'],
    ['age <= 5', 'age BETWEEN 1 AND 5'],
    ["role IN ('a') OR kind IS NULL", "role IN ('a', 'b')"],
    ['age <= 10', 'age < 10'],
    ['age BETWEEN 1 AND 5', 'age BETWEEN 2 AND 5'],
    ['length(name) <= 10', 'name <= 20'],
    ['-age >= 18', 'age >= 16'],
  ])('not %s, %s', (known, wanted) => {
    expect(isImplied(wanted, [known])).toBe(false)
  })
})
