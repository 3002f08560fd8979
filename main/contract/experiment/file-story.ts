/** The story of an incident, as it is written in an experiment file. */
import { z } from 'zod';
import { mapping } from './file-values.ts';
import { storyData } from '../data/settings.ts';

/** Enough for a page, far too little to fill a database. */
const longest = 2000;

function prose(description: string, max = longest) {
  const error = `a text of 1 to ${max} characters`;
  return z.string({ error }).trim().min(1, { error }).max(max, { error }).meta({ description });
}

const text = (language: string) =>
  mapping(
    {
      title: prose('What people would call it', 200),
      happened: prose('What happened'),
      why: prose('Why nobody noticed'),
      decides: prose('Which setting decides'),
      fix: prose('What puts it right'),
      scale: z.exactOptional(prose('How the times of this file compare with those of the incident')),
    },
    `The story in ${language}`,
  );

const address = 'an address that begins with http:// or https://';
const source = z
  .string({ error: address })
  .max(500, { error: address })
  .regex(/^https?:\/\/[^\s<>"]+$/, { error: address });

const file = mapping(
  {
    en: text('English'),
    zh: z.exactOptional(text('Chinese')),
    sources: z
      .array(source, { error: 'a list of addresses' })
      .max(20, { error: 'at most 20 addresses' })
      .prefault([])
      .meta({ description: 'Where it was written about' }),
  },
  'What the experiment is about: an incident. Give its detectors a role, before or after',
);

export const fileStory = z.codec(file, storyData, { decode: (story) => story, encode: (story) => story });
