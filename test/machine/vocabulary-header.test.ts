import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	counterIds,
	cpuStates,
	heatKinds,
	oopsKinds,
	pageStates,
	streamKinds,
} from '../../source/machine/vocabulary.ts';
import {generateVocabularyHeader} from '../../source/machine/vocabulary-header.ts';

/** Names of the enumerators of `enum <name>`, in order. */
function enumerators(header: string, name: string): string[] {
	const body = header.match(new RegExp(`enum ${name} \\{([^}]*)\\};`))?.[1] ?? '';

	return [...body.replaceAll(/\/\*.*?\*\//g, '').matchAll(/\w+/g)].map(match => match[0]);
}

const cases = [
	{name: 'counter', prefix: 'COUNTER', count: 'NR_COUNTERS', words: counterIds},
	{name: 'cpu_state', prefix: 'CPU_STATE', count: 'NR_CPU_STATES', words: cpuStates},
	{name: 'stream_kind', prefix: 'STREAM', count: 'NR_STREAM_KINDS', words: streamKinds},
	{name: 'heat_kind', prefix: 'HEAT', count: 'NR_HEAT_KINDS', words: heatKinds},
	{name: 'page_state', prefix: 'PAGE_STATE', count: 'NR_PAGE_STATES', words: pageStates},
	{name: 'oops_kind', prefix: 'OOPS', count: 'NR_OOPS_KINDS', words: oopsKinds},
];

for (const {name, prefix, count, words} of cases) {
	test(`enum ${name} has the words in order, then their count`, () => {
		const expected = [...words.map(word => `${prefix}_${word}`), count];
		assert.deepEqual(enumerators(generateVocabularyHeader(), name), expected);
	});
}

test('the header is guarded and ends in a newline', () => {
	const header = generateVocabularyHeader();
	assert.match(header, /#ifndef (\w+)\n#define \1\n/);
	assert.match(header, /#endif.*\n$/);
});
