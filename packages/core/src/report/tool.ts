/** As the reports name it; a test holds the version to that of the packages. */
export const tool = { name: 'migration-lint', version: '0.1.0' } as const
