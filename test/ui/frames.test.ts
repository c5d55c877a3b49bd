import assert from 'node:assert/strict';
import test from 'node:test';
import type {NarrationState} from '../../source/ui/narration.ts';
import {visibleWidth} from '../../source/ui/text/visible.ts';
import {createFakeExplore, fakeReport} from './helpers/fake-explore.ts';
import {createFakeSession, unbalancedBooks} from './helpers/fake-session.ts';
import {assertGolden} from './helpers/golden.ts';
import {createStage, type Stage} from './helpers/stage.ts';

const manyArchs = [
	'x86_64',
	'arm64',
	'riscv64',
	's390x',
	'loongarch64',
	'arm64-nocontpte',
	'mips64',
	'powerpc64-hash',
	'sparc64',
];

const narration: NarrationState = {
	act: '3/9',
	title: 'two CPUs, one slot',
	text: [
		'The allocator holds the lock, the fault handler does not. Between the test and the store another CPU puts scratch into the same slot, and the plain store goes over it.',
		'Watch the column collide.',
	],
	status: 'running',
};
const demo = {subscribe: () => () => undefined, current: () => narration};

const sizes: [number, number][] = [
	[80, 24],
	[100, 30],
	[120, 40],
	[160, 50],
	[200, 60],
];

/** Every frame so far is exactly as tall as the terminal, and no line of it, map included, is wider. */
const assertFits = (stage: Stage, columns: number, rows: number, context: string): void => {
	for (const frame of stage.frames) {
		const lines = frame.split('\n');
		assert.equal(lines.length, rows, `${context}: height`);
		for (const line of lines)
			assert.ok(visibleWidth(line) <= columns, `${context}: ${visibleWidth(line)} columns: ${line}`);
	}
	for (const line of stage.screen.text()) assert.ok(visibleWidth(line) <= columns, `${context}: ${line}`);
	assert.deepEqual(stage.grid(), stage.screen.text(), `${context}: the terminal shows what was meant`);
};

for (const [columns, rows] of sizes) {
	test(`no frame is taller or wider than ${columns}×${rows}`, async () => {
		const sessions = [
			createFakeSession(),
			createFakeSession({archs: manyArchs, cpus: 8, seed: 4_294_967_295, chaos: 1024}),
			createFakeSession({archs: ['arm64'], cpus: 1}),
		];
		for (const [index, session] of sessions.entries()) {
			const explore = createFakeExplore({run: async jobs => jobs.map(fakeReport)}).choice;
			const stage = await createStage(columns, rows, {explore, ...(index === 1 ? {demo} : {})}, session);
			session.advance(40);
			await stage.play(2);
			for (const keys of [
				'\t',
				'n',
				'\t',
				'c',
				'123',
				'?',
				'\u001B',
				'a',
				'\u001B',
				'p',
				'\u001B',
				'/x y',
				'\r',
				'\u001B',
				' ',
				'x',
				'jj',
				'\r',
				'\u001B[6~',
			]) {
				await stage.type(keys);
				assertFits(stage, columns, rows, `session ${index}, ${JSON.stringify(keys)}`);
			}
			stage.dispose();
		}
	});
}

test('a long failure and unbalanced books fit the smallest terminal and are both seen', async () => {
	const stage = await createStage(80, 24);
	const [first, second] = stage.session.fakes;
	assert.ok(first !== undefined && second !== undefined);
	second.state = 'failed';
	second.failure = `worker 3 died: ${'a very long reason '.repeat(12)}`;
	first.books = unbalancedBooks;
	await stage.play(1);
	assertFits(stage, 80, 24, 'failed');
	const text = stage.grid().join('\n');
	assert.match(text, /✗ arm64 failed/);
	assert.match(text, /books ✗ x86_64 live entries 1134≠1131/);
	assert.match(text, /arm64 lab: machine failed: worker 3 died/);
	assert.match(text, /^✗arm64/m);
	await stage.type('j');
	assert.match(stage.grid().join('\n'), /✗ arm64 failed: worker 3 died/);
	stage.dispose();
});

test('below 80×24 there is a message, q works, and growing brings the view back', async () => {
	const stage = await createStage(79, 24);
	assert.deepEqual(stage.grid().slice(0, 3), ['ptelab needs 80×24, this terminal has 79×24', 'q quits', '']);
	await stage.type('aq');
	assert.equal(stage.asked.quit, 1);
	stage.output.resize(30, 1);
	stage.controller.resized();
	await stage.settle();
	assert.deepEqual(stage.grid(), ['ptelab needs 80×24, this term…']);
	stage.output.resize(100, 30);
	stage.controller.resized();
	await stage.settle();
	assertFits({...stage, frames: stage.frames.slice(-1)}, 100, 30, 'grown');
	assert.match(stage.grid()[0] ?? '', /^ptelab {2}RUNNING/);
	stage.dispose();
});

