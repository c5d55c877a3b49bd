/** The trace of a case in full: which case, every step, what is wrong at its end, and the command that shows it again. */
import type {CaseReport} from '../explore/case.ts';
import type {Judge} from './explore-judgement.ts';
import {stepLines} from './explore-trace-steps.ts';
import {
	caseText,
	cutText,
	foundText,
	modelText,
	oneLine,
	type SourceText,
	samplingText,
} from './explore-words.ts';
import {foldText} from './words.ts';

export interface TraceOptions {
	judge: Judge;
	sourceText: SourceText;
	/** Command that replays a report's trace, or null where there is none. */
	replay: (report: CaseReport) => string | null;
	width: number;
}

/** `C34-…, x86_64, VJ: violated (use-after-free), as history expects (C34)` */
export function traceTitle(report: CaseReport, judge: Judge): string {
	const {text} = judge(report);
	return `${caseText(report)}: ${foundText(report)}${text === '' ? '' : `, ${text}`}`;
}

/** All lines below the title. Only the command that replays it may be longer than `width`: it is there to be copied. */
export function traceLines(report: CaseReport, {sourceText, replay, width}: TraceOptions): string[] {
	const {trace, cycle, processes} = report;
	const command = replay(report);
	return [
		...foldText(`${lengthText(report)} ${modelText([report])}`, width),
		'',
		...stepLines({processes, steps: trace, cycle, sourceText, width}),
		'',
		...foldText(endText(report), width),
		...foldText(failureText(report), width),
		...placeLines(report, sourceText, width),
		...(command === null ? [] : ['Replay, the last word being its token:', `  ${command}`]),
	];
}

function lengthText(report: CaseReport): string {
	const steps = `${report.trace.length} ${report.trace.length === 1 ? 'step' : 'steps'}`;
	const around = report.cycle.length > 0 ? `, then a cycle of ${report.cycle.length}` : '';
	return `${steps}${around}${shortestText(report)}.`;
}

function shortestText(report: CaseReport): string {
	if (report.verdict !== 'violated') {
		return '';
	}

	if (report.sampled !== null) {
		const run = report.sampled.run === null ? '' : `, run ${report.sampled.run}`;
		return `, as met by ${samplingText(report)}${run}; there may be shorter ones`;
	}

	return report.shortest ? '; no shorter way breaks this property' : '; there may be shorter ones';
}

/** The C where it broke. */
function placeLines({where: [frame]}: CaseReport, sourceText: SourceText, width: number): string[] {
	const source = frame === undefined ? null : sourceText(frame.file, frame.line);
	return source === null || source.trim() === '' ? [] : [cutText(`    ${oneLine(source)}`, width)];
}

/** Entries first, then who may hold what of them, then the rest. */
function rankOf(name: string): number {
	const found = [/pte\[/, /\[/, /^(page|scratch|free range)/].findIndex(pattern => pattern.test(name));
	return found < 0 ? 3 : found;
}

/** What is other than at the start, so that nobody has to gather it from the steps. */
function endText({trace}: CaseReport): string {
	const first = new Map<string, string>();
	const last = new Map<string, string>();
	for (const {name, before, after} of trace.flatMap(({changes}) => changes)) {
		first.set(name, first.get(name) ?? before);
		last.set(name, after);
	}

	const others = [...last]
		.filter(([name, after]) => first.get(name) !== after)
		.sort(([one], [other]) => rankOf(one) - rankOf(other));
	return others.length === 0
		? ''
		: oneLine(`At the end ${others.map(([name, after]) => `${name} = ${after}`).join('; ')}.`);
}

function failureText(report: CaseReport): string {
	const text = oneLine(report.text);
	if (report.property === null) {
		return text === '' ? 'Nothing is broken at its end.' : text;
	}

	return `Property ${report.property}: ${text === '' ? 'broken at the last step.' : text}`;
}
