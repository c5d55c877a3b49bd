import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {expectationFor} from '../../source/scenarios/expectation.ts';
import type {Expectation} from '../../source/scenarios/scenario.ts';

const expectations: Expectation[] = [
	{variants: ['VM'], archs: ['arm64'], expected: 'open', reference: 'C7'},
	{variants: ['VM', 'V1'], expected: 'violated', property: 'lost-entry', reference: 'C5'},
	{archs: ['riscv64'], expected: 'open', reference: 'C22'},
	{expected: 'holds', reference: 'June fix'},
];

suite('what history expects', () => {
	const cases: [arch: string, variant: string, reference: string][] = [
		['arm64', 'VM', 'C7'],
		['x86_64', 'VM', 'C5'],
		['riscv64', 'V1', 'C5'],
		['riscv64', 'VJ', 'C22'],
		['x86_64', 'VJ', 'June fix'],
	];
	for (const [arch, variant, reference] of cases) {
		test(`of ${variant} on ${arch} is the first line that fits`, () => {
			assert.equal(expectationFor({expectations}, arch, variant).reference, reference);
		});
	}

	test('is open, resting on nothing, where no line fits', () => {
		const some = expectations.slice(0, 3);
		assert.deepEqual(expectationFor({expectations: some}, 'x86_64', 'VJ'), {expected: 'open', reference: ''});
	});
});
