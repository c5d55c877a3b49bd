/**
 * What the Verdicts view shows: the cases of one machine with what has been found out about them so far. Plain values, replaced as a whole;
 * the exploration makes them, the panes only read.
 */
import type {CaseProgress, CaseReport} from '../../explore/case.ts';
import {byBase} from '../../report/explore-compare.ts';
import {byHistory, type Comparison} from '../../report/explore-judgement.ts';
import {expectationFor} from '../../scenarios/expectation.ts';
import type {Expectation} from '../../scenarios/scenario.ts';
import {failureCounters, type ScreenCase, type ShownCounter} from './cases-on-screen.ts';

/** What is explored: an architecture and a variant as the session calls it, and what the explorer and history call that variant. */
export interface ExploredMachine {
	arch: string;
	/** Id in the session. */
	variant: string;
	/** Id in the explorer's jobs. */
	id: string;
	/** Variant that scenarios and history know: `id` itself, or of a user's file what it is a change to. */
	base: string;
}

/** One case of the list. */
export interface CaseRow extends ScreenCase {
	/** What history says of it; of a user's file, what it says of the base. */
	expectation: Expectation;
	/** Null while it is not finished. */
	report: CaseReport | null;
}

/** How an exploration stands. */
export type VerdictsStatus =
	| {kind: 'running'; progress: CaseProgress | null}
	| {kind: 'done'}
	| {kind: 'failed'; reason: string};

export interface Verdicts {
	machine: ExploredMachine;
	/** In the order of `casesOnScreen`. */
	rows: readonly CaseRow[];
	status: VerdictsStatus;
}

/** Verdicts of which none is there yet. */
export const firstVerdicts = (machine: ExploredMachine, cases: readonly ScreenCase[]): Verdicts => ({
	machine,
	rows: cases.map(found => ({
		...found,
		expectation: expectationFor(found.scenario, machine.arch, machine.base),
		report: null,
	})),
	status: {kind: 'running', progress: null},
});

/**
 * The row with its report, completed with what history expects. A user's file has no history: nothing is expected of it,
 * and `reference` says what history has on its base.
 */
export const withReport = (row: CaseRow, report: CaseReport, {id, base}: ExploredMachine): CaseRow => {
	const {expected, property: expectedProperty = null, reference} = row.expectation;
	const claims = [...row.scenario.claims];
	const isOwn = id === base;
	return {
		...row,
		report: isOwn
			? {...report, claims, expected, expectedProperty, reference}
			: {
					...report,
					claims,
					expected: 'open',
					expectedProperty: null,
					reference: `${base}: ${expected} (history${reference === '' ? '' : `, ${reference}`})`,
				},
	};
};

/** What verdicts are compared with: history, or for a user's file what history says of the variant that it is a change to. */
export const comparisonOf = ({machine, rows}: Verdicts): Comparison => {
	const {id, base} = machine;
	if (id === base) return byHistory;
	return byBase({
		base,
		strict: false,
		baseOf({scenario}) {
			const {expected = 'open', property = null} =
				rows.find(row => row.scenario.id === scenario)?.expectation ?? {};
			return {verdict: expected === 'open' ? null : expected, property, from: 'history'};
		},
	});
};

/** The reports there are, in the order of the rows. */
export const reportsOf = ({rows}: Verdicts): CaseReport[] => rows.flatMap(({report}) => report ?? []);

/** Whether a case is finished and violated. */
export const isViolated = ({report}: CaseRow): boolean =>
	report !== null && report.error === null && report.verdict === 'violated';

/** Counters of the screen that a case explains: those that only a failure raises, where it is violated. */
export const explainedBy = (row: CaseRow): readonly ShownCounter[] =>
	isViolated(row) ? row.counters.filter(({id}) => failureCounters.has(id)) : [];

/** The row the cursor is on; undefined when there is none. The cursor may be beyond the end. */
export const rowAt = ({rows}: Verdicts, cursor: number): CaseRow | undefined =>
	rows[Math.max(0, Math.min(cursor, rows.length - 1))];
