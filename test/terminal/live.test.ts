/** The program as its users have it: the built `ptelab` in a pseudo-terminal, with the real engine. */
import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const open: Terminal[] = [];

function start(columns: number, rows: number, ...args: string[]): Terminal {
	const terminal = openTerminal(process.execPath, [program, ...args], {columns, rows});
	open.push(terminal);
	return terminal;
}

after(() => {
	for (const terminal of open) terminal.kill();
});

/** A shown count such as `13.1k` as a number; marks behind it are ignored. */
function count(text: string): number {
	const match = /^([\d.]+)([kMG]?)/.exec(text);
	assert.ok(match, `'${text}' is not a count`);
	return Number(match[1]) * {'': 1, k: 1e3, M: 1e6, G: 1e9}[match[2] as '' | 'k' | 'M' | 'G'];
}

/** A row of the counter table by column title. */
function counters(terminal: Terminal, arch: string): Record<string, number> | undefined {
	const cells = (line: string | undefined) => line?.split(/[\s│]+/).filter(word => word !== '') ?? [];
	const lines = terminal.lines();
	const header = cells(lines.find(line => /\binstall\b/.test(line))?.replace(/n: \d+\/\d+/, ''));
	const row = cells(
		lines.find(line => new RegExp(`^[│\\s▸>]*${arch}\\s.*\\d`).test(line))?.replace(/[▸>]/g, ''),
	);
	if (header.length === 0 || row.length < 5) return undefined;
	return Object.fromEntries(header.slice(0, 4).map((title, index) => [title, count(row[index + 1] ?? '')]));
}

function assertRestored(terminal: Terminal): void {
	assert.equal(terminal.isAlternateScreen(), false, 'the alternate screen is left');
	assert.equal(terminal.isCursorVisible(), true, 'the cursor is visible');
}

for (const [columns, rows] of [
	[80, 24],
	[160, 50],
] as const) {
	test(`a session at ${columns}×${rows}: race, inject three programs, pause, books, quit`, async () => {
		const terminal = start(columns, rows);
		const first = await terminal.until('the race runs', () => {
			const row = counters(terminal, 'x86_64');
			return row && row.install! > 0 && row;
		});
		assert.ok(terminal.isAlternateScreen());
		const later = await terminal.until('counters rise', () => {
			const row = counters(terminal, 'x86_64');
			return row && row.install! > first.install! && row.clear! > first.clear! && row;
		});
		assert.equal(later.scratch, 0, 'good programs bring no scratch');

		terminal.type('1');
		await terminal.until('scratch of one-past-end', () => counters(terminal, 'x86_64')!.scratch! > 0);
		terminal.type('2');
		terminal.type('0');
		await terminal.until('collisions', () => counters(terminal, 'x86_64')!.collide! > 0);
		await terminal.until('their violations in the stream', () =>
			/Arena (READ|WRITE) access/.test(terminal.screen()),
		);

		terminal.type(' ');
		await terminal.until('paused with books that balance', () => {
			const state = terminal.lines()[0]!;
			return state.includes('PAUSED') && state.includes('books ✓');
		});
		assert.deepEqual(
			terminal.lines().filter(line => line.length > columns),
			[],
		);

		terminal.type('q');
		const {exitCode} = await terminal.exited;
		assert.equal(exitCode, 0);
		assertRestored(terminal);
	});
}

describe('ways out', () => {
	const ways: {name: string; leave: (terminal: Terminal) => void; code: number}[] = [
		{name: 'ctrl-C', leave: terminal => terminal.type('\u0003'), code: 0},
		{name: 'SIGINT', leave: terminal => terminal.signal('SIGINT'), code: 130},
		{name: 'SIGTERM', leave: terminal => terminal.signal('SIGTERM'), code: 143},
		{name: 'SIGHUP', leave: terminal => terminal.signal('SIGHUP'), code: 129},
	];
	for (const {name, leave, code} of ways) {
		test(`${name} while the race runs restores the terminal, exit code ${code}`, async () => {
			const terminal = start(100, 30, '--arch', 'x86_64');
			await terminal.until('the race runs', () => (counters(terminal, 'x86_64')?.install ?? 0) > 0);
			leave(terminal);
			const {exitCode} = await terminal.exited;
			assert.equal(exitCode, code);
			assertRestored(terminal);
		});
	}

	test('SIGTERM before the first frame restores the terminal', async () => {
		const terminal = start(100, 30);
		await terminal.until('any output', () => terminal.output() !== '');
		terminal.signal('SIGTERM');
		const {exitCode} = await terminal.exited;
		assert.equal(exitCode, 143);
		assertRestored(terminal);
	});
});

for (const {name, suspend} of [
	{name: 'ctrl-Z', suspend: (terminal: Terminal) => terminal.type('\u001A')},
	{name: 'SIGTSTP', suspend: (terminal: Terminal) => terminal.signal('SIGTSTP')},
]) {
	test(`${name} gives the terminal back, and the Live view comes back when it goes on`, async () => {
		const terminal = start(100, 30, '--arch', 'x86_64');
		await terminal.until('the race runs', () => (counters(terminal, 'x86_64')?.install ?? 0) > 0);
		suspend(terminal);
		await terminal.until(
			'the main screen',
			() => !terminal.isAlternateScreen() && terminal.isCursorVisible(),
		);
		// Sent any earlier, it would be spent before the program stands still.
		await terminal.until('the program is stopped', () => terminal.isStopped());
		terminal.signal('SIGCONT');
		await terminal.until('the alternate screen', () => terminal.isAlternateScreen());
		const before = await terminal.until('the Live view', () => counters(terminal, 'x86_64'));
		await terminal.until('the race goes on', () => counters(terminal, 'x86_64')!.install! > before.install!);
		terminal.type('q');
		assert.equal((await terminal.exited).exitCode, 0);
		assertRestored(terminal);
	});
}

test('a terminal that is too small is told so, and may grow', async () => {
	const terminal = start(60, 20, '--arch', 'x86_64');
	await terminal.until('the message', () => /80×24.*60×20/s.test(terminal.screen()));
	terminal.resize(80, 24);
	await terminal.until('the Live view', () => (counters(terminal, 'x86_64')?.install ?? 0) > 0);
	terminal.type('q');
	assert.equal((await terminal.exited).exitCode, 0);
	assertRestored(terminal);
});

test('wrong words end before the screen is touched', async () => {
	const terminal = start(80, 24, '--arch', 'x86');
	const {exitCode} = await terminal.exited;
	assert.equal(exitCode, 2);
	assert.match(terminal.screen(), /unknown architecture 'x86'.*did you mean 'x86_64'/s);
	assert.equal(terminal.output().includes('\u001B[?1049h'), false);
});
