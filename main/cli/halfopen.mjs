#!/usr/bin/env node
// Starts main.ts on a Node that can run it; on any other it says so in one sentence. No syntax here that an old Node does not know.

/** What better-sqlite3 is built for; Node 22.14 and 23.6 have it. */
const enoughNapi = 10;

const instead = 'In a checkout, "npm ci" and then "npx halfopen ..." brings the right one; elsewhere install Node 24.';

/** Node runs TypeScript as it is since 22.18 (and 23.6 of the odd line). */
function isTooOld(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major === 23) return minor < 6;
  return major < 22 || (major === 22 && minor < 18);
}

function whyNot({ node, napi }) {
  if (isTooOld(node)) return `Halfopen needs Node 22.18 or newer, and this is Node ${node}. ${instead}`;
  if (Number(napi) < enoughNapi)
    return `Halfopen needs Node-API ${enoughNapi} or newer, and this Node ${node} has ${napi}. ${instead}`;
  // In a package there is nothing left to strip.
  if (!process.env.HALFOPEN_BUNDLED && !process.features.typescript)
    return 'Halfopen is TypeScript, and this Node was told not to run it: leave out --no-strip-types (see NODE_OPTIONS).';
  return null;
}

/** Ends with the exit code of a machine that lacks what is needed. */
function refuse(reason) {
  process.stderr.write(`halfopen: ${reason}\n`);
  process.exitCode = 3;
}

const reason = whyNot(process.versions);
if (reason !== null) refuse(reason);
else
  import('./main.ts').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/ package /.test(error.message)) throw error;
    refuse(`a package that Halfopen needs is not installed (${error.message}). Run "npm ci" in the checkout.`);
  });
