/** The answer of `explore`, `check` and `merge` in the format that was asked for, and in a file. */
import type {CaseReport} from '../explore/case.ts';
import {reportsDocument} from '../report/explore-json.ts';
import type {Comparison} from '../report/explore-judgement.ts';
import {ktapText} from '../report/explore-ktap.ts';
import {flatTable} from '../report/explore-matrix.ts';
import {reportText} from '../report/explore-text.ts';
import {traceLines} from '../report/explore-trace.ts';
import type {SourceText} from '../report/explore-words.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import {fewCases, type TraceChoice} from './explore-flags.ts';
import type {PrintOptions} from './explore-options.ts';
import {printJson, printParagraph, printTable} from './print.ts';
import {UsageError} from './usage-error.ts';

export interface Answer {
	/** The cases that the command is about. */
	reports: readonly CaseReport[];
	/** What the JSON document has: also the base's cases, where there are any. */
	all: readonly CaseReport[];
	comparison: Comparison;
	sourceText: (report: CaseReport) => SourceText;
	replay: (report: CaseReport) => string | null;
	/** Said first to people. */
	intro: readonly string[];
	/** All steps of every report are wanted, as of a replay. */
	isReplay: boolean;
}

/** Columns of diagnostics in KTAP: with two processes, too few to put them side by side, as logs are read with other lines around. */
const ktapWidth = 90;

/** Writes an empty document, so that a path that cannot be written to is found before the work and not after it. */
export async function prepareOut(context: Context, {out}: PrintOptions): Promise<void> {
	await writeOut(context, out, []);
}

/** Prints the answer, and then writes the file. */
export async function printAnswer(
	context: Context,
	catalog: Catalog,
	answer: Answer,
	options: PrintOptions,
): Promise<void> {
	print(context, catalog, answer, options);
	await writeOut(context, options.out, answer.all);
}

function print({stdout}: Context, catalog: Catalog, answer: Answer, options: PrintOptions): void {
	const {reports, all, comparison, sourceText, replay} = answer;
	const {judge} = comparison;
	const traces = answer.isReplay
		? reports.filter(report => report.trace.length > 0)
		: chooseTraces(reports, options.traces, report => judge(report).counts);
	switch (options.format) {
		case 'json':
			printJson(stdout, reportsDocument(all));
			return;
		case 'csv':
			printTable(stdout, flatTable(reports, judge), 'csv');
			return;
		case 'ktap': {
			const wanted = new Set(traces);
			const details = (report: CaseReport) =>
				wanted.has(report)
					? traceLines(report, {
							judge,
							sourceText: sourceText(report),
							replay,
							width: ktapWidth,
						})
					: [];
			stdout.write(ktapText(reports, {judge, details}));
			return;
		}

		case 'table':
		case 'markdown':
			for (const text of answer.intro) {
				printParagraph(stdout, text);
				stdout.write('\n');
			}

			stdout.write(
				reportText(reports, {
					format: options.format,
					width: stdout.columns,
					emphasise: line => (stdout.colour ? `\u001B[1m${line}\u001B[22m` : line),
					comparison,
					traces,
					outcomes: options.outcomes,
					about: id => aboutScenario(catalog, id),
					sourceText,
					replay,
				}),
			);
	}
}

/** Violated cases whose traces are printed. */
function chooseTraces(
	reports: readonly CaseReport[],
	choice: TraceChoice | null,
	counts: (report: CaseReport) => boolean,
): CaseReport[] {
	const violated = reports.filter(report => report.verdict === 'violated' && report.error === null);
	switch (choice ?? (reports.length <= fewCases ? 'all' : 'unexpected')) {
		case 'none':
			return [];
		case 'all':
			return violated;
		case 'unexpected':
			return violated.filter(counts);
	}
}

function aboutScenario(catalog: Catalog, id: string): {title: string; limits: string} {
	const scenario = catalog.scenarios.find(candidate => candidate.id === id);
	return {title: scenario?.title ?? '', limits: scenario?.limits ?? ''};
}

async function writeOut(
	context: Context,
	path: string | null,
	reports: readonly CaseReport[],
): Promise<void> {
	if (path === null) {
		return;
	}

	try {
		await context.writeFile(path, `${JSON.stringify(reportsDocument(reports), null, '\t')}\n`);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UsageError(`cannot write '${path}': ${reason}`);
	}
}
