/** `ptelab compare`: every architecture runs the same workload at the same time; one table of what each counted. */
import {type RaceResult, racesJson} from '../report/race-result.ts';
import {raceTable} from '../report/race-table.ts';
import type {TableFormat} from '../report/table.ts';
import type {Catalog} from './catalog.ts';
import {comparePrograms, defaultSeconds} from './commands.ts';
import type {Context} from './context.ts';
import {raceTitle} from './live.ts';
import {findings, traitsTable} from './notes.ts';
import {type CommandLine, numberValue} from './parse-command-line.ts';
import {outputFormat, printJson, printParagraph, printTable} from './print.ts';
import {runRace} from './race.ts';
import {planSession} from './session-options.ts';

/** Runs the command; gives the exit status. */
export async function compare(line: CommandLine, context: Context): Promise<number> {
	const format = outputFormat(line);
	const seconds = numberValue(line, 'seconds') ?? defaultSeconds;
	const plan = await planSession(line, context, {archs: ['all'], programs: comparePrograms});

	return context.interruptible(async signal => {
		const results = await runRace(context, plan, seconds, signal);
		if (!signal.aborted) {
			printComparison(context, plan.catalog, results, format);
		}

		return results.some(result => result.failure !== null) ? 1 : 0;
	});
}

function printComparison(
	context: Context,
	catalog: Catalog,
	results: readonly RaceResult[],
	format: TableFormat | 'json',
): void {
	const {stdout} = context;
	if (format === 'json') {
		printJson(stdout, racesJson(results));
		return;
	}

	const {table, zeroEverywhere} = raceTable(results, {format, marked: true});
	if (format === 'csv') {
		printTable(stdout, table, format);
		return;
	}

	printParagraph(stdout, raceTitle(results));
	stdout.write('\n');
	printTable(stdout, table, format);
	stdout.write('\n');
	if ((table.emphasised ?? []).length > 0) {
		printParagraph(stdout, '* zero on some architectures, not on others; the reasons are below.');
	}

	if (zeroEverywhere.length > 0) {
		printParagraph(stdout, `Zero everywhere: ${zeroEverywhere.join(', ')}.`);
	}

	stdout.write('\n');
	printTable(stdout, traitsTable(results, catalog.archs), format);
	for (const finding of findings(results)) {
		printParagraph(stdout, finding);
	}

	stdout.write('\n');
	for (const note of comparisonNotes(results, catalog)) {
		printParagraph(stdout, note);
	}
}

/** What the traits mean for the counters, one sentence for each trait that is there. */
function comparisonNotes(results: readonly RaceResult[], catalog: Catalog): string[] {
	const archs = results.flatMap(({options}) => catalog.archs.filter(arch => arch.id === options.arch));
	const names = (chosen: typeof archs) => chosen.map(arch => arch.id).join(', ');
	const sentence = (chosen: typeof archs, text: string) =>
		chosen.length > 0 ? [`${names(chosen)}: ${text}`] : [];
	return [
		...sentence(
			archs.filter(arch => !arch.upstream.faultHook),
			'no fault hook, so a kernel access to an unbacked arena page is an oops (C43).',
		),
		...sentence(
			archs.filter(arch => arch.upstream.faultHook && !arch.upstream.trySet),
			'the hook calls the stub of ptep_try_set(), installs nothing and returns true: endless refaults (C22).',
		),
		...sentence(
			archs.filter(arch => arch.breakBeforeMake),
			'a live entry must be invalidated and flushed before it maps another page (C7, C30, C34).',
		),
	];
}
