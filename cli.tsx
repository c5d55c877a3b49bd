#!/usr/bin/env node
// Flags → one command; nothing else. Modules read both variables when they are loaded, hence the dynamic imports after them.
const {env} = process;
env.NODE_ENV ??= 'production';
if (env.NO_COLOR && env.FORCE_COLOR === undefined) {
	env.FORCE_COLOR = '0';
}

const [{runCommandLine}, {exitProcess, processContext}, {default: packageJson}] = await Promise.all([
	import('./source/commands/run-command-line.ts'),
	import('./source/commands/process-context.ts'),
	import('./package.json', {with: {type: 'json'}}),
]);

exitProcess(await runCommandLine(process.argv.slice(2), processContext(packageJson.version)));
