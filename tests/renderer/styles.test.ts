/** What the compiler cannot see of CSS modules: that each class that is named is there, and each that is there is named. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../ground/sources.ts';

const view = join(repository, 'renderer/view');
const read = (file: string): string => readFileSync(join(view, file), 'utf8');

interface Rule {
  readonly selectors: readonly string[];
  readonly properties: readonly string[];
}

/** The innermost blocks: rules, also those inside of a media query. */
function rulesOf(css: string): readonly Rule[] {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...bare.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, head = '', body = '']) => ({
    selectors: head.split(',').map((selector) => selector.trim()),
    properties: [...body.matchAll(/([\w-]+)\s*:[^;]+;/g)].map(([, name = '']) => name),
  }));
}

const classesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\.([A-Za-z_]\w*)/g)].map(([, name = '']) => name);

const modules = new Map(
  globSync('**/*.module.css', { cwd: view }).map((file) => {
    const rules = rulesOf(read(file));
    return [file, { rules, classes: new Set(rules.flatMap(({ selectors }) => selectors.flatMap(classesIn))) }] as const;
  }),
);

interface Use {
  readonly file: string;
  readonly text: string;
  /** The module by the name it is imported under. */
  readonly imported: ReadonlyMap<string, string>;
}

const uses: readonly Use[] = globSync('**/*.{ts,tsx}', { cwd: view }).map((file) => {
  const text = read(file);
  const imports = text.matchAll(/^import (\w+) from '(\.[^']+\.module\.css)';$/gm);
  const imported = new Map(
    [...imports].map(([, name = '', path = '']) => [name, normalize(join(dirname(file), path))]),
  );
  return { file, text, imported };
});

/** `styles.head` in a text as module and class. */
const named = (text: string, { imported }: Use): readonly (readonly [module: string, name: string])[] =>
  [...text.matchAll(/\b(\w*[sS]tyles)\.(\w+)/g)].flatMap(([, from = '', name = '']) => {
    const module = imported.get(from);
    return module === undefined ? [] : [[module, name] as const];
  });

test('every class that the view names is in its module', () => {
  const missing = uses.flatMap((use) =>
    named(use.text, use)
      .filter(([module, name]) => modules.get(module)?.classes.has(name) !== true)
      .map(([module, name]) => `${use.file}: .${name} of ${module}`),
  );
  expect(modules.size).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});

test('every class of a module is named somewhere', () => {
  const known = new Set(uses.flatMap((use) => named(use.text, use).map(([module, name]) => `${module} .${name}`)));
  const unused = [...modules].flatMap(([module, { classes }]) =>
    [...classes].map((name) => `${module} .${name}`).filter((entry) => !known.has(entry)),
  );
  expect(unused).toEqual([]);
});

test('modules are imported in the one way that is read here, and classes never computed', () => {
  const oneWay = /^import \w*[sS]tyles from '\.[^']+\.module\.css';$/;
  const odd = uses.flatMap(({ file, text }) =>
    text
      .split('\n')
      .filter((line) => (line.includes(".module.css'") && !oneWay.test(line)) || /[sS]tyles\[/.test(line))
      .map((line) => `${file}: ${line}`),
  );
  expect(odd.filter((line) => !line.startsWith('env.d.ts'))).toEqual([]);
});

test('only base.css has classes that are written as text: they belong to the whole page', () => {
  const global = new Set(rulesOf(read('styles/base.css')).flatMap(({ selectors }) => selectors.flatMap(classesIn)));
  const written = uses.flatMap(({ file, text }) =>
    [...text.matchAll(/className=(?:"([^"]*)"|\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\})/g)].flatMap(
      ([, plain, expression = '']) => {
        const values =
          plain === undefined
            ? [...expression.matchAll(/[:?(,&]\s*'([^']*)'/g)].map(([, value = '']) => value)
            : [plain];
        return values.flatMap((value) => value.split(' ')).map((name) => ({ file, name }));
      },
    ),
  );
  expect(written.length).toBeGreaterThan(40);
  expect(written.filter(({ name }) => !global.has(name))).toEqual([]);
  const sheets = globSync('**/*.css', { cwd: view }).filter((file) => !file.endsWith('.module.css'));
  expect(sheets.toSorted()).toEqual(['styles/base.css', 'styles/tokens.css']);
});

/** What is set by rules about an element of this class itself, by nothing but the class. */
const setBy = (module: string, name: string): readonly string[] =>
  (modules.get(module)?.rules ?? []).flatMap(({ selectors, properties }) =>
    selectors.includes(`.${name}`) ? properties : [],
  );

const overlap = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);

/** Which of two modules comes later depends on the screen that was opened first. */
test('no element gets the same property from two modules', () => {
  const combined = uses.flatMap((use) =>
    [...use.text.matchAll(/classNames\(([^()]*)\)/g)].map(([, list = '']) => ({
      file: use.file,
      classes: named(list, use),
    })),
  );
  const twice = combined.flatMap(({ file, classes }) =>
    classes.flatMap(([module, name], index) =>
      classes.slice(index + 1).flatMap(([otherModule, otherName]) =>
        module === otherModule
          ? []
          : setBy(module, name)
              .filter((property) => setBy(otherModule, otherName).some((other) => overlap(property, other)))
              .map((property) => `${file}: ${property} by .${name} and .${otherName}`),
      ),
    ),
  );
  expect(combined.length).toBeGreaterThan(15);
  expect(twice).toEqual([]);
});
