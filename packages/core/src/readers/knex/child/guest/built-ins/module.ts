import { askHostWhether } from '../host.ts'
import { requireFrom } from '../require.ts'

const builtIn: object = {
  isBuiltin: (name: unknown): boolean => askHostWhether('isBuiltIn', String(name)),
  createRequire: (from: unknown): unknown => requireFrom(String(from).replace(/^file:\/\//, '')),
  builtinModules: [],
}

export default builtIn
