import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ruleIds } from '#model/predict/index.ts';
import { repository } from './sources.ts';

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const pages = globSync(['*.md', 'docs/**/*.md', '{native,renderer,preload,build}/*.md'], { cwd: repository });

test('every rule of prediction is explained in docs/physics.md', () => {
  const physics = read('docs/physics.md');
  expect(ruleIds.length).toBeGreaterThan(10);
  expect(ruleIds.filter((rule) => !physics.includes(`\`${rule}\``))).toEqual([]);
});

test('links and paths in the documentation lead somewhere', () => {
  const dead = pages.flatMap((page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, to = '']) => join(dirname(page), to));
    const paths = [...text.matchAll(/`((?:main|native|tests|docs|bench)\/[\w./-]*\w\.\w+)`/g)].map(([, to = '']) => to);
    return [...links, ...paths].filter((to) => !existsSync(join(repository, to))).map((to) => `${page}: ${to}`);
  });
  expect(dead).toEqual([]);
});
