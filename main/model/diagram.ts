import type { Table } from './detector.ts';

/** The table as a Mermaid state diagram: the first phase is where it starts, a phase without edges is final. */
export function diagramOf(table: Table): string {
  const phases = Object.entries(table);
  const edges = phases.flatMap(([from, events]) => {
    const byTarget = Map.groupBy(Object.entries(events), ([, to]) => to);
    return [...byTarget].map(([to, list]) => `  ${from} --> ${to}: ${list.map(([event]) => event).join(', ')}`);
  });
  const finals = phases.filter(([, events]) => Object.keys(events).length === 0).map(([phase]) => `  ${phase} --> [*]`);
  return ['stateDiagram-v2', `  [*] --> ${phases[0]?.[0] ?? ''}`, ...edges, ...finals].join('\n');
}
