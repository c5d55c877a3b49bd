/** Deciding an expectation from the snapshots of real machines. */
import type {MachineSnapshot} from '../machine/lab.ts';
import type {CounterId} from '../machine/vocabulary.ts';
import {booksWord} from '../report/books-text.ts';
import {shortNumber} from '../report/numbers.ts';
import type {Comparison, CounterExpectation, CounterReference, Expectation} from './script.ts';

/** Counters of each architecture when a mark was set, by mark and architecture. */
export type Marks = ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<CounterId, number>>>>;

/** One expectation decided for one machine. */
export interface Check {
	arch: string;
	/** What was expected, such as `oopses > 0`. */
	text: string;
	/** What was found, such as `12.3k`. */
	found: string;
	ok: boolean;
}

/** Decides an expectation, for every machine it is about. */
export function checkExpectation(
	expectation: Expectation,
	snapshots: readonly MachineSnapshot[],
	marks: Marks,
): Check[] {
	return snapshots
		.filter(({options}) => expectation.arch === null || options.arch === expectation.arch)
		.map(snapshot =>
			expectation.kind === 'books'
				? checkBooks(expectation.balanced, snapshot)
				: checkCounter(expectation, snapshot, snapshots, marks),
		);
}

/** An expectation in words, without the architecture: `oopses = 0`. */
export function expectationText(expectation: Expectation): string {
	if (expectation.kind === 'books') {
		return expectation.balanced ? 'books balanced' : 'books off';
	}

	const {counter, since, compare, value} = expectation;
	const subject = since === null ? counter : `${counter} since ${since}`;
	return `${subject} ${compare} ${typeof value === 'number' ? shortNumber(value) : referenceText(value)}`;
}

function referenceText({counter, arch, times}: CounterReference): string {
	const name = arch === null ? counter : `${counter} of ${arch}`;
	return times === 1 ? name : `${times} x ${name}`;
}

function checkBooks(balanced: boolean, {options, books}: MachineSnapshot): Check {
	return {
		arch: options.arch,
		text: balanced ? 'books balanced' : 'books off',
		found: booksWord(books),
		ok: books?.balanced === balanced,
	};
}

function checkCounter(
	expectation: CounterExpectation,
	snapshot: MachineSnapshot,
	snapshots: readonly MachineSnapshot[],
	marks: Marks,
): Check {
	const {counter, since, compare, value} = expectation;
	const {arch} = snapshot.options;
	const before = since === null ? 0 : (marks.get(since)?.get(arch)?.[counter] ?? Number.NaN);
	const left = snapshot.counters[counter] - before;
	const right = typeof value === 'number' ? value : referenceValue(value, snapshot, snapshots);
	return {
		arch,
		text: expectationText(expectation),
		found: typeof value === 'number' ? shortNumber(left) : `${shortNumber(left)} and ${shortNumber(right)}`,
		ok: isTrue(left, compare, right),
	};
}

function referenceValue(
	{counter, arch, times}: CounterReference,
	snapshot: MachineSnapshot,
	snapshots: readonly MachineSnapshot[],
): number {
	const machine = arch === null ? snapshot : snapshots.find(({options}) => options.arch === arch);
	return (machine?.counters[counter] ?? Number.NaN) * times;
}

function isTrue(left: number, compare: Comparison, right: number): boolean {
	if (Number.isNaN(left) || Number.isNaN(right)) {
		return false;
	}

	switch (compare) {
		case '>':
			return left > right;
		case '>=':
			return left >= right;
		case '=':
			return left === right;
		case '!=':
			return left !== right;
		case '<=':
			return left <= right;
		case '<':
			return left < right;
	}
}
