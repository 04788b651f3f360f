import type { Section } from './hazard.ts'
import { filesAndFunctions } from './j-files-and-functions.ts'
import { functions } from './j-functions.ts'
import { grants } from './j-grants.ts'
import { policies } from './j-policies.ts'
import { secrets } from './j-secrets.ts'
import { superuser } from './j-superuser.ts'

export const privileges: Section = {
  title: 'J: rights and secrets',
  hazards: [...grants, ...superuser, ...filesAndFunctions, ...functions, ...policies, ...secrets],
}
