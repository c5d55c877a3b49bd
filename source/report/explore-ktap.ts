/**
 * Cases in the kernel's own form of test results, KTAP version 1 (Documentation/dev-tools/ktap.rst): a test for each scenario,
 * its architectures and variants as the subtests. A subtest passes where the verdict is as it should be. What only
 * history left open passes as TODO; what was not decided is a SKIP; what could not be run is an ERROR; what a user's file shares with
 * its base is an XFAIL.
 */
import type {CaseReport} from '../explore/case.ts';
import type {Judge, Judgement} from './explore-judgement.ts';
import {foundText, modelText, oneLine, unique} from './explore-words.ts';
import {exactNumber} from './numbers.ts';

const version = 'KTAP version 1';
const indent = '  ';

export interface KtapOptions {
	judge: Judge;
	/** More to say of a case, such as its trace. */
	details: (report: CaseReport) => readonly string[];
}

/** The whole document; a newline ends it. */
export function ktapText(reports: readonly CaseReport[], {judge, details}: KtapOptions): string {
	const scenarios = unique(reports.map(report => report.scenario));
	const lines = scenarios.flatMap((scenario, index) => {
		const cases = reports.filter(report => report.scenario === scenario);
		const results = cases.map(report => resultOf(report, judge(report)));
		const subtests = cases.flatMap((report, at) => [
			...[caseLine(report, judge(report)), ...details(report)].map(line => diagnostic(line)),
			resultLine(results[at] ?? skipped, at + 1, `${report.arch}/${report.variant}`),
		]);
		return [
			...[version, `1..${cases.length}`, ...subtests].map(line => `${indent}${line}`),
			resultLine(parentResult(results), index + 1, scenario),
		];
	});
	return `${[version, `1..${scenarios.length}`, ...lines].join('\n')}\n`;
}

interface Result {
	ok: boolean;
	/** `SKIP bounded`, or ''. */
	directive: string;
}

const skipped: Result = {ok: true, directive: 'SKIP none of its cases was decided'};

function resultOf(report: CaseReport, judgement: Judgement): Result {
	const found = foundText(report);
	switch (judgement.kind) {
		case 'failed':
			return {ok: false, directive: `ERROR ${report.error ?? ''}`};
		case 'bounded':
		case 'sampled':
			return {ok: true, directive: `SKIP ${found}`};
		case 'open':
			return {ok: true, directive: `TODO open in history, found: ${found}`};
		default: {
			const isShared = ['same', 'otherwise'].includes(judgement.kind) && report.verdict === 'violated';
			return {ok: !judgement.counts, directive: isShared && !judgement.counts ? `XFAIL ${found}` : ''};
		}
	}
}

/** A test fails when one of its subtests does, and is skipped when all of them are. */
function parentResult(results: readonly Result[]): Result {
	if (results.some(result => !result.ok)) {
		return {ok: false, directive: ''};
	}

	return results.every(result => result.directive.startsWith('SKIP')) ? skipped : {ok: true, directive: ''};
}

function resultLine({ok, directive}: Result, number: number, name: string): string {
	// A hash sign would begin the directive.
	const plain = oneLine(name).replaceAll('#', '_');
	return `${ok ? 'ok' : 'not ok'} ${number} ${plain}${directive === '' ? '' : ` # ${oneLine(directive)}`}`;
}

function caseLine(report: CaseReport, judgement: Judgement): string {
	const parts = [
		`${report.arch}/${report.variant}: ${foundText(report)}`,
		...(judgement.text === '' ? [] : [judgement.text]),
		`${exactNumber(report.states)} states`,
		`${report.seconds.toFixed(3)} s`,
	];
	return `${parts.join(', ')}. ${modelText([report])}`;
}

function diagnostic(line: string): string {
	return `# ${line}`.trimEnd();
}
