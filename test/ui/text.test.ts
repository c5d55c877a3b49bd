import assert from 'node:assert/strict';
import test from 'node:test';
import {
	countWidth,
	formatAddress,
	formatCount,
	formatDuration,
	formatPage,
	formatRate,
	formatSeconds,
} from '../../source/ui/text/numbers.ts';
import {scaleTop, sparkline} from '../../source/ui/text/sparkline.ts';
import {
	cut,
	dropColumns,
	ends,
	fit,
	fitRight,
	graphemes,
	plain,
	printable,
	visibleWidth,
	wrap,
} from '../../source/ui/text/visible.ts';

const red = '\u001B[31m';
const reset = '\u001B[0m';

test('counts have three significant digits', () => {
	const cases: [number, string][] = [
		[0, '0'],
		[7, '7'],
		[999, '999'],
		[999.6, '1.00k'],
		[1000, '1.00k'],
		[1234, '1.23k'],
		[9996, '10.0k'],
		[12_345, '12.3k'],
		[99_960, '100k'],
		[999_499, '999k'],
		[999_500, '1.00M'],
		[1_234_567_890, '1.23G'],
		[5e12, '5.00T'],
		[-1500, '-1.50k'],
		[Number.NaN, '?'],
	];
	for (const [value, text] of cases) assert.equal(formatCount(value), text, String(value));
});

test('no count up to 999 T is wider than its column', () => {
	for (let value = 1; value < 999e12; value = value * 1.7 + 1) {
		assert.ok(formatCount(value).length <= countWidth, `${value}: ${formatCount(value)}`);
	}
});

test('the time of a search takes six columns, whether it was short or long', () => {
	const cases: [number, string][] = [
		[0, '0 ms'],
		[0.0034, '3 ms'],
		[0.9994, '999 ms'],
		[0.9996, '1.0 s'],
		[9.94, '9.9 s'],
		[9.96, '10 s'],
		[1234.4, '1234 s'],
	];
	for (const [seconds, text] of cases) assert.equal(formatSeconds(seconds), text, String(seconds));
	assert.ok(cases.every(([, text]) => text.length <= 6));
});

test('rates keep a decimal while small', () => {
	assert.deepEqual([0, 0.4, 3, 9.94, 9.96, 1234].map(formatRate), ['0', '0.4', '3', '9.9', '10', '1.23k']);
});

test('durations, pages and addresses', () => {
	assert.deepEqual([0, 61_999, 3_600_000 + 125_000].map(formatDuration), ['0:00', '1:01', '1:02:05']);
	assert.deepEqual([0, 255, 65_535].map(formatPage), ['0x000', '0x0ff', '0xffff']);
	assert.deepEqual([0x1000n, 0xffffc90000001000n].map(formatAddress), ['0x00001000', '0xffffc90000001000']);
});

test('width counts what is seen', () => {
	const cases: [string, number][] = [
		['abc', 3],
		[`${red}abc${reset}`, 3],
		['▁▂█✖…', 5],
		['日本', 4],
		['é', 1],
		['e\u0301', 1],
		['', 0],
	];
	for (const [text, width] of cases) assert.equal(visibleWidth(text), width, JSON.stringify(text));
});

test('cutting keeps styles closed and never exceeds the width', () => {
	assert.equal(cut('abcdef', 6), 'abcdef');
	assert.equal(cut('abcdef', 4), 'abc…');
	assert.equal(cut(`${red}abcdef${reset}`, 4), `${red}abc${reset}…`);
	assert.equal(cut('日本語', 4), '日…');
	assert.equal(cut('abc', 0), '');
	for (let width = 0; width < 12; width++) {
		assert.ok(visibleWidth(cut(`x${red}日本${reset}語abcdef`, width)) <= width);
		assert.equal(visibleWidth(fit(`x${red}日本${reset}語abc`, width)), width);
		assert.equal(visibleWidth(fitRight('abcdef', width)), width);
		assert.equal(visibleWidth(ends('left side', 'right', width)), width);
	}
});

test('what is behind a column keeps its style', () => {
	assert.equal(dropColumns('abcdef', 0), 'abcdef');
	assert.equal(dropColumns('abcdef', 4), 'ef');
	assert.equal(dropColumns('abc', 3), '');
	assert.equal(dropColumns(`a${red}bcd${reset}ef`, 2), `${red}cd${reset}ef`);
	assert.equal(dropColumns(`a${red}bcd${reset}ef`, 4), 'ef');
	assert.equal(dropColumns('x日本', 2), '本');
});

test('text for the terminal holds no control characters', () => {
	assert.equal(printable('a\tb\u001B[2Jc\u0007\u202Ed\n'), 'a    b?[2Jc??d?');
	assert.equal(plain(`${red}abc${reset}`), 'abc');
	assert.deepEqual(graphemes('e\u0301x'), ['e\u0301', 'x']);
});

test('paragraphs break at blanks', () => {
	assert.deepEqual(wrap('one two  three four', 8), ['one two', 'three', 'four']);
	assert.deepEqual(wrap('abcdefghijk x', 5), ['abcd…', 'x']);
	assert.deepEqual(wrap('', 5), []);
});

test('the scale ends at a round number', () => {
	assert.deepEqual(
		[0, 1, 1.5, 2, 3, 5, 7, 99, 100, 101, 2345].map(scaleTop),
		[1, 1, 2, 2, 5, 5, 10, 100, 100, 200, 5000],
	);
});

test('a sparkline tells no sample from zero and zero from little', () => {
	const glyphs = {bars: ['0', '1', '2', '3', '4'], none: '?'};
	assert.equal(sparkline([null, 0, 0.001, 50, 100, 900], 8, 100, glyphs), '???01244');
	assert.equal(sparkline([1, 2, 3, 4], 2, 4, glyphs), '34');
	assert.equal(sparkline([], 3, 1, glyphs), '???');
});
