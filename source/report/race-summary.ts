/** Many machines in one table: a row for each, the counters that tell them apart, and what is wrong with their helpers. */
import type {CounterId} from '../machine/vocabulary.ts';
import {booksWord} from './books-text.ts';
import {shortNumber} from './numbers.ts';
import {portWord} from './port-result.ts';
import type {RaceResult} from './race-result.ts';
import type {Table} from './table.ts';

/** From so many machines on a table with a column for each is too wide to be read. */
export const manyMachines = 5;

/** Counters by which architectures differ, the most telling first. */
const telling: readonly CounterId[] = [
	'oopses',
	'lockups',
	'refaults',
	'scratch_installs',
	'try_set_lost',
	'bbm_violations',
	'stale_uses',
	'alloc_failures',
	'installs',
];

/** Counters that are zero on every machine are left out. */
export function raceSummary(results: readonly RaceResult[]): Table {
	const shown = telling.filter(id => results.some(({counters}) => counters[id] !== 0));
	const hasPorts = results.some(({port}) => port !== undefined);
	return {
		columns: [
			{title: 'arch', align: 'left'},
			...(hasPorts ? [{title: 'helper', align: 'left' as const}] : []),
			{title: 'books', align: 'left'},
			...shown.map(title => ({title, align: 'right' as const})),
		],
		rows: results.map(({options, port, books, state, counters}) => [
			options.arch,
			...(hasPorts ? [port === undefined ? '' : portWord(port)] : []),
			state === 'failed' ? 'failed' : booksWord(books),
			...shown.map(id => shortNumber(counters[id])),
		]),
	};
}

/** A line for each finding: what it means, and on which architectures. */
export function portLines(results: readonly RaceResult[]): string[] {
	const archsOf = new Map<string, string[]>();
	for (const {options, port} of results) {
		for (const {id, text} of port?.findings ?? []) {
			const key = `${id}: ${text}`;
			archsOf.set(key, [...(archsOf.get(key) ?? []), options.arch]);
		}
	}

	return [...archsOf].map(([finding, archs]) => `${finding} (${archs.join(', ')}).`);
}
