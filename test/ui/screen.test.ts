import assert from 'node:assert/strict';
import test from 'node:test';
import xterm from '@xterm/headless';
import {createInkStdout} from '../../source/ui/screen/ink-stdout.ts';
import {createScreen} from '../../source/ui/screen/screen.ts';
import {createTestOutput} from './helpers/test-output.ts';

const setUp = (columns = 12, rows = 4) => {
	const output = createTestOutput(new xterm.Terminal({cols: columns, rows, allowProposedApi: true}));
	const screen = createScreen(output);
	screen.open();
	const grid = async () => {
		await output.drained();
		return output.grid();
	};
	return {output, screen, grid};
};

test('nothing is written before it is open', () => {
	const {output} = setUp();
	const closed = createScreen(output);
	closed.frame('x');
	closed.repaint();
	assert.deepEqual(output.writes, []);
});

test('only lines that differ are sent, an equal frame sends nothing', async () => {
	const {output, screen, grid} = setUp();
	screen.frame('one\ntwo\nthree');
	assert.deepEqual(await grid(), ['one', 'two', 'three', '']);
	assert.equal(output.writes.length, 1);
	screen.frame('one\ntwo\nthree');
	screen.flush();
	assert.equal(output.writes.length, 1);
	screen.frame('one\n2\nthree');
	assert.deepEqual(await grid(), ['one', '2', 'three', '']);
	assert.equal(output.writes[1], '\u001B[?2026h\u001B[2;1H2\u001B[0m\u001B[K\u001B[?2026l');
});

test('a line as wide as the terminal keeps its last character, a wider one is cut', async () => {
	const {screen, grid} = setUp();
	screen.frame('abcdefghijkl\nabcdefghijklmno\n\u001B[7mabcdefghijkl\u001B[0m');
	assert.deepEqual(await grid(), ['abcdefghijkl', 'abcdefghijk…', 'abcdefghijkl', '']);
	screen.frame('short');
	assert.deepEqual(await grid(), ['short', '', '', '']);
});

test('a frame taller than the terminal does not scroll it', async () => {
	const {screen, grid} = setUp();
	screen.frame('1\n2\n3\n4\n5\n6');
	assert.deepEqual(await grid(), ['1', '2', '3', '4']);
});

test('an overlay is painted over the frame, again when its line was rewritten, and is wiped when it goes', async () => {
	const {output, screen, grid} = setUp();
	screen.stage([{x: 4, y: 1, rows: ['##', '@@']}]);
	screen.frame('aaaaaaaaaa\nbbbbbbbbbb\ncccccccccc');
	assert.deepEqual(await grid(), ['aaaaaaaaaa', 'bbbb##bbbb', 'cccc@@cccc', '']);
	const before = output.writes.length;
	screen.flush();
	assert.equal(output.writes.length, before);
	screen.stage([{x: 4, y: 1, rows: ['##', '%%']}]);
	screen.flush();
	assert.equal(output.writes.at(-1), '\u001B[?2026h\u001B[3;5H%%\u001B[0m\u001B[?2026l');
	screen.frame('aaaaaaaaaa\nBBBBBBBBBB\ncccccccccc');
	assert.equal(output.writes.at(-1)?.includes('BBBBBBBBBB'), false, 'the bare line is never shown');
	assert.deepEqual(await grid(), ['aaaaaaaaaa', 'BBBB##BBBB', 'cccc%%cccc', '']);
	assert.deepEqual(screen.text(), ['aaaaaaaaaa', 'BBBB##BBBB', 'cccc%%cccc', '']);
	screen.stage([]);
	screen.flush();
	assert.deepEqual(await grid(), ['aaaaaaaaaa', 'BBBBBBBBBB', 'cccccccccc', '']);
});

test('an overlay that moves leaves nothing behind', async () => {
	const {screen, grid} = setUp();
	screen.stage([{x: 0, y: 0, rows: ['####']}]);
	screen.frame('\nsecond\n');
	screen.stage([{x: 2, y: 1, rows: ['##']}]);
	screen.flush();
	assert.deepEqual(await grid(), ['', 'se##nd', '', '']);
});

test('frames are dropped while the terminal lags, the newest is sent when it has caught up', async () => {
	const {output, screen, grid} = setUp();
	screen.frame('first');
	output.writableNeedDrain = true;
	screen.frame('second');
	screen.frame('third');
	assert.equal(output.writes.length, 1);
	assert.equal(output.listenerCount('drain'), 1);
	output.writableNeedDrain = false;
	output.emit('drain');
	assert.equal(output.writes.length, 2);
	assert.equal(output.listenerCount('drain'), 0);
	assert.deepEqual(await grid(), ['third', '', '', '']);
	output.writableNeedDrain = true;
	screen.frame('fourth');
	screen.close();
	assert.equal(output.listenerCount('drain'), 0);
});

test('a resize clears once and paints everything', async () => {
	const {output, screen, grid} = setUp();
	screen.frame('abcdefghijkl\nabcdefghijkl\nlast');
	for (const [columns, rows] of [
		[6, 4],
		[20, 3],
		[12, 6],
	] as const) {
		output.resize(columns, rows);
		const before = output.writes.length;
		screen.repaint();
		screen.frame(`${'x'.repeat(columns)}\n${columns}×${rows}`);
		const since = output.writes.slice(before).join('');
		assert.equal(since.split('\u001B[2J').length - 1, 1);
		assert.deepEqual(await grid(), [
			'x'.repeat(columns),
			`${columns}×${rows}`,
			...Array.from({length: rows - 2}, () => ''),
		]);
	}
});

test('Ink gets a size and is kept from the cursor', () => {
	const frames: string[] = [];
	const stdout = createInkStdout(
		() => ({columns: 91, rows: 31}),
		text => frames.push(text),
	);
	for (const text of ['\u001B[?25l', 'frame', '', '\u001B[?25h']) assert.equal(stdout.write(text), true);
	assert.deepEqual([stdout.columns, stdout.rows, stdout.isTTY, frames], [91, 31, true, ['frame']]);
});
