// npm start: sets everything up, then runs the gateway with the sandbox (or, with --no-demo, the gateway alone).
import { build, install, requireNode } from './prepare.mjs';

requireNode();
install();
build();
const { start } = await import('../dist/apps/sandbox/src/start.js');
await start(process.argv.slice(2));
