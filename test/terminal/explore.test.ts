/** Exploring what is on the screen, in a real pseudo-terminal: on made-up machines whose cases take their time, and with the built program. */
import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const program = fileOf('../../dist/cli.js');
const madeUp = fileOf('../ui/helpers/verdicts-program.ts');
const open: Terminal[] = [];

function start(columns: number, rows: number, ...args: string[]): Terminal {
	const terminal = openTerminal(process.execPath, args, {columns, rows});
	open.push(terminal);
	return terminal;
}

after(() => {
	for (const terminal of open) terminal.kill();
});

async function leave(terminal: Terminal): Promise<void> {
	terminal.type('q');
	assert.equal((await terminal.exited).exitCode, 0);
	assert.equal(terminal.isAlternateScreen(), false, 'the alternate screen is left');
	assert.equal(terminal.isCursorVisible(), true, 'the cursor is visible');
}

const raceTime = (terminal: Terminal) => /RUNNING (\d+:\d+)/.exec(terminal.lines()[0] ?? '')?.[1];

for (const [columns, rows, ...flags] of [
	[80, 24, '--ascii'],
	[160, 50],
] as const) {
	test(`${columns}×${rows}: verdicts fill in while the machines race, a trace opens, scrolls and closes`, async () => {
		const terminal = start(columns, rows, '--import', 'tsx', madeUp, ...flags);
		await terminal.until('the race', () => raceTime(terminal));
		terminal.type('x');
		await terminal.until('some verdicts', () => /EXPLORING [1-6]\/7/.test(terminal.screen()));
		assert.match(terminal.screen(), /waiting/);
		const time = raceTime(terminal);
		await terminal.until('all verdicts', () => /7 cases: 3 as expected, 1 not/.test(terminal.screen()));
		assert.match(terminal.screen(), /This explains stale_uses 1234 of the screen/);
		await terminal.until('the race goes on', () => raceTime(terminal) !== time);

		terminal.type('\r');
		await terminal.until('the trace', () => /apply_range_clear_cb/.test(terminal.screen()));
		terminal.type('\u001B[F');
		await terminal.until('where it breaks', () => /!! the store goes to page 3/.test(terminal.screen()));
		terminal.resize(columns === 80 ? 120 : 100, rows);
		await terminal.until(
			'the trace at another size',
			() => /ptep_try_set/.test(terminal.screen()) && terminal.lines().at(-1)?.includes('q quit'),
		);
		terminal.resize(columns, rows);
		terminal.type('b');
		await terminal.until('the list', () => /verdicts x86_64 VJ/.test(terminal.screen()));
		assert.deepEqual(
			terminal.lines().filter(line => line.length > columns),
			[],
		);
		await leave(terminal);
		assert.match(terminal.screen(), /abandoned 0/);
	});
}

test('leaving, and exploring another machine, abandon the run that is under way', async () => {
	const terminal = start(80, 24, '--import', 'tsx', madeUp);
	await terminal.until('the race', () => raceTime(terminal));
	terminal.type('x');
	await terminal.until('the first machine', () => /verdicts x86_64/.test(terminal.screen()));
	terminal.type('\u001B1jx');
	await terminal.until('the second machine', () => /verdicts arm64.*EXPLORING/s.test(terminal.screen()));
	await leave(terminal);
	assert.match(terminal.screen(), /abandoned 2/);
});

test('the built program explains the race of VJ: C34 is violated, with a trace of the C', async () => {
	const terminal = start(120, 40, program, '--arch', 'x86_64', '--variant', 'VJ');
	await terminal.until('the race', () => raceTime(terminal));
	terminal.type('x');
	await terminal.until('the first verdicts', () => /verdicts x86_64 VJ/.test(terminal.screen()));
	await terminal.until('all verdicts', () => /\d+ cases: \d+ as expected/.test(terminal.screen()), 60_000);
	// Down the list until the cursor is on the case.
	const shown = () => /─ (C\d+-[a-z0-9-]+) ─/.exec(terminal.screen())?.[1];
	for (let before = shown(); before !== 'C34-range-returned-before-flush'; before = shown()) {
		terminal.type('j');
		await terminal.until('the next case', () => shown() !== before, 10_000);
	}
	assert.match(terminal.screen(), /Violated \(reaches-allocated\), as history expects/);
	terminal.type('\r');
	await terminal.until('the trace', () => /\d+: free\b.*\d+: allocate\b/s.test(terminal.screen()));
	terminal.type('\u001B[F');
	await terminal.until('where it breaks', () => /!! /.test(terminal.screen()));
	await leave(terminal);
});
