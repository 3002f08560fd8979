/** docs/contract.md: what a view can ask of a host, drawn from the schemas that check it. */
import { z } from 'zod';
import { hostContract } from '#contract/wire/host.ts';

interface Shape {
  readonly $ref?: string;
  readonly $defs?: Shared;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

type Shared = Readonly<Record<string, Shape>>;

/** Deeper than this a type says more in main/model than here. */
const deepest = 1;

function printed(shape: Shape, shared: Shared, depth = 0): string {
  if (shape.$ref !== undefined) return printed(shared[shape.$ref.replace('#/$defs/', '')] ?? {}, shared, depth);
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum !== undefined) return shape.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((choice) => printed(choice, shared, depth)))].join(' | ');
  if (shape.allOf !== undefined) return shape.allOf.map((part) => printed(part, shared, depth)).join(' & ');
  if (shape.items !== undefined) return `(${printed(shape.items, shared, depth)})[]`;
  if (shape.properties === undefined) return shape.type ?? 'any';
  if (depth >= deepest) return '{ \u2026 }';
  const required = new Set(shape.required);
  const fields = Object.entries(shape.properties).map(
    ([name, field]) => `${name}${required.has(name) ? '' : '?'}: ${printed(field, shared, depth + 1)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

function textOf(schema: z.ZodType): string {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return printed(shape, shape.$defs ?? {});
}

export function contractPage(): string {
  const rows = Object.entries(hostContract).map(([name, entry]) => {
    const answer = entry.kind === 'call' ? entry.output : entry.item;
    const input = textOf(entry.input);
    return `### \`${name}\`\n\n${entry.kind === 'call' ? 'Call' : 'Feed'}\n\n- takes \`${input}\`\n- ${
      entry.kind === 'call' ? 'answers' : 'each item'
    } \`${textOf(answer)}\`\n`;
  });
  return `# What a view can ask of a host\n\nDrawn from \`main/contract/wire/host.ts\` by \`npm run docs\`. Every input is checked by the host, every answer by the view; a\nfailure arrives as a typed error (\`main/model/error.ts\`). A feed sends no more than the view has credit for.\n\n${rows.join('\n')}`;
}
