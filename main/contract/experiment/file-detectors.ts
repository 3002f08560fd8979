/** One entry of `detectors` in an experiment file. */
import { z } from 'zod';
import { oneOf } from './file-values.ts';
import { partCodec } from './part-codec.ts';
import type { Discriminated } from './part-codec.ts';
import { detectorKinds, detectorParts } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { roleSetting } from '#model/detectors/role.ts';

/** The part of a detector in a story: what failed, or what put it right. */
const role = {
  role: z.exactOptional(oneOf(roleSetting.of, roleSetting.says)),
};

const entries = detectorParts.map((part) => partCodec(part, role));

export const fileDetector = z.discriminatedUnion('kind', entries as unknown as Discriminated, {
  error: `a mapping with a kind: one of ${detectorKinds.join(', ')}`,
}) as unknown as z.ZodType<DetectorSettings, FileEntry>;

/** As it is written: a kind and what else there is to say. */
export type FileEntry = { readonly kind: string } & Readonly<Record<string, unknown>>;
