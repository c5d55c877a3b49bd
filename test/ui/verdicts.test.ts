import assert from 'node:assert/strict';
import test from 'node:test';
import {visibleWidth} from '../../source/ui/text/visible.ts';
import {violatedReport} from '../report/case-reports.ts';
import {createFakeExplore} from './helpers/fake-explore.ts';
import {assertGolden} from './helpers/golden.ts';
import {createStage} from './helpers/stage.ts';
import {
	end,
	escapeKey,
	pageDown,
	raise,
	raiseFinished,
	text,
	verdictsView,
} from './helpers/verdicts-stage.ts';

for (const [columns, rows] of [
	[80, 24],
	[160, 50],
] as const) {
	test(`the verdicts at ${columns}×${rows}: while they come, all, and a trace, as stored`, async () => {
		const {stage, explore} = await raise(columns, rows);
		const size = `${columns}x${rows}`;
		await stage.type('x');
		explore.run().finish(2);
		explore.run().progress('C21-stray-accessed-dirty', 123_456);
		await stage.play(1);
		assertGolden(`verdicts-running-${size}`, text(stage));
		explore.run().finish(99);
		explore.run().end();
		await stage.settle();
		assertGolden(`verdicts-${size}`, text(stage));
		await stage.type('\r');
		await stage.type(pageDown);
		assertGolden(`case-${size}`, text(stage));
		stage.dispose();
	});
}

test('a finished list says by words and marks what history did not expect', async () => {
	const {stage} = await raiseFinished(80, 24, {env: {NO_COLOR: '1'}});
	const lines = stage.grid();
	assert.match(lines[1] ?? '', /= as expected {2}\? open {2}! not {2}~ bounded {2}x failed/);
	const words = lines.slice(4, 11).map(line => {
		const [, mark, id, verdict, expected] =
			/^.(.) (C\d+)\S+ +(?:C\d+ ?)+ +(\w+) +(holds|violated|open)/.exec(line) ?? [];
		return [mark, id, verdict, expected].join(' ');
	});
	assert.deepEqual(words, [
		'= C34 violated violated',
		'? C15 violated open',
		'= C11 holds holds',
		'! C17 violated holds',
		'~ C21 bounded violated',
		'= C33 holds holds',
		'x C52 failed open',
	]);
	stage.dispose();
});

test('the case under the cursor is told: what it explains, what was covered, under which model', async () => {
	const {stage} = await raiseFinished(100, 40);
	assert.match(text(stage), /Violated \(reaches-allocated\), as history expects \(C34, scx PR 3826\)\./);
	assert.match(text(stage), /This explains stale_uses 1234, corruptions 2 of the screen\./);
	assert.match(text(stage), /Its trace is 10 steps; none is shorter\./);
	assert.match(
		text(stage),
		/The search ended at this failure: 312 states, 3 of them final, 401\s+transitions/,
	);
	await stage.type('j');
	assert.match(text(stage), /Violated \(livelock\), which history left open \(C15\)\./);
	assert.match(text(stage), /4 steps, then a cycle of 3; there may be shorter ones/);
	assert.match(text(stage), /The model cannot say: a real scheduler is fair/);
	assert.doesNotMatch(text(stage), /explains/);
	await stage.type('j');
	assert.match(text(stage), /Holds, as history expects \(thread\)\./);
	assert.match(text(stage), /Checked: oops, use-after-free, reaches-allocated, double-free\./);
	assert.match(text(stage), /Every interleaving was tried, no limit was reached:\s+4.32k states/);
	assert.match(text(stage), /Memory model: sequential consistency\. Environment steps: none\./);
	await stage.type('jj');
	assert.match(text(stage), /Bounded \(limit: memory, after 12.3M states\)\./);
	assert.match(text(stage), /NOT every interleaving was tried, a limit came first \(memory\)/);
	assert.match(text(stage), /Environment steps: stray-accessed-dirty\./);
	await stage.type('jj');
	assert.match(text(stage), /Failed: the image of x86_64 has no function c52_free\./);
	assert.doesNotMatch(text(stage), /Every interleaving|Memory model/);
	stage.dispose();
});

test('counters that rise in any race go with a violated case, and are not explained by it', async () => {
	const {stage, explore} = await raise(100, 40);
	const [first] = stage.session.fakes;
	assert.ok(first !== undefined);
	first.counters = {user_hit_scratch: 55};
	await stage.play(1);
	await stage.type('x');
	explore.run().finish(99);
	explore.run().end();
	await stage.settle();
	assert.match(text(stage), /▸! C17-user-never-scratch/);
	assert.match(text(stage), /Of the screen, these go with it: user_hit_scratch 55\./);
	assert.doesNotMatch(text(stage), /explains/);
	stage.dispose();
});

test('another property than the one that history names is not as history expects', async () => {
	const {stage, explore} = await raise(100, 40);
	await stage.type('x');
	explore.run().finish(1, ({scenario}) => violatedReport({scenario, property: 'oops'}));
	explore.run().end();
	await stage.settle();
	assert.match(text(stage), /but history expects violated\s+\(reaches-allocated\)\s+\(C34, scx PR 3826\)/);
	stage.dispose();
});

test('the cursor moves by a line and by a page, and stays in the list', async () => {
	const {stage} = await raiseFinished(80, 24);
	const cursor = () => stage.controller.store.get().ui.caseCursor;
	const marked = () => stage.grid().findIndex(line => line.startsWith('▸'));
	await stage.type('jjk');
	assert.deepEqual([cursor(), marked()], [1, 5]);
	await stage.type(pageDown);
	assert.deepEqual([cursor(), marked()], [6, 10]);
	await stage.type('j');
	assert.equal(cursor(), 6);
	await stage.type(`${escapeKey}[5~`);
	assert.equal(cursor(), 0);
	await stage.type('k');
	assert.equal(cursor(), 0);
	stage.dispose();
});

