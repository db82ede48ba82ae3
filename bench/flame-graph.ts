/**
 * Draws a CPU profile of Node as a flame graph: `node --import tsx bench/flame-graph.ts PROFILE.cpuprofile PICTURE.svg`.
 *
 * Width is time in a function and what it calls; the stack grows upwards. Narrower than one pixel is left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

const [profilePath, picturePath, rootName = 'simulateRun'] = process.argv.slice(2);
const { nodes, samples } = JSON.parse(readFileSync(profilePath!, 'utf8')) as {
  nodes: ProfileNode[];
  samples: number[];
};
const width = 1000;
const row = 18;

interface Frame {
  name: string;
  self: number;
  total: number;
  children: Map<string, Frame>;
}

const byId = new Map(nodes.map((node) => [node.id, node]));
const own = new Map<number, number>();
for (const id of samples) own.set(id, (own.get(id) ?? 0) + 1);

const root: Frame = { name: rootName, self: 0, total: 0, children: new Map() };
collect(nodes[0]!, undefined);
addUp(root);
const depth = depthOf(root);
const height = (depth + 1) * row + 24;
const shapes: string[] = [];
draw(root, 0, 0);
writeFileSync(
  picturePath!,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11">
<title>Where a run spends its time</title>
<text x="4" y="14">Where a run spends its time: ${root.total} samples below ${rootName}</text>
${shapes.join('\n')}
</svg>
`,
);

/** Adds the samples of a node below its caller; only what runs below the root is kept. */
function collect(node: ProfileNode, caller: Frame | undefined): void {
  const name = node.callFrame.functionName || '(anonymous)';
  let frame: Frame | undefined;
  // The shipped files are bundles, whose names say little; what is WebAssembly is worth knowing.
  if (caller) frame = childOf(caller, node.callFrame.url.startsWith('wasm:') ? `${name} (WebAssembly)` : name);
  else if (name === rootName) frame = root;
  if (frame) frame.self += own.get(node.id) ?? 0;
  for (const child of node.children ?? []) collect(byId.get(child)!, frame);
}

function childOf(caller: Frame, name: string): Frame {
  let child = caller.children.get(name);
  if (!child) {
    child = { name, self: 0, total: 0, children: new Map() };
    caller.children.set(name, child);
  }
  return child;
}

function addUp(frame: Frame): number {
  frame.total = frame.self;
  for (const child of frame.children.values()) frame.total += addUp(child);
  return frame.total;
}

function depthOf(frame: Frame): number {
  return 1 + Math.max(0, ...[...frame.children.values()].map(depthOf));
}

function draw(frame: Frame, left: number, level: number): void {
  const wide = (frame.total / root.total) * width;
  if (wide < 1) return;
  const top = height - (level + 1) * row;
  const hue = 20 + (hash(frame.name) % 35);
  const share = ((100 * frame.total) / root.total).toFixed(1);
  const text = escapeText(frame.name.slice(0, Math.max(0, Math.floor(wide / 6.5))));
  shapes.push(
    `<g><title>${escapeText(frame.name)}: ${share} %</title>` +
      `<rect x="${left.toFixed(1)}" y="${top}" width="${wide.toFixed(1)}" height="${row - 1}" fill="hsl(${hue} 80% 65%)"/>` +
      `<text x="${(left + 3).toFixed(1)}" y="${top + 13}">${text}</text></g>`,
  );
  let at = left;
  for (const child of [...frame.children.values()].sort((a, b) => b.total - a.total)) {
    draw(child, at, level + 1);
    at += (child.total / root.total) * width;
  }
}

function hash(text: string): number {
  let value = 7;
  for (const letter of text) value = (value * 31 + letter.charCodeAt(0)) >>> 0;
  return value;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
