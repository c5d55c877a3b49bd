/** A demo script as data: acts, each with machines, steps and expectations (docs/demo-scripts.md). */
import type {SessionOptions} from '../machine/lab.ts';
import type {CounterId} from '../machine/vocabulary.ts';

export interface DemoScript {
	title: string;
	/** Paragraphs shown before the first act. */
	text: string[];
	/** At least one. */
	acts: Act[];
}

/** One claim, shown and decided. */
export interface Act {
	title: string;
	/** Ids of the claims it shows, such as `C9`. */
	claims: string[];
	/** Paragraphs shown before its machines start. */
	text: string[];
	machine: SessionOptions;
	steps: Step[];
	/** Decided when all steps are done and the machines stand still. */
	expect: Expectation[];
	/** Paragraphs shown after the expectations, if all of them held. */
	conclusion: string[];
}

export type Step =
	/** Lets the machines run; scaled by the speed. */
	| {kind: 'run'; seconds: number}
	/** Lets the machines run for whoever looks on; takes no time where nobody does. */
	| {kind: 'watch'; seconds: number}
	/** Lets the machines run until all conditions are met, at most so long; the limit is not scaled. */
	| {kind: 'until'; conditions: CounterExpectation[]; seconds: number}
	| {kind: 'say'; text: string}
	| {kind: 'inject'; program: string}
	| {kind: 'remove'; program: string}
	| {kind: 'pause'}
	| {kind: 'resume'}
	/** Chance per 1024 of a delay at an access point. */
	| {kind: 'chaos'; chance: number}
	/** Boots anew with changed options; counters start at zero and marks are forgotten. */
	| {kind: 'restart'; changes: Partial<SessionOptions>}
	/** Remembers all counters under a name, for `since`. */
	| {kind: 'mark'; name: string}
	/** Decided now, with the machines paused for it. */
	| {kind: 'expect'; expectations: Expectation[]};

export const comparisons = ['>', '>=', '=', '!=', '<=', '<'] as const;
export type Comparison = (typeof comparisons)[number];

/** A counter of one machine, or of each, beside a number or another counter. */
export interface CounterExpectation {
	kind: 'counter';
	counter: CounterId;
	/** Architecture it is about; null for every one of the act. */
	arch: string | null;
	/** Only what was counted since this mark; null for all since boot. */
	since: string | null;
	compare: Comparison;
	value: number | CounterReference;
}

/** `times` the counter of the same machine, or of another one. */
export interface CounterReference {
	counter: CounterId;
	/** Null for the same machine. */
	arch: string | null;
	times: number;
}

/** What the books say. */
export interface BooksExpectation {
	kind: 'books';
	arch: string | null;
	balanced: boolean;
}

export type Expectation = CounterExpectation | BooksExpectation;
