import { defineConfig, type ViteUserConfig } from 'vitest/config'

const conditions = ['migration-lint-source', 'node', 'import', 'default']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'fixtures/*.test.ts'],
    reporters: ['default', './tools/count-reporter.mjs'],
    // Only a hang takes so long: the slowest test, a migration that fills its memory, takes 25 s on four busy cores.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})

export default config
