/** Every file that is made from the code: its path and its text. */
import { jsonSchemas } from '#contract/experiment/json-schema.ts';
import { detectorLabel, detectorOf, detectorParts } from '#model/detectors/index.ts';
import { diagramOf } from '#model/diagram.ts';
import { contractPage } from './contract-page.ts';
import { generatedBy } from './generated-by.ts';
import { layerRules } from './layers/lint.ts';
import { architecturePage } from './layers/page.ts';
import { platformsPage } from './platforms-page.ts';

export function generatedFiles(): ReadonlyMap<string, string> {
  const schemas = Object.entries(jsonSchemas()).map(([name, text]) => [`docs/schema/${name}`, text] as const);
  return new Map([
    ...schemas,
    ['docs/diagrams/detectors.md', generatedBy('docs') + diagrams()],
    ['docs/layers/oxlintrc.json', layerRules()],
    ['docs/architecture.md', architecturePage()],
    ['docs/contract.md', generatedBy('docs') + contractPage()],
    ['docs/platforms.md', generatedBy('docs') + platformsPage()],
  ]);
}

/** One diagram per machine; detectors that share one are named together. */
function diagrams(): string {
  const examples = detectorParts.map(({ example }) => example);
  const machines = Map.groupBy(examples, (settings) => diagramOf(detectorOf(settings).table));
  const sections = [...machines].map(([diagram, users]) => {
    const names = [...new Set(users.map((settings) => settings.kind))];
    const labels = users.map((settings) => `\`${detectorLabel(settings)}\``).join(', ');
    return `## ${names.join(', ')}\n\nAs in ${labels}.\n\n\`\`\`mermaid\n${diagram}\n\`\`\`\n`;
  });
  return `# Detectors as state machines\n\nDrawn from the tables in \`main/model/detectors\` by \`npm run docs\`; machines move by these tables only.\n\n${sections.join('\n')}`;
}
