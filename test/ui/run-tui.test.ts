import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type TestContext} from 'node:test';
import xterm from '@xterm/headless';
import type {TuiOptions} from '../../source/ui/options.ts';
import {runTui} from '../../source/ui/run-tui.tsx';
import {enterSequence, leaveSequence} from '../../source/ui/screen/terminal.ts';
import {createFakeSession, fakePrograms} from './helpers/fake-session.ts';
import {createTestOutput} from './helpers/test-output.ts';

const createInput = () => {
	const raw: boolean[] = [];
	const stdin = Object.assign(new EventEmitter(), {
		raw,
		isReading: false,
		setRawMode: (mode: boolean) => raw.push(mode),
		setEncoding: () => undefined,
		resume: () => {
			stdin.isReading = true;
		},
		pause: () => {
			stdin.isReading = false;
		},
	});
	return stdin;
};

/** The UI as the command runs it, on streams and a process of our own. It is ended with the test, however that ends. */
const start = async (context: TestContext, options: Partial<TuiOptions> = {}) => {
	const session = createFakeSession();
	const stdin = createInput();
	const stdout = createTestOutput(new xterm.Terminal({cols: 100, rows: 30, allowProposedApi: true}));
	const kills: string[] = [];
	const reports: string[] = [];
	const host = Object.assign(new EventEmitter(), {
		platform: 'linux',
		kill: (pid: number, signal: string) => kills.push(`${pid} ${signal}`),
	});
	stdout.write('a line of the shell\r\n$ ptelab\r\n');
	const exit = runTui(
		{session, programs: fakePrograms, stdin, stdout, env: {}, ...options},
		{process: host, report: text => reports.push(text)},
	);
	// Its clock would keep the process alive for ever after a failed check.
	context.after(() => host.emit('SIGTERM'));
	/** Waits for a condition; a test that waits for ever is ended by the runner's deadline. */
	const until = async (isMet: () => boolean) => {
		for (const deadline = Date.now() + 20_000; !isMet(); ) {
			assert.ok(Date.now() < deadline, 'the condition was never met');
			await new Promise(resolve => setTimeout(resolve, 5));
			await stdout.drained();
		}
	};
	await until(() => stdout.grid()[0]?.startsWith('ptelab') === true);
	const assertRestored = async () => {
		await stdout.drained();
		assert.equal(stdout.terminal.buffer.active.type, 'normal');
		assert.deepEqual(stdout.grid().slice(0, 3), ['a line of the shell', '$ ptelab', '']);
		assert.equal(stdin.raw.at(-1), false);
		assert.equal(stdin.isReading, false);
		assert.equal(stdin.listenerCount('data'), 0);
		assert.equal(host.eventNames().length, 0, 'handlers are taken off');
		assert.deepEqual([stdout.listenerCount('resize'), stdout.listenerCount('drain')], [0, 0]);
		const all = stdout.writes.join('');
		assert.equal(
			all.split(enterSequence).length,
			all.split(leaveSequence).length,
			'entered as often as left',
		);
		const after = stdout.writes.length;
		await new Promise(resolve => setImmediate(resolve));
		assert.equal(stdout.writes.length, after, 'nothing is written after the end');
	};
	return {session, stdin, stdout, host, kills, reports, exit, until, assertRestored};
};

const endings: [string, (ui: Awaited<ReturnType<typeof start>>) => void, number][] = [
	['q', ui => ui.stdin.emit('data', 'q'), 0],
	['ctrl-C', ui => ui.stdin.emit('data', '\u0003'), 0],
	['ctrl-C behind other keys in one read, in the filter', ui => ui.stdin.emit('data', '/abc\u0003xyz'), 0],
	['SIGINT', ui => ui.host.emit('SIGINT'), 130],
	['SIGTERM', ui => ui.host.emit('SIGTERM'), 143],
	['SIGHUP', ui => ui.host.emit('SIGHUP'), 129],
	['SIGQUIT', ui => ui.host.emit('SIGQUIT'), 131],
	['an uncaught exception', ui => ui.host.emit('uncaughtException', new Error('lost page')), 1],
	['an unhandled rejection', ui => ui.host.emit('unhandledRejection', new Error('lost page')), 1],
	['a terminal that is gone', ui => ui.stdout.emit('error', new Error('EIO')), 1],
];

for (const [name, end, code] of endings) {
	test(`${name} restores the terminal and gives ${code}`, async context => {
		const ui = await start(context);
		assert.equal(ui.stdout.terminal.buffer.active.type, 'alternate');
		assert.deepEqual(ui.stdin.raw, [true]);
		end(ui);
		assert.equal(await ui.exit, code);
		await ui.assertRestored();
		const isCrash = name.startsWith('an u');
		assert.equal(ui.reports.length, isCrash ? 1 : 0);
		if (isCrash) assert.match(ui.reports[0] ?? '', /lost page/);
	});
}

