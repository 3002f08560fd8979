/** A folder shows what it has at a glance: about twenty files, unless all are of one kind and found by their names. */
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { allFiles } from './sources.ts';

const most = 20;

/** Files of one kind, of which there may be any number beside each other, and what makes them so. */
const ofOneKind: Readonly<Record<string, RegExp>> = {
  'a test is called by what it tests': /\.test\.tsx?$/,
  'words: a file per language and part': /\/words\//,
  'styles: beside the component that they are of': /\.module\.css$/,
  'a migration per version of the history': /^main\/recorder\/migrations\/\d/,
  'a preset per experiment': /^main\/presets\//,
  'an input per file, called by its hash': /^tests\/fuzz\/corpus\//,
  'a detector, a fault: a file that says all about it': /^main\/model\/(detectors|faults)\//,
};

test(`no folder has more than ${most} files that are not of one kind`, () => {
  const counted = allFiles().filter((file) => !Object.values(ofOneKind).some((kind) => kind.test(file)));
  const folders = [...Map.groupBy(counted, dirname)];
  expect(folders.length).toBeGreaterThan(50);
  expect(folders.filter(([, files]) => files.length > most).map(([folder]) => folder)).toEqual([]);
});
