/** What a verdict means beside what was expected. A mark says it in tables, so that colour is never needed. */
import {type CaseReport, isAsExpected} from '../explore/case.ts';

/** All that can be said of a case, in the order of summaries. */
export type JudgementKind =
	/** Beside history. */
	| 'expected'
	| 'unexpected'
	| 'open'
	/** Beside the base of a user's file. */
	| 'broken'
	| 'otherwise'
	| 'mended'
	| 'same'
	| 'no-base'
	/** Beside either. */
	| 'bounded'
	| 'sampled'
	| 'failed';

/** What is made of one case. */
export interface Judgement {
	kind: JudgementKind;
	/** One ASCII character. */
	mark: string;
	/** What the mark stands for, as a legend has it. */
	legend: string;
	/** For summaries: `3 not as expected`. */
	noun: string;
	/** What was expected, or what the base does, after `violated (…), `. '' where there is nothing to compare with. */
	text: string;
	/** Whether it stands out and makes the exit status 1. */
	counts: boolean;
}

export type Judge = (report: CaseReport) => Judgement;

/** What verdicts are compared with, and how that is shown. */
export interface Comparison {
	judge: Judge;
	/** After the number of cases in a summary: '' or ` against VJ`. */
	against: string;
	/** Nouns that a summary has whether or not there is any of them. */
	nouns: readonly string[];
	/** The column beside what was found. */
	beside: {title: string; text: (report: CaseReport) => string};
}

const fixed: Record<'bounded' | 'sampled' | 'failed', Omit<Judgement, 'kind' | 'text'>> = {
	bounded: {mark: '~', legend: 'a limit came before an answer', noun: 'bounded', counts: false},
	sampled: {mark: '%', legend: 'random schedules only, which prove nothing', noun: 'sampled', counts: false},
	failed: {mark: 'x', legend: 'could not be run', noun: 'failed', counts: true},
};

/** Judgement of a case without an answer, whatever it is compared with; null where there is one. */
export function judgeUnanswered(report: CaseReport): Judgement | null {
	const kind = report.error !== null ? 'failed' : report.verdict;
	return kind === 'failed' || kind === 'bounded' || kind === 'sampled'
		? {kind, ...fixed[kind], text: ''}
		: null;
}

/** `holds`, `violated (livelock)`. */
export function expectedText({expected, expectedProperty}: CaseReport): string {
	return expectedProperty === null ? expected : `${expected} (${expectedProperty})`;
}

/** Compares with what history expects. */
export function judgeByHistory(report: CaseReport): Judgement {
	const asExpected = isAsExpected(report);
	const reference = report.reference === '' ? '' : ` (${report.reference})`;
	if (report.error === null && asExpected !== null) {
		return asExpected
			? {
					kind: 'expected',
					mark: '=',
					legend: 'as history expects',
					noun: 'as expected',
					text: `as history expects${reference}`,
					counts: false,
				}
			: {
					kind: 'unexpected',
					mark: '!',
					legend: 'NOT as history expects',
					noun: 'not',
					text: `but history expects ${expectedText(report)}${reference}`,
					counts: true,
				};
	}

	return (
		judgeUnanswered(report) ?? {
			kind: 'open',
			mark: '?',
			legend: 'history has not settled it',
			noun: 'open',
			text: `which history left open${reference}`,
			counts: false,
		}
	);
}

/** Verdicts beside what history expects. */
export const byHistory: Comparison = {
	judge: judgeByHistory,
	against: '',
	nouns: ['as expected', 'not', 'open', 'bounded'],
	beside: {title: 'expected', text: report => report.expected},
};

/** 0 where nothing counts, 1 where something does, 3 where nothing does but a limit came before an answer. */
export function exitStatus(reports: readonly CaseReport[], judge: Judge): 0 | 1 | 3 {
	const judgements = reports.map(report => judge(report));
	if (judgements.some(judgement => judgement.counts)) {
		return 1;
	}

	return judgements.some(judgement => judgement.kind === 'bounded') ? 3 : 0;
}
