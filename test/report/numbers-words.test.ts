import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {exactNumber, perSecond, secondsText, shortNumber} from '../../source/report/numbers.ts';
import {editDistance, foldText, nearestWord} from '../../source/report/words.ts';

suite('numbers', () => {
	const cases: [value: number, text: string][] = [
		[0, '0'],
		[0.5, '0.5'],
		[7, '7'],
		[9.96, '10'],
		[123.4, '123'],
		[9999, '9999'],
		[9999.6, '10.0k'],
		[10_000, '10.0k'],
		[12_345, '12.3k'],
		[99_949, '99.9k'],
		[99_951, '100k'],
		[999_499, '999k'],
		[999_500, '1.00M'],
		[1_234_567, '1.23M'],
		[9_994_999, '9.99M'],
		[9_995_001, '10.0M'],
		[2e9, '2.00G'],
		[3.4e15, '3.40P'],
		[-12_345, '-12.3k'],
		[Number.NaN, '-'],
	];
	for (const [value, text] of cases) {
		test(`${value} is ${text}`, () => assert.equal(shortNumber(value), text));
	}

	test('are never longer than six characters up to 999 P', () => {
		for (let exponent = 0; exponent < 18; exponent += 0.01) {
			const text = shortNumber(Math.round(10 ** exponent));
			assert.ok(text.length <= 6, text);
		}
	});

	test('rates', () => {
		assert.equal(perSecond(500, 250), 2000);
		assert.equal(perSecond(500, 0), 0);
		assert.equal(exactNumber(12_345), '12345');
		assert.equal(exactNumber(0.333), '0.3');
	});

	test('seconds', () => {
		assert.deepEqual([0.04, 0.5, 2, 12.4].map(secondsText), ['0 s', '0.5 s', '2 s', '12 s']);
	});
});

suite('words', () => {
	const distances: [from: string, to: string, distance: number][] = [
		['', '', 0],
		['abc', '', 3],
		['', 'abc', 3],
		['abc', 'abc', 0],
		['abc', 'acb', 1],
		['kitten', 'sitting', 3],
	];
	for (const [from, to, distance] of distances) {
		test(`'${from}' and '${to}' are ${distance} apart`, () => assert.equal(editDistance(from, to), distance));
	}

	const nearest: [word: string, candidates: string[], found: string | undefined][] = [
		['x86', ['arm', 'x86_64'], 'x86_64'],
		['arm64le', ['arm64', 'arm64-nocontpte'], 'arm64'],
		['vj', ['V0', 'VJ'], 'VJ'],
		['explore', ['live', 'compare'], 'compare'],
		['', ['ab', 'a'], 'a'],
		['x', [], undefined],
	];
	for (const [word, candidates, found] of nearest) {
		test(`nearest to '${word}' is ${found}`, () => assert.equal(nearestWord(word, candidates), found));
	}

	test('folding keeps lines within the width unless a word is longer', () => {
		assert.deepEqual(foldText('aa bb  cc\ndd', 5), ['aa bb', 'cc dd']);
		assert.deepEqual(foldText('a toolongword b', 5), ['a', 'toolongword', 'b']);
		assert.deepEqual(foldText('  ', 5), []);
	});
});
