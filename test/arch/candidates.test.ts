import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {candidateNumber, candidateOf, plainVariant, withCandidate} from '../../source/arch/candidates.ts';

suite('the name of a variant with other helpers', () => {
	for (const [variant, candidate, name] of [
		['VJ', 'upstream', 'VJ'],
		['VJ', 'naive', 'VJ+naive'],
		['VF34', 'right', 'VF34+right'],
		['mine.c', 'naive', 'mine.c+naive'],
	] as const) {
		test(`${variant} with ${candidate} is ${name}, and back`, () => {
			assert.equal(withCandidate(variant, candidate), name);
			assert.equal(candidateOf(name), candidate);
			assert.equal(plainVariant(name), variant);
		});
	}

	test('keeps the helpers that it names already', () => {
		assert.equal(withCandidate('VJ+right', 'naive'), 'VJ+right');
	});

	test('may have a plus of its own', () => {
		assert.equal(candidateOf('a+b.c'), 'upstream');
		assert.equal(plainVariant('a+b.c'), 'a+b.c');
	});
});

test('LAB_CANDIDATE is 0 for upstream: what is compiled without it', () => {
	assert.deepEqual(
		(['upstream', 'naive', 'right'] as const).map(id => candidateNumber(id)),
		[0, 1, 2],
	);
});
