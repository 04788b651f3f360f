import { droppedObjects } from './dropped-object.ts'
import type { Rule } from './rule.ts'

export const dropSequence: Rule = {
  id: 'drop-sequence',
  category: 'compatibility',
  severity: 'warning',
  title: 'A sequence is dropped: it forgets which numbers it has given out.',
  why: `Code that asks it for a number fails, and one that is made again starts at 1 and gives out numbers twice.`,
  instead: `Note its last value first, and start a new one behind it.`,
  examples: {
    flagged: [
      { title: 'a sequence', given: 'CREATE SEQUENCE order_numbers', up: 'DROP SEQUENCE order_numbers' },
    ],
    allowed: [
      {
        title: 'one that this script makes',
        up: 'CREATE SEQUENCE order_numbers; DROP SEQUENCE order_numbers',
      },
    ],
  },

  checkOperation: {
    'drop-object': (operation, context) =>
      droppedObjects(['sequence'], operation, context, () => 'which number was given out last is forgotten'),
  },
}
