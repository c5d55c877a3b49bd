/** `ptelab explore`: every interleaving of the cases that are asked for, beside what history expects of them. */
import {type CandidateId, plainVariant, withCandidate} from '../arch/candidates.ts';
import type {CaseName, CaseReport} from '../explore/case.ts';
import {byHistory, exitStatus} from '../report/explore-judgement.ts';
import {unique} from '../report/explore-words.ts';
import {type Catalog, chooseArchs, chooseCandidate, chooseVariant, exploredArchs} from './catalog.ts';
import type {Context} from './context.ts';
import {checkReplay, jobsOf, replayCommand, withHistory} from './explore-cases.ts';
import {defaultBase} from './explore-flags.ts';
import {type PrintOptions, type RunOptions, readPrintOptions, readRunOptions} from './explore-options.ts';
import {prepareOut, printAnswer} from './explore-print.ts';
import {type CaseGroup, runGroups} from './explore-run.ts';
import type {Explorer, PreparedUser, UserSource} from './explore-runner.ts';
import {selectCases} from './explore-select.ts';
import {definesText, prepareUser, readUserSource} from './explore-user.ts';
import {type CommandLine, isGiven, listValue, wordValue} from './parse-command-line.ts';
import {UsageError} from './usage-error.ts';
import {isCFile} from './user-sources.ts';

/** A file of the user, with the cases it is wanted for. */
interface UserVariant {
	source: UserSource;
	prepared: PreparedUser;
}

/** What a command line asks for. */
interface Plan {
	catalog: Catalog;
	base: string;
	/** Variants are ids of the lab's, or paths of files. */
	cases: CaseName[];
	sources: UserSource[];
	print: PrintOptions;
	run: RunOptions;
}

/** Runs the command; gives the exit status. */
export async function explore(line: CommandLine, context: Context): Promise<number> {
	const plan = await readPlan(line, context);
	await prepareOut(context, plan.print);
	const explorer = await context.loadExplorer();
	return context.interruptible(signal => runPlan(plan, {context, explorer, signal}));
}

async function readPlan(line: CommandLine, context: Context): Promise<Plan> {
	const print = readPrintOptions(line);
	const run = readRunOptions(line);
	const catalog = await context.loadCatalog();
	const archs = chooseArchs(catalog, listValue(line, 'arch') ?? exploredArchs(catalog));
	const base = chooseVariant(catalog, wordValue(line, 'base') ?? defaultBase);
	const candidate = chooseCandidate(line);
	const variants = chooseVariants(catalog, listValue(line, 'variant') ?? ['all'], candidate);
	const files = variants.filter(id => isCFile(id));
	if (isGiven(line, 'base') && files.length === 0) {
		throw new UsageError('--base is for a C file of your own: name one with --variant file.c');
	}

	const cases = selectCases(
		catalog.scenarios,
		variants.map(id => ({id, base: isCFile(id) ? base : null})),
		archs,
		line.input.flatMap(word => word.split(',')),
	);
	checkReplay(cases, run);
	const sources = files.map(path => readUserSource(path, {base, candidate, isPatch: false}, context));
	return {catalog, base, cases, sources: await Promise.all(sources), print, run};
}

/** Ids and paths; `all` stands for every variant of the lab. */
function chooseVariants(catalog: Catalog, words: readonly string[], candidate: CandidateId): string[] {
	return unique(
		words.flatMap(word =>
			word === 'all'
				? catalog.variants
						.filter(({candidates}) => candidate === 'upstream' || candidates === true)
						.map(variant => withCandidate(variant.id, candidate))
				: isCFile(word)
					? [word]
					: [chooseVariant(catalog, word, candidate)],
		),
	);
}

async function runPlan(
	plan: Plan,
	{context, explorer, signal}: {context: Context; explorer: Explorer; signal: AbortSignal},
): Promise<number> {
	const {catalog, base, run, print} = plan;
	const users: UserVariant[] = [];
	for (const source of plan.sources) {
		const own = plan.cases.filter(({variant}) => variant === source.path);
		const archs = unique(own.map(({arch}) => arch));
		if (archs.length > 0 && !signal.aborted) {
			users.push({source, prepared: await prepareUser(source, archs, {explorer, context})});
		}
	}

	const twice = users.find(
		({prepared}, index) => users.findIndex(other => other.prepared.variant === prepared.variant) < index,
	);
	if (twice !== undefined) {
		throw new UsageError(`two files are called '${twice.prepared.variant}': give one of them another name`);
	}

	const all = await runGroups(context, groupsOf(plan, users, explorer), {
		signal,
		threads: run.jobs,
		progress: run.progress,
		complete: report => withHistory(report, catalog, base),
	});
	const reports = inOrder(all, plan.cases, users);
	const userOf = (report: CaseReport) => users.find(({prepared}) => prepared.variant === report.variant);
	await printAnswer(
		context,
		catalog,
		{
			reports,
			all: reports,
			comparison: byHistory,
			sourceText(report) {
				const builtIn = explorer.sourceText(report.arch);
				const own = userOf(report)?.prepared.sourceText;
				return (file, line) => own?.(file, line) ?? builtIn(file, line);
			},
			replay(report) {
				const user = userOf(report);
				return replayCommand(report, {
					command: 'explore',
					variant: user?.source.path ?? report.variant,
					base: user === undefined ? null : base,
					flags: run.replayFlags,
				});
			},
			intro: users.flatMap(({source, prepared}) => [definesText(source, prepared), ...prepared.notes]),
			isReplay: run.token !== null,
		},
		print,
	);
	return exitStatus(reports, byHistory.judge);
}

/** The lab's own variants, then each of the user's files. */
function groupsOf(
	{cases, catalog, run}: Plan,
	users: readonly UserVariant[],
	explorer: Explorer,
): CaseGroup[] {
	const own = new Set(catalog.variants.map(({id}) => id));
	return [
		{
			run: explorer.runCases,
			jobs: jobsOf(
				cases.filter(({variant}) => own.has(plainVariant(variant))),
				run,
			),
		},
		...users.map(({source, prepared}) => ({
			run: prepared.run,
			jobs: jobsOf(
				cases
					.filter(({variant}) => variant === source.path)
					.map(name => ({...name, variant: prepared.variant})),
				run,
			),
		})),
	];
}

/** The reports in the order of the cases, not of the groups. */
function inOrder(
	reports: readonly CaseReport[],
	cases: readonly CaseName[],
	users: readonly UserVariant[],
): CaseReport[] {
	return cases.flatMap(({scenario, arch, variant}) => {
		const id = users.find(({source}) => source.path === variant)?.prepared.variant ?? variant;
		return (
			reports.find(report => report.scenario === scenario && report.arch === arch && report.variant === id) ??
			[]
		);
	});
}
