/** What a user's change does: each of its cases beside the same case of the variant it is a change to. */
import type {CaseReport, Verdict} from '../explore/case.ts';
import {type Comparison, type Judge, type Judgement, judgeUnanswered} from './explore-judgement.ts';

/** What is known of a case of the base. */
export interface BaseVerdict {
	/** Null: nothing is known. */
	verdict: Verdict | null;
	property: string | null;
	/** `found` by a search in this run, or what `history` says. */
	from: 'found' | 'history';
}

export interface CompareOptions {
	/** Id of the base. */
	base: string;
	/** The base's verdict on a case. */
	baseOf: (report: CaseReport) => BaseVerdict;
	/** Every violated case counts, also where the base is violated alike. */
	strict: boolean;
}

/** Verdicts of a user's file beside those of its base. */
export function byBase(options: CompareOptions): Comparison {
	return {
		judge: judgeAgainst(options),
		against: ` against ${options.base}`,
		nouns: ['broken', 'mended', `as ${options.base}`, 'bounded'],
		beside: {
			title: options.base,
			text(report) {
				const {verdict, from} = options.baseOf(report);
				return verdict === null ? '-' : from === 'history' ? `${verdict} (history)` : verdict;
			},
		},
	};
}

/** Compares with the base. A violated case counts where the base is not known to be violated too. */
function judgeAgainst({base, baseOf, strict}: CompareOptions): Judge {
	return report => {
		const unanswered = judgeUnanswered(report);
		if (unanswered !== null) {
			return unanswered;
		}

		const known = baseOf(report);
		const by = known.from === 'history' ? ', says history' : '';
		return report.verdict === 'violated'
			? judgeViolated(report, known, {base, by, strict})
			: judgeHolds(known, {base, by});
	};
}

function judgeViolated(
	report: CaseReport,
	known: BaseVerdict,
	{base, by, strict}: {base: string; by: string; strict: boolean},
): Judgement {
	if (known.verdict !== 'violated') {
		const what = known.verdict ?? 'not known';
		return {
			kind: 'broken',
			mark: '!',
			legend: `violated, and ${base} is not known to be`,
			noun: 'broken',
			text: `where ${base} is ${what === 'holds' ? 'sound' : what}${by}`,
			counts: true,
		};
	}

	const isSame = known.property === null || known.property === report.property;
	return isSame
		? {
				kind: 'same',
				mark: '=',
				legend: `as ${base}`,
				noun: `as ${base}`,
				text: `as ${base}${by}`,
				counts: strict,
			}
		: {
				kind: 'otherwise',
				mark: '*',
				legend: `violated as ${base}, but another property`,
				noun: 'broken otherwise',
				text: `where ${base} is violated (${known.property})${by}`,
				counts: strict,
			};
}

function judgeHolds(known: BaseVerdict, {base, by}: {base: string; by: string}): Judgement {
	switch (known.verdict) {
		case 'violated':
			return {
				kind: 'mended',
				mark: '+',
				legend: `holds where ${base} is violated`,
				noun: 'mended',
				text: `where ${base} is violated${known.property === null ? '' : ` (${known.property})`}${by}`,
				counts: false,
			};
		case 'holds':
			return {
				kind: 'same',
				mark: '=',
				legend: `as ${base}`,
				noun: `as ${base}`,
				text: `as ${base}${by}`,
				counts: false,
			};
		default:
			return {
				kind: 'no-base',
				mark: '?',
				legend: `${base} has no answer to compare with`,
				noun: `without an answer of ${base}`,
				text: `where ${base} has no answer${known.verdict === null ? '' : ` (${known.verdict})`}`,
				counts: false,
			};
	}
}
