/** The books in words: whether the counters agree with the tables and the page array. */
import type {Books} from '../machine/lab.ts';
import {exactNumber} from './numbers.ts';

/** One word for a table cell. */
export function booksWord(books: Books | null): string {
	if (books === null) {
		return 'unchecked';
	}

	return books.balanced ? 'balanced' : 'off';
}

/** A line for each entry that does not balance; empty when all do. */
export function booksLines(books: Books | null): string[] {
	if (books === null) {
		return ['books not checked: not all CPUs stood still'];
	}

	return books.lines
		.filter(line => !line.ok)
		.map(
			line =>
				`${line.name}: counted ${exactNumber(line.counted)}, found ${exactNumber(line.found)} (${signed(line.found - line.counted)})`,
		);
}

function signed(value: number): string {
	return value > 0 ? `+${exactNumber(value)}` : exactNumber(value);
}
