/** `ptelab merge`: the parts of sharded runs as one answer. */
import {plainVariant} from '../arch/candidates.ts';
import type {CaseReport} from '../explore/case.ts';
import {byBase} from '../report/explore-compare.ts';
import {parseReports, ReportError} from '../report/explore-json.ts';
import {byHistory, exitStatus} from '../report/explore-judgement.ts';
import {mergeReports} from '../report/explore-merge.ts';
import {type Catalog, chooseVariant} from './catalog.ts';
import {baseVerdicts} from './check.ts';
import type {Context} from './context.ts';
import {replayCommand} from './explore-cases.ts';
import {readPrintOptions} from './explore-options.ts';
import {prepareOut, printAnswer} from './explore-print.ts';
import {builtInSourceText} from './explore-source-text.ts';
import {type CommandLine, wordValue} from './parse-command-line.ts';
import {UsageError} from './usage-error.ts';
import {isCFile, readUserFile} from './user-sources.ts';

/** Runs the command; gives the exit status. */
export async function merge(line: CommandLine, context: Context): Promise<number> {
	const print = readPrintOptions(line);
	const files = line.input;
	if (files.length === 0) {
		throw new UsageError('merge needs reports: files that --out wrote (ptelab merge --help)');
	}

	const catalog = await context.loadCatalog();
	const baseWord = wordValue(line, 'base');
	const base = baseWord === undefined ? null : chooseVariant(catalog, baseWord);
	const parts = await Promise.all(files.map(file => readReports(file, context)));
	const merged = asUsage(() => mergeReports(parts, files));
	const reports = base === null ? merged : merged.filter(({variant}) => variant !== base);
	if (reports.length === 0) {
		throw new UsageError(
			`no case to print in ${files.join(', ')}${base === null ? '' : ` beside those of ${base}`}`,
		);
	}

	await prepareOut(context, print);
	const comparison =
		base === null ? byHistory : byBase({base, baseOf: baseVerdicts(merged, base, catalog), strict: false});
	const isSharded = parts.flat().some(({shard}) => shard !== null);
	await printAnswer(
		context,
		catalog,
		{
			reports,
			all: merged,
			comparison,
			sourceText: report => builtInSourceText(report.arch),
			replay: report => replayOf(report, catalog, base),
			intro: isSharded ? ['Counts are sums over shards: a state that two shards met is counted twice.'] : [],
			isReplay: false,
		},
		print,
	);
	return exitStatus(reports, comparison.judge);
}

async function readReports(file: string, context: Context): Promise<CaseReport[]> {
	const {text} = await readUserFile(file, context);
	return asUsage(() => parseReports(text), file);
}

/** What is wrong with a report is for the user to mend. */
function asUsage<T>(act: () => T, file?: string): T {
	try {
		return act();
	} catch (error) {
		if (error instanceof ReportError) {
			throw new UsageError(file === undefined ? error.message : `${file}: ${error.message}`);
		}

		throw error;
	}
}

/** The flags of the search are known from the report only. Of a user's file the path is not, but its name is. */
function replayOf(report: CaseReport, catalog: Catalog, base: string | null): string | null {
	const {variant, environment} = report;
	const usual = catalog.scenarios.find(({id}) => id === report.scenario)?.environment ?? [];
	const isUsual = environment.length === usual.length && environment.every(id => usual.includes(id));
	const isOwn = catalog.variants.some(({id}) => id === plainVariant(variant));
	return replayCommand(report, {
		command: isOwn || isCFile(variant) ? 'explore' : 'check',
		variant,
		base: isOwn ? null : base,
		flags: [
			...(report.reduction === 'none' ? ['--no-reduction'] : []),
			...(isUsual ? [] : ['--env', environment.join(',') || 'none']),
		],
	});
}
