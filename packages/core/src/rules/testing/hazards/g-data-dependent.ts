import { checksAndForeignKeys } from './g-checks-and-foreign-keys.ts'
import { limits } from './g-limits.ts'
import { missingNames } from './g-missing-names.ts'
import { notNull } from './g-not-null.ts'
import { primaryKeys } from './g-primary-keys.ts'
import { refusedKeys } from './g-refused-keys.ts'
import { takenNames } from './g-taken-names.ts'
import { types } from './g-types.ts'
import { unique } from './g-unique.ts'
import type { Section } from './hazard.ts'

export const dataDependent: Section = {
  title: 'G: what fails on the rows that are there',
  hazards: [
    ...unique,
    ...notNull,
    ...checksAndForeignKeys,
    ...types,
    ...primaryKeys,
    ...missingNames,
    ...takenNames,
    ...limits,
    ...refusedKeys,
  ],
}
