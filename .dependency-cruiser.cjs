/** Boundaries of style.md §11. Tiers: an import may only go down. */
const TIERS = [
  ['organisations', 'identity', 'audit'],
  ['sites', 'vocabulary'],
  ['library'],
  ['content'],
  ['migration', 'previews', 'search'],
]

/** Front doors: index for other modules; contract, events and labels for everybody. Table types have no code. */
const DOOR = '(index|contract[a-z-]*|events|labels[a-z-]*|tables[a-z-]*)\\.ts$'

/** organisations < identity < audit: within tier 1 the order of design.md's table holds (ADR 0002). */
const ORDER = TIERS.flat()

const downhill = ORDER.map((name, index) => ({
  name: `downhill-only-${name}`,
  comment: 'A module may import only modules below it; its events.ts may be heard by all.',
  severity: 'error',
  from: { path: `^src/modules/${name}/` },
  to: {
    path: `^src/modules/(${ORDER.slice(index + 1).join('|') || 'none'})/`,
    pathNot: 'events\\.ts$',
  },
}))

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Types may refer to each other; code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/(modules|portal|roles|adapters|demo|app|cli)' },
    },
    {
      name: 'only-the-front-door',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: [`^src/modules/$1/`, DOOR] },
    },
    ...downhill,
    {
      name: 'contract-is-browser-safe',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/(contract[a-z-]*|events|labels[a-z-]*)\\.ts$' },
      to: {
        path: '.',
        pathNot: [
          '^src/kernel/(contract|events|i18n)\\.ts$',
          '^src/modules/[^/]+/(contract[a-z-]*|events|labels[a-z-]*|home-modules)\\.ts$',
          'node_modules/zod/',
        ],
      },
    },
    {
      name: 'queries-never-write',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/queries/' },
      to: { path: '/commands/', pathNot: '/commands/load-[a-z-]+\\.ts$' },
    },
    {
      name: 'domain-knows-no-http',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/(commands/|queries/|rules|policies|presenters)' },
      to: {
        path: ['node_modules/fastify', 'routes\\.ts$', '^src/kernel/http\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'console-sees-contracts-only',
      severity: 'error',
      from: { path: '^console/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/kernel/contract\\.ts$',
          '^src/modules/[^/]+/(contract[a-z-]*|labels[a-z-]*|home-modules)\\.ts$',
        ],
      },
    },
    {
      name: 'portal-reads-only',
      severity: 'error',
      from: { path: '^src/portal/' },
      to: { path: '^src/(modules/|roles/|adapters/|app\\.ts)', pathNot: `^src/modules/[^/]+/${DOOR}` },
    },
    {
      name: 'portal-never-sees-authoring',
      comment: 'The portal reads the library and what lies below it (invariant 1).',
      severity: 'error',
      from: { path: '^src/portal/' },
      to: { path: '^src/modules/(content|migration|identity|audit)/' },
    },
    {
      name: 'manifest-read-once',
      severity: 'error',
      from: { pathNot: '^src/modules\\.ts$' },
      to: { path: '^src/modules/[^/]+/module\\.ts$' },
    },
    {
      name: 'adapters-wired-once',
      severity: 'error',
      from: { path: '^(src|console)/', pathNot: ['^src/app\\.ts$', '^src/adapters/', '\\.test\\.ts$'] },
      to: { path: '^src/adapters/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
