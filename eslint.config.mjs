import { readFileSync, readdirSync, existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';

const layers = JSON.parse(readFileSync(new URL('config/layers.json', import.meta.url), 'utf8'));

/** One block a library: every `#name` that config/layers.json does not list is an error, as is any path that leaves the library. */
function layerRules() {
  const connectorNames = existsSync('libs/connectors') ? readdirSync('libs/connectors') : [];
  const all = [
    ...Object.keys(layers.libraries).filter((name) => !name.includes('*')),
    ...connectorNames.map((name) => `connectors/${name}`),
  ];
  const block = (folder, allowed) => ({
    files: [`${folder}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: all
            .filter((name) => !['*', name, `${name.split('/')[0]}/*`].some((each) => allowed.includes(each)))
            .map((name) => ({ name: `#${name}`, message: `${folder} may not import ${name} (config/layers.json).` })),
          patterns: [
            { regex: '(^|/)(libs|apps)/', message: 'Enter a library through its alias (#name), never by path.' },
            ...(layers.nestAllowedIn.some((name) => folder.startsWith('apps') || folder === `libs/${name}`)
              ? []
              : [
                  {
                    regex: '^@nestjs/',
                    message: 'The domain runs without a container (config/layers.json, nestAllowedIn).',
                  },
                ]),
          ],
        },
      ],
    },
  });
  return [
    ...Object.entries(layers.libraries).map(([name, allowed]) => block(`libs/${name}`, allowed)),
    ...Object.entries(layers.apps).map(([name, allowed]) => block(`apps/${name}`, allowed)),
  ];
}

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'var/',
      'coverage/',
      '**/generated/',
      '**/*.generated.ts',
      '.cache/',
      'test/conformance/target/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  ...layerRules(),
);
