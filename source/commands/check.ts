/** `ptelab check`: the user's own C through the scenarios, beside the variant it is a change to. */
import {plainVariant} from '../arch/candidates.ts';
import type {CaseReport} from '../explore/case.ts';
import {type BaseVerdict, byBase} from '../report/explore-compare.ts';
import {exitStatus} from '../report/explore-judgement.ts';
import {caseKey, unique} from '../report/explore-words.ts';
import {type Catalog, chooseArchs, chooseCandidate, chooseVariant, exploredArchs} from './catalog.ts';
import type {Context} from './context.ts';
import {checkReplay, historyOf, jobsOf, replayCommand, withHistory} from './explore-cases.ts';
import {defaultBase} from './explore-flags.ts';
import {readPrintOptions, readRunOptions} from './explore-options.ts';
import {prepareOut, printAnswer} from './explore-print.ts';
import {runGroups} from './explore-run.ts';
import {selectCases} from './explore-select.ts';
import {definesText, prepareUser, readUserSource} from './explore-user.ts';
import {type CommandLine, isGiven, listValue, wordValue} from './parse-command-line.ts';
import {UsageError} from './usage-error.ts';

/** Runs the command; gives the exit status. */
export async function check(line: CommandLine, context: Context): Promise<number> {
	const print = readPrintOptions(line);
	const run = readRunOptions(line);
	const [path] = line.input;
	if (isGiven(line, 'print-base')) {
		const id = chooseVariant(await context.loadCatalog(), wordValue(line, 'base') ?? defaultBase);
		context.stdout.write((await context.loadExplorer()).patchBase(id).text);
		return 0;
	}

	if (path === undefined) {
		throw new UsageError('check needs a file: your callbacks in C, or a patch to them (ptelab check --help)');
	}

	const catalog = await context.loadCatalog();
	const archs = chooseArchs(catalog, listValue(line, 'arch') ?? exploredArchs(catalog));
	const candidate = chooseCandidate(line);
	const base = chooseVariant(catalog, wordValue(line, 'base') ?? defaultBase, candidate);
	const plainBase = plainVariant(base);
	const words = listValue(line, 'scenario')?.filter(word => word !== 'all') ?? [];
	const cases = selectCases(catalog.scenarios, [{id: path, base}], archs, words);
	checkReplay(cases, run);
	const jobs = jobsOf(cases, run);
	const source = await readUserSource(
		path,
		{base: plainBase, candidate, isPatch: isGiven(line, 'patch')},
		context,
	);
	await prepareOut(context, print);
	const explorer = await context.loadExplorer();

	return context.interruptible(async signal => {
		const prepared = await prepareUser(source, unique(cases.map(({arch}) => arch)), {explorer, context});
		const {variant} = prepared;
		// A replay is about the steps of one token, which the base need not be able to take.
		const isAlone = isGiven(line, 'history') || run.token !== null;
		const all = await runGroups(
			context,
			[
				{run: prepared.run, jobs: jobs.map(job => ({...job, variant}))},
				{run: explorer.runCases, jobs: isAlone ? [] : jobs.map(job => ({...job, variant: base}))},
			],
			{
				signal,
				threads: run.jobs,
				progress: run.progress,
				complete: report => withHistory(report, catalog, base),
			},
		);
		const reports = all.filter(report => report.variant === variant);
		const comparison = byBase({
			base,
			baseOf: baseVerdicts(all, base, catalog),
			strict: isGiven(line, 'strict'),
		});
		await printAnswer(
			context,
			catalog,
			{
				reports,
				all,
				comparison,
				sourceText(report) {
					const builtIn = explorer.sourceText(report.arch);
					return (file, at) => prepared.sourceText?.(file, at) ?? builtIn(file, at);
				},
				replay: report =>
					replayCommand(report, {
						command: 'check',
						variant: path,
						base: plainBase,
						flags: [
							...(candidate === 'upstream' ? [] : ['--candidate', candidate]),
							...(isGiven(line, 'patch') ? ['--patch'] : []),
							...run.replayFlags,
						],
					}),
				intro: [definesText(source, prepared), ...prepared.notes],
				isReplay: run.token !== null,
			},
			print,
		);
		return exitStatus(reports, comparison.judge);
	});
}

/** The base's verdict on a case: as it was found among the reports, else as history has it. */
export function baseVerdicts(
	reports: readonly CaseReport[],
	base: string,
	catalog: Catalog,
): (report: CaseReport) => BaseVerdict {
	const found = new Map(
		reports.filter(({variant}) => variant === base).map(report => [caseKey(report), report]),
	);
	return report => {
		const name = {scenario: report.scenario, arch: report.arch, variant: base};
		const same = found.get(caseKey(name));
		if (same !== undefined) {
			return {verdict: same.error === null ? same.verdict : null, property: same.property, from: 'found'};
		}

		const {expected, property} = historyOf(catalog, name, report.environment);
		return {verdict: expected === 'open' ? null : expected, property: property ?? null, from: 'history'};
	};
}
