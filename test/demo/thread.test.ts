import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {suite, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {loadCatalog} from '../../source/commands/catalog.ts';
import {builtInNames, builtInScript} from '../../source/demo/built-in.ts';
import {parseScript} from '../../source/demo/parse-script.ts';
import {runDemo} from '../../source/demo/run-demo.ts';
import {startSession} from '../../source/machine/session.ts';

const {archs, variants, programs} = await loadCatalog();
const known = {
	archs: archs.map(arch => arch.id),
	variants: variants.map(variant => variant.id),
	programs: programs.map(program => program.id),
};
const parse = (name: string) => parseScript(builtInScript(name) ?? '', name, known);
const missing = archs.filter(
	({id}) => !existsSync(fileURLToPath(new URL(`../../dist/images/${id}.wasm`, import.meta.url))),
);
const skip =
	missing.length > 0 && `no image of ${missing.map(arch => arch.id).join(', ')}: run npm run build`;

suite('built-in scripts', () => {
	for (const name of builtInNames) {
		test(`${name} is valid, and every act shows a claim`, () => {
			const {acts} = parse(name);
			assert.ok(acts.length >= 6);
			for (const act of acts) {
				assert.ok(act.claims.length > 0, act.title);
				assert.ok(act.text.length > 0, act.title);
				assert.ok(
					act.claims.every(claim => /^C\d+$/.test(claim)),
					act.title,
				);
			}
		});
	}

	const thread = parse('thread');
	for (const [index, act] of thread.acts.entries()) {
		test(`on the real machines: ${act.title}`, {skip}, async () => {
			const controller = new AbortController();
			const [result] = await runDemo(thread, {
				startSession,
				wait: async (milliseconds, signal) => sleep(milliseconds, undefined, {signal}),
				now: () => performance.now(),
				watch: async () => undefined,
				emit: async () => undefined,
				speed: 1,
				signal: controller.signal,
				acts: [index + 1],
			});
			assert.equal(result?.failure, null);
			assert.deepEqual(
				result.checks.filter(check => !check.ok),
				[],
			);
			assert.ok(result.ok);
		});
	}
});
