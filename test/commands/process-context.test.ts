import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, existsSync, openSync, readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {processContext} from '../../source/commands/process-context.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const context = processContext('0');

/** Runs Node on TypeScript. */
function start(words: string[]) {
	return spawn(process.execPath, ['--import', 'tsx', ...words], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/** Runs the program from source. */
async function finish(words: string[]) {
	const child = start(['cli.tsx', ...words]);
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', text => {
		stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', text => {
		stderr += text;
	});
	const [status] = await once(child, 'close');
	return {status, stdout, stderr};
}

suite('the process', () => {
	for (const [signal, status] of [
		['SIGHUP', 129],
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const) {
		test(`${signal} aborts what runs, and is status ${status}`, async () => {
			const listeners = process.listenerCount(signal);
			const result = await context.interruptible(async abort => {
				process.kill(process.pid, signal);
				await context.wait(60_000, abort);
				assert.ok(abort.aborted);
				return 0;
			});
			assert.equal(result, status);
			assert.equal(process.listenerCount(signal), listeners);
		});
	}

	test('without a signal the status is that of the command', async () => {
		assert.equal(await context.interruptible(async () => 1), 1);
		await assert.rejects(
			context.interruptible(async () => {
				throw new Error('wrong');
			}),
			/wrong/,
		);
	});

	test('cli.tsx prints the version of the package', async () => {
		const {version} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
		assert.deepEqual(await finish(['--version']), {status: 0, stdout: `${version}\n`, stderr: ''});
	});

	test('cli.tsx ends with 2 and one line on a mistake', async () => {
		assert.deepEqual(await finish(['exlpore']), {
			status: 2,
			stdout: '',
			stderr: "ptelab: unknown command 'exlpore': did you mean 'explore'? (ptelab help)\n",
		});
	});

	test('output that cannot be written is an error', {skip: !existsSync('/dev/full')}, async () => {
		const full = openSync('/dev/full', 'w');
		const child = spawn(process.execPath, ['--import', 'tsx', 'cli.tsx', 'version'], {
			cwd: root,
			stdio: ['ignore', full, 'pipe'],
		});
		let stderr = '';
		child.stderr?.setEncoding('utf8').on('data', text => {
			stderr += text;
		});
		const [status] = await once(child, 'close');
		closeSync(full);
		assert.equal(status, 1);
		assert.match(stderr, /^ptelab: cannot write the output: ENOSPC[^\n]*\n$/);
	});

	test('a reader that goes away is no error', async () => {
		// Writes on and on, as a demo does; ends only when it notices that nobody reads.
		const child = start([
			'--input-type=module',
			'--eval',
			`const {processContext} = await import('./source/commands/process-context.ts');
			const {stdout} = processContext('0');
			setInterval(() => stdout.write('text'), 1);`,
		]);
		let stderr = '';
		child.stderr.setEncoding('utf8').on('data', text => {
			stderr += text;
		});
		child.stdout.destroy();
		const [status] = await once(child, 'close');
		assert.deepEqual([status, stderr], [0, '']);
	});
});
