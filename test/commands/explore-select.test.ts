import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {type CaseVariant, selectCases} from '../../source/commands/explore-select.ts';
import {fakeScenarios} from './fake-context.ts';

const own = (...ids: string[]): CaseVariant[] => ids.map(id => ({id, base: null}));

/** `scenario arch variant` of each case, with all of the fakes' architectures and variants. */
function select(words: string[], variants = own('V0', 'VM', 'VJ'), archs = ['x86_64', 'arm64', 'riscv64']) {
	return selectCases(fakeScenarios, variants, archs, words).map(
		({scenario, arch, variant}) => `${scenario} ${arch} ${variant}`,
	);
}

/** Scenarios that the words name. */
function scenarios(...words: string[]): string[] {
	return [...new Set(select(words).map(text => text.split(' ')[0] ?? ''))];
}

suite('choosing cases', () => {
	test('without words takes every scenario on its architectures with its variants, in a fixed order', () => {
		const cases = select([]);
		assert.equal(cases.length, 9 + 2 + 9);
		assert.deepEqual(cases.slice(0, 4), [
			'C5-lost-scratch x86_64 V0',
			'C5-lost-scratch x86_64 VM',
			'C5-lost-scratch x86_64 VJ',
			'C5-lost-scratch arm64 V0',
		]);
		assert.deepEqual(cases.slice(9, 11), ['C50-zap x86_64 VM', 'C50-zap x86_64 VJ']);
	});

	const words: [word: string, found: string[]][] = [
		['C5-lost-scratch', ['C5-lost-scratch']],
		['c5-LOST-scratch', ['C5-lost-scratch']],
		['C5', ['C5-lost-scratch']],
		['c6', ['C5-lost-scratch']],
		['C34', ['C34-range-returned']],
		['C34-ra', ['C34-range-returned']],
		['C5-', ['C5-lost-scratch']],
	];
	for (const [word, found] of words) {
		test(`by ${word}`, () => {
			assert.deepEqual(scenarios(word), found);
		});
	}

	test('several words give each scenario once, in their own order', () => {
		assert.deepEqual(scenarios('C34', 'C6', 'C5'), ['C5-lost-scratch', 'C34-range-returned']);
	});

	test('takes the architectures and variants that are asked for, as far as the scenario has them', () => {
		assert.deepEqual(select(['C50'], own('V0', 'VJ'), ['arm64', 'x86_64']), ['C50-zap x86_64 VJ']);
	});

	test("runs a user's file in the scenarios of its base", () => {
		const mine = (base: string) => select([], [{id: 'mine.c', base}], ['x86_64']);
		assert.deepEqual(mine('VM'), [
			'C5-lost-scratch x86_64 mine.c',
			'C50-zap x86_64 mine.c',
			'C34-range-returned x86_64 mine.c',
		]);
		assert.equal(mine('V0').length, 2);
	});

	const wrong: [words: string[], message: string][] = [
		[['C35'], "unknown claim 'C35': did you mean 'C34'? (ptelab list scenarios)"],
		[['C3'], "unknown claim 'C3': did you mean 'C34'? (ptelab list scenarios)"],
		[
			['C34-rnage'],
			"unknown scenario 'C34-rnage': did you mean 'C34-range-returned'? (ptelab list scenarios)",
		],
		[
			['lost-scratch'],
			"unknown scenario 'lost-scratch': did you mean 'C5-lost-scratch'? (ptelab list scenarios)",
		],
	];
	for (const [given, message] of wrong) {
		test(`${given.join(' ')} is refused`, () => {
			assert.throws(() => select(given), {name: 'UsageError', message});
		});
	}

	test('says what a scenario is made for when nothing is left', () => {
		assert.throws(() => select(['C50'], own('V0'), ['x86_64']), {
			name: 'UsageError',
			message: "there is no such case: 'C50-zap' is made for variant VM, VJ on x86_64",
		});
		assert.throws(() => select([], own('VJ'), ['sparc64']), {name: 'UsageError', message: /^none of these/});
	});
});
