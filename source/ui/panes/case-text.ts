/** What is known of one case, in sentences: what was found, what it explains, what that rests on, and what was covered. */
import type {CaseReport} from '../../explore/case.ts';
import type {Judgement} from '../../report/explore-judgement.ts';
import {foundText, modelText} from '../../report/explore-words.ts';
import {type CaseRow, comparisonOf, explainedBy, isViolated, type Verdicts} from '../model/verdicts.ts';
import {paint, type Style} from '../screen/sgr.ts';
import {formatCount, formatSeconds} from '../text/numbers.ts';
import {printable, wrap} from '../text/visible.ts';
import {inSigns, type Look} from './look.ts';
import {countersText, verdictStyle} from './verdicts-list-pane.ts';

interface Paragraph {
	text: string;
	style: Style;
}

/** What is known of a case but its trace, in styled lines of at most so many columns. */
export interface CaseLines {
	/** The situation, what was found, and what that explains and rests on. */
	found: string[];
	/** What was covered; empty while nothing was. */
	covered: string[];
	/** The properties that were checked, by name; empty likewise. They are many, and the same for most cases. */
	checked: string[];
}

/** What is known of a case. */
export const caseLines = (row: CaseRow, verdicts: Verdicts, width: number, look: Look): CaseLines => {
	const lines = (paragraphs: readonly Paragraph[]) =>
		paragraphs.flatMap(({text, style}) =>
			wrap(printable(text), width - 1).map(line => ` ${paint(style, inSigns(line, look))}`),
		);
	const properties = row.report?.error === null ? row.report.properties.join(', ') : '';
	return {
		found: lines(foundOf(row, verdicts, look)),
		covered: lines(coveredOf(row, look)),
		checked: lines(properties === '' ? [] : [{text: `Checked: ${properties}.`, style: look.theme.faint}]),
	};
};

const foundOf = (row: CaseRow, verdicts: Verdicts, look: Look): Paragraph[] => {
	const {scenario, report} = row;
	const situation: Paragraph = {text: `${capital(scenario.title)}.`, style: ''};
	if (report === null) return [situation, ...waiting(row, verdicts, look)];
	const judgement = comparisonOf(verdicts).judge(report);
	return [
		situation,
		{text: `${verdictText(report, judgement)}.`, style: verdictStyle(report, judgement, look)},
		...(report.text === '' || report.error !== null ? [] : [{text: sentence(report.text), style: ''}]),
		...explanation(row, look),
		...(report.error === null ? [{text: modelText([report]), style: ''}] : []),
	];
};

const coveredOf = ({scenario, report}: CaseRow, {theme}: Look): Paragraph[] => [
	...(report === null || report.error !== null
		? []
		: [
				...traceText(report),
				{text: coverageText(report), style: ''},
				{
					text: `Reduction: ${report.reduction}. Properties checked: ${report.properties.length}.`,
					style: theme.faint,
				},
			]),
	...(scenario.limits === undefined
		? []
		: [{text: `The model cannot say: ${sentence(scenario.limits)}`, style: theme.faint}]),
];

const waiting = ({expectation}: CaseRow, {status, machine}: Verdicts, {theme}: Look): Paragraph[] => {
	const {expected, property, reference} = expectation;
	const broken = property === undefined ? '' : ` (${property})`;
	const source = reference === '' ? '' : `, ${reference}`;
	const whose = machine.id === machine.base ? 'History expects' : `History expects of ${machine.base}`;
	return [
		{
			text: status.kind === 'running' ? 'Waiting for its turn.' : 'It was not run.',
			style: status.kind === 'running' ? theme.faint : theme.warn,
		},
		{text: `${whose}: ${expected}${broken}${source}.`, style: ''},
	];
};

/** The verdict beside what is expected. */
const verdictText = (report: CaseReport, {text}: Judgement): string =>
	`${capital(foundText(report))}${text === '' ? '' : `, ${text}`}`;

/** Which counters of the screen a violated case explains, or else which go with it. */
const explanation = (row: CaseRow, {theme}: Look): Paragraph[] => {
	const explained = explainedBy(row);
	if (explained.length > 0)
		return [{text: `This explains ${countersText(explained)} of the screen.`, style: theme.warn}];
	return isViolated(row) && row.counters.length > 0
		? [{text: `Of the screen, these go with it: ${countersText(row.counters)}.`, style: ''}]
		: [];
};

const traceText = ({trace, cycle, shortest}: CaseReport): Paragraph[] => {
	if (trace.length + cycle.length === 0) return [];
	const steps = `${trace.length} ${trace.length === 1 ? 'step' : 'steps'}`;
	const around = cycle.length === 0 ? '' : `, then a cycle of ${cycle.length}`;
	const others = shortest ? 'none is shorter' : 'there may be shorter ones';
	return [{text: `Its trace is ${steps}${around}; ${others}.`, style: ''}];
};

/** How much was tried, and what ended it. */
const coverageText = (report: CaseReport): string => {
	const {verdict, states, transitions, depth, finals, seconds, limit} = report;
	const figures = [
		`${formatCount(states)} states`,
		`${formatCount(finals)} of them final`,
		`${formatCount(transitions)} transitions`,
		`${formatCount(depth)} steps deep`,
		formatSeconds(seconds),
	].join(', ');
	switch (verdict) {
		case 'holds':
			return `Every interleaving was tried, no limit was reached: ${figures}.`;
		case 'violated':
			return report.sampled === null
				? `The search ended at this failure: ${figures}.`
				: `A random schedule met it: ${figures}.`;
		case 'bounded':
			return `NOT every interleaving was tried, a limit came first (${limit ?? 'not named'}): ${figures}.`;
		case 'sampled':
			return `NOT every interleaving was tried, only random schedules: ${figures}.`;
	}
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
