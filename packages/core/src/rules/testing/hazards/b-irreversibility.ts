import { everyEngine, type Section } from './hazard.ts'

export const irreversibility: Section = {
  title: 'B: no way back',
  hazards: [
    {
      hazard: 'down-throws',
      engines: everyEngine,
      cases: [
        {
          when: 'a Knex migration that says so by an error',
          on: everyEngine,
          files: {
            'migrations/1_a.js': `exports.up = knex => knex.schema.createTable('a', t => { t.integer('id').primary() })
exports.down = () => { throw new Error('there is no way back') }`,
          },
          says: ['down-throws'],
        },
      ],
    },
  ],
}
