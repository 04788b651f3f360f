/** Of an error that says that the sandbox, not the migration, is at fault. */
export const notInSandboxCode = 'ERR_NOT_IN_SANDBOX'
