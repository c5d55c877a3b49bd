import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseProgress} from '../../source/explore/case.ts';
import {progressLine, progressLines} from '../../source/report/explore-progress.ts';

const progress: CaseProgress = {
	scenario: 'C34-range-returned-before-flush',
	arch: 'arm64-nocontpte',
	variant: 'VF34',
	pass: 'walk',
	states: 1_234_567,
	rate: 850_000,
	depth: 45,
	left: 120,
	secondsLeft: 2.4,
};
const done = {done: 12, total: 320};

suite('progress', () => {
	test('on a terminal is two lines: which case, and how far it is', () => {
		assert.deepEqual(progressLines(progress, done, 79), [
			'[12/320] C34-range-returned-before-flush, arm64-nocontpte, VF34',
			'  searching: 1.23M states, 850k/s, depth 45, 120 left, some 3 s to go',
		]);
	});

	test('gives no guess that nobody would wait for', () => {
		const [, guess] = progressLines({...progress, secondsLeft: 1.33e140}, done, 79);
		assert.match(guess, /120 left, no estimate yet$/);
	});

	test('is cut where the terminal ends', () => {
		for (const line of progressLines(progress, done, 30)) {
			assert.equal(line.length, 30);
			assert.ok(line.endsWith('…'));
		}
	});

	test('elsewhere is one line', () => {
		assert.equal(
			progressLine({...progress, pass: 'shorten', secondsLeft: null}, done),
			'[12/320] C34-range-returned-before-flush, arm64-nocontpte, VF34, looking for a shorter trace: 1.23M states, 850k/s, depth 45, 120 left, no estimate yet',
		);
	});
});