test('a list longer than its place is shown around the cursor', async () => {
	const scenarios = Array.from({length: 40}, (_, index) => ({
		...createFakeExplore().choice.scenarios[1]!,
		id: `C${index + 100}-case`,
		claims: [`C${index + 100}`],
	}));
	const explore = createFakeExplore({scenarios});
	const stage = await createStage(80, 24, {explore: explore.choice});
	await stage.type('x');
	await stage.type('j'.repeat(20));
	assert.match(stage.grid().find(line => line.startsWith('▸')) ?? '', /C120-case/);
	assert.equal(stage.grid().filter(line => /C1\d\d-case +C1/.test(line)).length, 9);
	assert.match(text(stage), /─ C120-case ─.*C120 ─/);
	stage.dispose();
});

test('enter opens the trace, its columns stay named while it is scrolled, and Esc and b go back', async () => {
	const {stage} = await raiseFinished(80, 24);
	await stage.type('\r');
	assert.match(stage.grid()[1] ?? '', /C34-range-returned-before-flush C34 C33 .* \d+ more lines: PgDn/);
	assert.equal(stage.grid()[10]?.trim(), '0: free');
	await stage.type('jjj');
	assert.equal(stage.grid()[7]?.trim(), '0: free');
	await stage.type(end);
	assert.match(stage.grid()[1] ?? '', /the end ─$/);
	assert.deepEqual(
		stage
			.grid()
			.slice(2, 4)
			.map(line => line.trim()),
		['0: free', '1: allocate'],
	);
	assert.match(text(stage), /!! the store goes to page 3, but page 4 was allocated there/);
	assert.match(text(stage), /ptelab explore C34-\S+ --arch x86_64 --variant VJ/);
	await stage.type('k');
	assert.match(stage.grid()[1] ?? '', /1 more lines: PgDn/);
	await stage.type('b');
	assert.match(stage.grid()[1] ?? '', /verdicts x86_64 VJ/);
	await stage.type('\r');
	await stage.type('?');
	assert.match(stage.grid()[1] ?? '', /─ keys ─/);
	await stage.type(escapeKey);
	assert.match(stage.grid()[1] ?? '', /C34-range/, 'help goes back to the trace');
	await stage.type(escapeKey);
	await stage.type(escapeKey);
	assert.equal(stage.controller.store.get().ui.view, 'live');
	stage.dispose();
});

test('a wide terminal has a column for each CPU, with the C and the changes beside each step', async () => {
	const {stage} = await raiseFinished(160, 50);
	await stage.type('\r');
	const lines = stage.grid();
	assert.match(text(stage), /0: free +\| 1: allocate/);
	const step = lines.findIndex(line => /^ *5 {2}apply_range_clear_cb {2}variants\/vj\.c:44/.test(line));
	assert.match(lines[step + 1] ?? '', /^ +old = ptep_get_and_clear\(&init_mm, addr, pte\);/);
	assert.match(lines[step + 2] ?? '', /^ +pte\[0\]: page 3 → none/);
	assert.match(text(stage), /^ +9 +\| apply_range_set_cb {2}variants\/vj\.c:21 {2}in ptep_try_set/m);
	stage.dispose();
});

test('a case without a trace opens with what was covered, one that is not finished does not', async () => {
	const {stage, explore} = await raise(80, 24);
	await stage.type(verdictsView);
	await stage.type('\r');
	assert.match(text(stage), /✗ there is no case yet: x explores what is on the screen/);
	await stage.type('x');
	explore.run().finish(3);
	await stage.play(1);
	await stage.type('jj\r');
	assert.match(stage.grid()[1] ?? '', /C11-free-skips-scratch C11 C12 ─+$/);
	assert.match(text(stage), /Every interleaving was tried/);
	await stage.type('b');
	await stage.type('jj\r');
	assert.match(text(stage), /✗ C21-stray-accessed-dirty is not finished/);
	stage.dispose();
});

test('no line is too long or missing at any size, in every theme, and ASCII means ASCII', async () => {
	for (const [columns, rows] of [
		[80, 24],
		[81, 60],
		[149, 30],
		[150, 24],
		[220, 60],
	] as const) {
		for (const options of [{}, {env: {NO_COLOR: '1'}, ascii: true}]) {
			const {stage} = await raiseFinished(columns, rows, options);
			for (const keys of ['j', 'jjj', '\r', pageDown, end, escapeKey, `kk\r`, '?', escapeKey, 's']) {
				await stage.type(keys);
				const frame = stage.frames.at(-1)?.split('\n') ?? [];
				assert.equal(frame.length, rows);
				for (const line of frame) assert.ok(visibleWidth(line) <= columns, line);
				assert.deepEqual(stage.grid(), stage.screen.text());
				if (!('ascii' in options)) continue;
				// biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
				assert.doesNotMatch(frame.join(''), /[^\u0000-\u007E]/);
				// biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences start with ESC
				assert.doesNotMatch(frame.join(''), /\u001B\[(?:3|4|9|10)\d/);
			}
			stage.dispose();
		}
	}
});

test('a resize leaves the open trace readable', async () => {
	const {stage} = await raiseFinished(80, 24);
	await stage.type('\r');
	await stage.type(end);
	stage.output.resize(160, 50);
	stage.controller.resized();
	await stage.settle();
	assert.match(text(stage), /0: free +\| 1: allocate/);
	assert.match(stage.grid()[1] ?? '', /C34-range-returned-before-flush C34 C33 ─+$/);
	await stage.type('k');
	assert.deepEqual(stage.grid(), stage.screen.text());
	stage.dispose();
});
