/** The answer for people: matrix or list, what to look at, traces, final states, and the summary as the last line. */
import type {CaseReport} from '../explore/case.ts';
import type {Comparison} from './explore-judgement.ts';
import {listTable, longestList, matrixCaption, matrixTable} from './explore-matrix.ts';
import {outcomesTable} from './explore-outcomes.ts';
import {legendText, type NoteGroup, noteGroups, summaryText} from './explore-summary.ts';
import {type TraceOptions, traceLines, traceTitle} from './explore-trace.ts';
import {caseText, modelText, type SourceText, unique} from './explore-words.ts';
import {formatTable, type Table} from './table.ts';
import {foldText} from './words.ts';

export interface ReportTextOptions extends Pick<TraceOptions, 'replay'> {
	format: 'table' | 'markdown';
	/** Columns of the terminal; Markdown is never split to fit. */
	width: number;
	/** Wraps a line that should stand out; the identity where there is no colour. */
	emphasise: (line: string) => string;
	comparison: Comparison;
	/** The cases whose traces are printed. */
	traces: readonly CaseReport[];
	/** Print the final states of every case that has them. */
	outcomes: boolean;
	/** Said of a scenario where there is room: its title, what the model cannot say. */
	about: (scenario: string) => {title: string; limits: string};
	/** Lines of C as they are on that architecture. */
	sourceText: (report: CaseReport) => SourceText;
}

/** Width of traces in Markdown, where nothing is known about the reader's screen. */
const markdownWidth = 100;

/** The whole answer; a newline ends it. */
export function reportText(reports: readonly CaseReport[], options: ReportTextOptions): string {
	if (reports.length === 0) {
		return 'No case was finished.\n';
	}

	const {comparison, traces, outcomes} = options;
	const isList = reports.length <= longestList;
	const parts = [
		foldedLines(`${isList ? '' : `${matrixCaption(reports)} `}${modelText(reports)}`, options),
		...(isList ? lists(reports, options) : [table(matrixTable(reports, comparison.judge), options)]),
		foldedLines(legendText(reports, comparison.judge), options),
		...noteGroups(reports, comparison.judge).map(group => noteLines(group, options)),
		...traces.flatMap(report => tracePart(report, options)),
		...(outcomes ? reports.flatMap(report => outcomesPart(report, options)) : []),
		foldedLines(summaryText(reports, comparison), options),
	];
	return `${parts
		.filter(lines => lines.length > 0)
		.map(lines => lines.join('\n'))
		.join('\n\n')}\n`;
}

/** The width for text that is not a table. */
function textWidth({format, width}: ReportTextOptions): number {
	return format === 'markdown' ? markdownWidth : Math.max(40, width);
}

function foldedLines(text: string, options: ReportTextOptions): string[] {
	return options.format === 'markdown' ? [text] : foldText(text, textWidth(options));
}

function table(data: Table, {format, width, emphasise}: ReportTextOptions): string[] {
	return formatTable(data, format, {width, emphasise}).trimEnd().split('\n');
}

function heading(text: string, options: ReportTextOptions): string[] {
	if (options.format === 'markdown') {
		return [`## ${text}`, ''];
	}

	const lines = foldText(text, textWidth(options));
	return [
		...lines.map(line => options.emphasise(line)),
		'='.repeat(Math.max(0, ...lines.map(line => line.length))),
	];
}

/** A table for each scenario. */
function lists(reports: readonly CaseReport[], options: ReportTextOptions): string[][] {
	return unique(reports.map(report => report.scenario)).map(scenario => {
		const cases = reports.filter(report => report.scenario === scenario);
		const {title, limits} = options.about(scenario);
		return [
			...heading(title === '' ? scenario : `${scenario}: ${title}`, options),
			...table(listTable(cases, options.comparison), options),
			...(limits === '' ? [] : ['', ...foldedLines(`The model cannot say: ${limits}`, options)]),
		];
	});
}

/** A heading, and each note with its mark hanging in front. */
function noteLines({heading: title, notes}: NoteGroup, options: ReportTextOptions): string[] {
	if (options.format === 'markdown') {
		return [`**${title}**`, '', ...notes.map(({mark, text}) => `- \`${mark}\` ${text}`)];
	}

	const width = textWidth(options) - 4;
	return [
		title,
		...notes.flatMap(({mark, text}) =>
			foldText(text, width).map((line, index) => `${index === 0 ? `  ${mark} ` : '    '}${line}`),
		),
	];
}

function tracePart(report: CaseReport, options: ReportTextOptions): string[][] {
	const {comparison, sourceText, replay} = options;
	const lines = traceLines(report, {
		judge: comparison.judge,
		sourceText: sourceText(report),
		replay,
		width: textWidth(options),
	});
	const title = heading(traceTitle(report, comparison.judge), options);
	return [[...title, ...(options.format === 'markdown' ? ['```', ...lines, '```'] : lines)]];
}

function outcomesPart(report: CaseReport, options: ReportTextOptions): string[][] {
	const {outcomes} = report;
	const title = heading(`Final states of ${caseText(report)}`, options);
	if (outcomes.length === 0) {
		return [[...title, 'None was met.']];
	}

	const {common, table: data} = outcomesTable(report);
	return [
		[
			...title,
			...foldedLines(modelText([report]), options),
			...(common.length === 0 ? [] : foldedLines(`In all of them ${common.join('; ')}.`, options)),
			'',
			...table(data, options),
		],
	];
}