test('resizes leave the terminal as a fresh one of that size', async () => {
	const stage = await createStage(120, 40);
	await stage.play(5);
	for (const [columns, rows] of [
		[80, 24],
		[160, 50],
		[100, 30],
		[120, 40],
	] as const) {
		const before = stage.output.writes.length;
		stage.output.resize(columns, rows);
		stage.controller.resized();
		await stage.settle();
		const written = stage.output.writes.slice(before).join('');
		assert.equal(written.split('\u001B[2J').length - 1, 1, 'one clear');
		assertFits({...stage, frames: stage.frames.slice(-1)}, columns, rows, `${columns}×${rows}`);
	}
	stage.dispose();
});

test('nothing is written when nothing changed, and the clock stops when all stands still', async () => {
	const stage = await createStage(120, 40);
	await stage.play(5);
	assert.equal(stage.controller.tick(), true);
	await stage.type(' ');
	for (let ticks = 0; stage.controller.tick(); ticks++) assert.ok(ticks < 50, 'the map never comes to rest');
	await stage.settle();
	const before = stage.output.writes.length;
	stage.controller.look();
	stage.controller.tick();
	await stage.settle();
	assert.equal(stage.output.writes.length, before);
	await stage.type(' ');
	assert.equal(stage.controller.tick(), true);
	stage.dispose();
});

test('one look is one write', async () => {
	const stage = await createStage(120, 40);
	await stage.play(3);
	const before = stage.output.writes.length;
	await stage.play(4);
	assert.equal(stage.output.writes.length - before, 4);
	stage.dispose();
});

test('the map fades between looks without Ink', async () => {
	const stage = await createStage(120, 40);
	await stage.play(3);
	const frames = stage.frames.length;
	const writes = stage.output.writes.length;
	stage.controller.tick();
	stage.screen.flush();
	assert.equal(stage.frames.length, frames);
	assert.equal(stage.output.writes.length, writes + 1);
	stage.dispose();
});

const goldens: [string, number, number, Parameters<typeof createStage>[3], string[]][] = [
	['live-80x24', 80, 24, createFakeSession(), ['1', '\u001B']],
	['live-160x50', 160, 50, createFakeSession({chaos: 64}), ['2', '\u001B']],
	['compare-120x40', 120, 40, createFakeSession({archs: manyArchs}), ['\t']],
	['paused-80x24', 80, 24, createFakeSession(), [' ']],
	['help-100x30', 100, 30, createFakeSession(), ['?']],
];

for (const [name, columns, rows, session, keys] of goldens) {
	test(`screen ${name} as stored`, async () => {
		const stage = await createStage(columns, rows, {}, session);
		stage.session.advance(40);
		for (const key of keys) await stage.type(key);
		await stage.play(4);
		assertGolden(name, stage.grid().join('\n'));
		stage.dispose();
	});
}

test('the demonstration is told above the stream', async () => {
	const stage = await createStage(80, 24, {demo});
	await stage.play(4);
	assertGolden('demo-80x24', stage.grid().join('\n'));
	stage.dispose();
});

for (const [name, env, ascii] of [
	['colour', {}, false],
	['no-color', {NO_COLOR: '1'}, false],
	['ascii', {NO_COLOR: '1'}, true],
] as const) {
	test(`bytes of the 80×24 screen, ${name}, as stored`, async () => {
		const stage = await createStage(80, 24, {env, ascii});
		await stage.play(6);
		stage.screen.repaint();
		const bytes = stage.output.writes.at(-1) ?? '';
		assertGolden(`bytes-${name}`, bytes.replaceAll('\u001B', '␛').replaceAll(/␛\[\d+;1H/g, '\n$&'));
		// biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences start with ESC
		if (name !== 'colour') assert.doesNotMatch(bytes, /\u001B\[(?:3|4|9|10)\d/);
		// biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
		if (name === 'ascii') assert.doesNotMatch(bytes, /[^\u0000-\u007E]/);
		stage.dispose();
	});
}

test('NO_COLOR only counts when it is not empty, and an explicit theme goes before it', async () => {
	const themeWith = async (options: Parameters<typeof createStage>[2]) => {
		const stage = await createStage(80, 24, options);
		const {theme} = stage.controller.store.get().ui;
		stage.dispose();
		return theme;
	};
	assert.equal(await themeWith({env: {NO_COLOR: ''}}), 'dark');
	assert.equal(await themeWith({env: {NO_COLOR: '1'}}), 'mono');
	assert.equal(await themeWith({env: {NO_COLOR: '1'}, theme: 'light'}), 'light');
});

test('a filter keeps what matches, scrolling back stays while lines arrive, End follows', async () => {
	const stage = await createStage(80, 24);
	stage.session.advance(30);
	await stage.play(1);
	const stream = () => stage.grid().slice(17, 23);
	await stage.type('/!riscv');
	await stage.type('\r');
	assert.match(stage.grid()[16] ?? '', /filter !riscv: 76 of 114/);
	assert.ok(stream().every(line => !line.startsWith('riscv')));
	await stage.type('\u001B[5~');
	const held = stream();
	await stage.play(3);
	assert.deepEqual(stream(), held);
	assert.match(stage.grid()[16] ?? '', /\d+ newer, End follows/);
	await stage.type('\u001B[F');
	assert.notDeepEqual(stream(), held);
	assert.doesNotMatch(stage.grid()[16] ?? '', /newer/);
	stage.dispose();
});
