/** What explains the differences between architectures: a row of facts for each, from its description. */
import type {Arch} from '../arch/arch.ts';
import {booksLines, booksWord} from '../report/books-text.ts';
import {portWord} from '../report/port-result.ts';
import type {RaceResult} from '../report/race-result.ts';
import type {Table} from '../report/table.ts';

/** Traits of each machine's architecture beside the state of its books. */
export function traitsTable(results: readonly RaceResult[], archs: readonly Arch[]): Table {
	const hasPorts = results.some(({port}) => port !== undefined);
	const left = (title: string) => ({title, align: 'left' as const});
	return {
		columns: [
			left('arch'),
			left('hook'),
			left('try_set'),
			left('bbm'),
			left('flush'),
			...(hasPorts ? [left('helper')] : []),
			left('state'),
			left('books'),
		],
		rows: results.map(({options, state, books, port}) => {
			const arch = archs.find(candidate => candidate.id === options.arch);
			return [
				options.arch,
				choose(arch?.upstream.faultHook, 'wired', 'none'),
				choose(arch?.upstream.trySet, 'helper', 'stub'),
				choose(arch?.breakBeforeMake, 'required', 'no'),
				arch?.flush ?? '?',
				...(hasPorts ? [port === undefined ? '' : portWord(port)] : []),
				state,
				booksWord(books),
			];
		}),
	};
}

/** Sentences about what went wrong: failures, and books that do not balance. */
export function findings(results: readonly RaceResult[]): string[] {
	return results.flatMap(({options, failure, books}) => [
		...(failure === null ? [] : [`${options.arch}: ${failure}`]),
		...booksLines(books).map(line => `${options.arch}: ${line}`),
	]);
}

function choose(value: boolean | undefined, yes: string, no: string): string {
	return value === undefined ? '?' : value ? yes : no;
}