test('the process ending by itself still restores the terminal', async context => {
	const ui = await start(context);
	ui.host.emit('exit', 0);
	await ui.stdout.drained();
	assert.equal(ui.stdout.terminal.buffer.active.type, 'normal');
	ui.host.emit('SIGTERM');
	await ui.exit;
	await ui.assertRestored();
});

test('an error while drawing ends the UI with its text', async context => {
	const ui = await start(context);
	const machine = ui.session.fakes[0];
	assert.ok(machine !== undefined);
	const {snapshot} = machine;
	machine.snapshot = () => ({...snapshot(), cpus: [null]}) as unknown as ReturnType<typeof snapshot>;
	assert.equal(await ui.exit, 1);
	await ui.assertRestored();
	assert.match(ui.reports.join(''), /TypeError: .*null/);
});

test('ctrl-Z gives the terminal back and stops the process, being continued paints all anew', async context => {
	const ui = await start(context);
	ui.stdin.emit('data', '\u001A');
	await ui.stdout.drained();
	assert.deepEqual(ui.kills, ['0 SIGSTOP']);
	assert.equal(ui.stdout.terminal.buffer.active.type, 'normal');
	assert.equal(ui.stdin.raw.at(-1), false);
	const writes = ui.stdout.writes.length;
	ui.host.emit('SIGCONT');
	await ui.until(() => ui.stdout.grid()[0]?.startsWith('ptelab') === true);
	assert.equal(ui.stdout.terminal.buffer.active.type, 'alternate');
	assert.equal(ui.stdin.raw.at(-1), true);
	assert.ok(ui.stdout.writes.slice(writes).join('').includes('\u001B[2J'));
	ui.stdin.emit('data', 'q');
	assert.equal(await ui.exit, 0);
	await ui.assertRestored();
});

test('a burst of resizes is one clear', async context => {
	const ui = await start(context, {startPaused: true});
	await ui.until(() => / PAUSED /.test(ui.stdout.grid()[0] ?? ''));
	const before = ui.stdout.writes.length;
	for (const columns of [99, 95, 90, 88]) ui.stdout.resize(columns, 28);
	await ui.until(() => ui.stdout.grid()[27]?.includes('q quit') === true);
	assert.equal(ui.stdout.writes.slice(before).join('').split('\u001B[2J').length - 1, 1);
	ui.stdin.emit('data', 'q');
	await ui.exit;
});

test('it runs by its own clock, and s saves both files', async context => {
	const folder = mkdtempSync(join(tmpdir(), 'ptelab-ui-'));
	const ui = await start(context, {snapshotFolder: folder});
	ui.session.advance(8);
	await ui.until(() => ui.stdout.grid()[0]?.includes('RUNNING 0:02') === true);
	ui.stdin.emit('data', 's');
	await ui.until(() => ui.stdout.grid()[29]?.includes('saved ') === true);
	const names = readdirSync(folder).sort();
	assert.equal(names.length, 2);
	const json = JSON.parse(
		readFileSync(join(folder, names.find(name => name.endsWith('.json')) ?? ''), 'utf8'),
	);
	assert.deepEqual(
		json.machines.map((machine: {arch: string}) => machine.arch),
		['x86_64', 'arm64', 'riscv64'],
	);
	assert.equal(json.options.variant, 'VJ');
	assert.equal(json.stream.length, 30);
	const text = readFileSync(join(folder, names.find(name => name.endsWith('.txt')) ?? ''), 'utf8');
	assert.match(text, /^ptelab {2}RUNNING 0:02/);
	assert.match(text, /0x000 {2}[·█S+!✖-]{8}/);
	// A second one, most likely in the same second, does not go over the first.
	ui.stdin.emit('data', 's');
	await ui.until(() => readdirSync(folder).length === 4);
	ui.stdin.emit('data', 'q');
	assert.equal(await ui.exit, 0);
	rmSync(folder, {recursive: true, force: true});
});

test('a snapshot that cannot be written is told', async context => {
	const ui = await start(context, {snapshotFolder: '/nonexistent/folder'});
	ui.stdin.emit('data', 's');
	await ui.until(() => ui.stdout.grid()[29]?.includes('the snapshot was not saved: ENOENT') === true);
	ui.stdin.emit('data', 'q');
	assert.equal(await ui.exit, 0);
});
