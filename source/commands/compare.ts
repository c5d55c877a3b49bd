/** `ptelab compare`: every architecture runs the same workload at the same time; one table of what each counted. */
import {candidateOf} from '../arch/candidates.ts';
import type {RaceResult} from '../report/race-result.ts';
import type {Catalog} from './catalog.ts';
import {comparePrograms, defaultSeconds} from './commands.ts';
import type {Context} from './context.ts';
import {type CommandLine, numberValue} from './parse-command-line.ts';
import {explorePorts} from './port-findings.ts';
import {outputFormat, printParagraph} from './print.ts';
import {printRace} from './print-race.ts';
import {runRace} from './race.ts';
import {planSession} from './session-options.ts';

/** Runs the command; gives the exit status. */
export async function compare(line: CommandLine, context: Context): Promise<number> {
	const format = outputFormat(line);
	const seconds = numberValue(line, 'seconds') ?? defaultSeconds;
	const plan = await planSession(line, context, {archs: ['each'], programs: comparePrograms});

	return context.interruptible(async signal => {
		const candidate = candidateOf(plan.options.variant);
		const archs = plan.catalog.archs.filter(({id}) => plan.options.archs.includes(id));
		const raced = await runRace(context, plan, seconds, signal);
		const ports = await explorePorts(context, archs, candidate, signal);
		const results = raced.map(result => {
			const port = ports.get(result.options.arch);
			return port === undefined ? result : {...result, port};
		});
		if (!signal.aborted) {
			const after = () => printNotes(context, plan.catalog, results);
			printRace(context, plan.catalog, results, {format, marked: true, after});
		}

		return results.some(result => result.failure !== null) ? 1 : 0;
	});
}

/** Why the machines differ. */
function printNotes({stdout}: Context, catalog: Catalog, results: readonly RaceResult[]): void {
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
