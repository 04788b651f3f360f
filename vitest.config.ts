import { defineConfig, type ViteUserConfig } from 'vitest/config'

const conditions = ['migration-lint-source', 'node', 'import', 'default']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'fixtures/*.test.ts'],
    reporters: ['default', './tools/count-reporter.mjs'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

export default config
