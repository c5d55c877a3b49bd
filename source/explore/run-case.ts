/** Runs one case: sets the machine up as its scenario says, searches, and words what was found. */
import {archById} from '../arch/index.ts';
import {type EnvironmentId, environmentIds, type Scenario} from '../scenarios/scenario.ts';
import type {CaseJob, CaseProgress, CaseReport, Outcome} from './case.ts';
import {type FailureWords, failureWords} from './failure-words.ts';
import {isLongRun, longRunFailure} from './long-run.ts';
import {createMachineView, type MachineView} from './machine-view.ts';
import {checkedProperties, properties} from './properties/index.ts';
import {explore, type SearchOptions, type SearchReport} from './search.ts';
import {exploreShard} from './shard.ts';
import {simulate} from './simulate.ts';
import type {StepCode} from './step-instance.ts';
import {createStepper, type Stepper} from './stepper.ts';
import type {Failure} from './system.ts';
import {decodeToken, encodeToken, replay, type Schedule} from './trace.ts';
import {tellSteps} from './trace-steps.ts';

/** An image to run cases on, compiled once for all of them. */
export type ExploreImage = Extract<StepCode, {module: WebAssembly.Module}>;

/** Called some times a second; true ends the case as the time limit does. */
export type OnProgress = (progress: CaseProgress) => boolean;

/**
 * Runs a case to its end or its limits. What history expects is left to the caller: `expected` is `open`. A case that cannot be run
 * ends as a report with `error`.
 */
export function runCase(
	image: ExploreImage,
	scenario: Scenario,
	job: CaseJob,
	progress: OnProgress = () => false,
): CaseReport {
	const started = performance.now();
	const report = emptyReport(scenario, job);
	try {
		const bench = setUpCase(image, scenario, job);
		if (job.token !== undefined) replayToken(bench, report, job.token);
		else if (job.options.simulate) sample(bench, report, job, progress);
		else search(bench, report, job, progress);
	} catch (error) {
		report.error = error instanceof Error ? error.message : String(error);
	}
	report.seconds = (performance.now() - started) / 1000;
	return report;
}

/** A machine ready to be searched: its system, and how it is read. */
export interface Bench {
	stepper: Stepper;
	view: MachineView;
	image: ExploreImage;
	scenario: Scenario;
	race: SearchOptions['race'];
}

/** Ids of what a scenario checks: what every one does, and what it asks for. */
function checksOf(scenario: Scenario): string[] {
	return properties.filter(({id, always}) => always || scenario.properties.includes(id)).map(({id}) => id);
}

/** The machine of a case, booted and set up as its scenario says. Throws for a variant that the image lacks, or a setup that fails. */
export function setUpCase(image: ExploreImage, scenario: Scenario, job: CaseJob): Bench {
	const {manifest} = image;
	const variant = manifest.variants.indexOf(job.variant);
	if (variant < 0) throw new Error(`the image of ${job.arch} has no variant '${job.variant}'`);
	const cpus = scenario.processes.filter(({role}) => role !== 'environment').length;
	const checks = checksOf(scenario);
	const checked = [0, 0];
	for (const [index, id] of checkedProperties.entries()) {
		if (checks.includes(id)) checked[index >> 5] = (checked[index >> 5] ?? 0) | (1 << (index & 31));
	}
	const environment = environmentOf(scenario, job);
	const mask = environmentIds.reduce(
		(bits, id, index) => bits | (environment.includes(id) ? 1 << index : 0),
		0,
	);
	const stepper = createStepper({
		image,
		processes: scenario.processes.map(({function: name, role}, index) => ({
			function: name,
			argument: 0,
			cpu: index,
			environment: role === 'environment',
			waits: role === 'worker',
		})),
		setup: [
			{function: 'explore_boot', arguments: [cpus, mask, checked[0] ?? 0, checked[1] ?? 0]},
			...(scenario.setup === undefined ? [] : [{function: scenario.setup, arguments: []}]),
		],
		finish: [...(scenario.finish === undefined ? [] : [scenario.finish]), 'explore_finish'],
		variant,
		properties: checkedProperties,
		quiet: job.options.reduction ? 'quiet' : 'visible',
		turnsPerStep,
	});
	const view = viewOf(stepper, () => createMachineView(archById(job.arch), manifest, stepper.memory, cpus));
	const plain = new Set(manifest.step.plainSites);
	const race = checks.includes('data-race') ? {isPlain: (site: number) => plain.has(site)} : undefined;
	return {stepper, view, image, scenario, race};
}

/** A view of the machine. One that a setup has damaged may not be readable; then there is nothing to be seen of it. */
function viewOf(stepper: Stepper, create: () => MachineView): MachineView {
	try {
		const view = create();
		view.words();
		return view;
	} catch (error) {
		if (stepper.failure() === null) throw error;
		return {words: () => new Map(), placeName: () => '', value: () => '', oopsAddress: () => '?'};
	}
}

/** Far more than any step of the kernel takes, and soon over. */
const turnsPerStep = 20_000;

function environmentOf(scenario: Scenario, job: CaseJob): readonly EnvironmentId[] {
	return job.options.environment ?? scenario.environment;
}

function search(
	{stepper, view, image, scenario, race}: Bench,
	report: CaseReport,
	job: CaseJob,
	progress: OnProgress,
): void {
	const {options} = job;
	const settings: SearchOptions = {
		reduction: options.reduction,
		limits: options.limits,
		collectFinals: options.outcomes,
		...(race ? {race} : {}),
		progress: ({pass, states, rate, depth, left, secondsLeft}) =>
			progress({...nameOf(job), pass, states, rate, depth, left, secondsLeft}),
	};
	const found = options.shard ? exploreShard(stepper, settings, options.shard) : explore(stepper, settings);
	const bench = {stepper, view, image, scenario, race};
	report.verdict = found.verdict;
	report.states = found.states;
	report.transitions = found.transitions;
	report.finals = found.finals;
	report.depth = found.depth;
	report.limit = found.limit;
	report.reduction = options.reduction ? `quiet memory, ${found.reduction}` : 'none';
	if (found.failure) {
		const {failure, schedule, cycle, shortest} = found.failure;
		report.shortest = shortest;
		tell(bench, report, failure, schedule, cycle);
	}
	report.outcomes = outcomesOf(bench, found);
}

function sample(bench: Bench, report: CaseReport, job: CaseJob, progress: OnProgress): void {
	const settings = job.options.simulate;
	if (!settings) return;
	const {runs, seed, schedule, depth} = settings;
	const started = performance.now();
	const found = simulate(
		bench.stepper,
		{seed, schedule, depth, ...raceOption(bench)},
		runs,
		(done, steps) => {
			const seconds = (performance.now() - started) / 1000;
			return progress({
				...nameOf(job),
				pass: 'simulate',
				states: steps,
				rate: steps / seconds,
				depth: 0,
				left: runs - done,
				secondsLeft: (seconds / done) * (runs - done),
			});
		},
	);
	report.verdict = found.verdict;
	report.states = found.steps;
	report.transitions = found.steps;
	report.finals = found.finals;
	report.depth = found.longest;
	report.reduction = 'random schedules';
	report.sampled = {runs: found.runs, seed, schedule, depth, run: found.failed?.index ?? null};
	if (found.failed?.failure) {
		report.shortest = false;
		tell(bench, report, found.failed.failure, found.failed.schedule, []);
	}
}

function raceOption({race}: Bench): {race?: NonNullable<SearchOptions['race']>} {
	return race ? {race} : {};
}

/** Plays a token and tells every step of it. */
function replayToken(bench: Bench, report: CaseReport, token: string): void {
	const {stepper, view, image, scenario} = bench;
	const schedule = decodeToken(scenario.id, token);
	const start = stepper.position();
	const result = replay(stepper, schedule, raceOption(bench));
	const last = schedule.at(-1)?.process;
	if (result.end === 'complete' && !result.failure && last !== undefined && isLongRun(stepper, last)) {
		result.failure = longRunFailure(last);
	}

	const words = result.end === 'complete' && result.failure ? wordsOf(bench, result.failure) : null;
	stepper.rollback(start);
	report.trace = tellSteps(stepper, view, image.manifest, schedule);
	stepper.rollback(start);
	report.token = token;
	report.depth = schedule.length;
	report.states = result.steps + 1;
	report.transitions = result.steps;
	report.reduction = 'one schedule';
	report.verdict = 'bounded';
	report.limit = 'one schedule';
	if (result.end === 'parted') {
		report.text = `the replay parts at step ${result.steps + 1}: ${result.reason}`;
	} else if (result.failure) {
		report.verdict = 'violated';
		report.limit = null;
		report.property = result.failure.property;
		Object.assign(report, words);
	} else {
		report.text = `all ${result.steps} steps were taken and nothing is broken`;
	}
}

/** The failure in words, with its trace and its token. Leaves the system where it was. */
function tell(bench: Bench, report: CaseReport, failure: Failure, schedule: Schedule, cycle: Schedule): void {
	const {stepper, view, image, scenario} = bench;
	const start = stepper.position();
	report.property = failure.property;
	report.trace = tellSteps(stepper, view, image.manifest, schedule);
	Object.assign(report, wordsOf(bench, failure));
	report.cycle = tellSteps(stepper, view, image.manifest, cycle, schedule.length + 1);
	stepper.rollback(start);
	report.token = encodeToken(scenario.id, [...schedule, ...cycle]);
}

function wordsOf({stepper, view, image, scenario}: Bench, failure: Failure): FailureWords {
	const processes = scenario.processes.map(({name}) => name);
	return failureWords({stepper, view, sites: image.manifest, processes}, failure);
}

/** Final states, those that read the same taken together. */
function outcomesOf({stepper, view, scenario}: Bench, found: SearchReport): Outcome[] {
	const start = stepper.position();
	const initial = view.words();
	const byWords = new Map<string, Outcome>();
	for (const schedule of found.finalStates.values()) {
		for (const {process, choice} of schedule) stepper.step(process, choice);
		const state: Record<string, string> = {};
		for (const [name, now] of view.words()) {
			if (/^(pte|user pte|result|free range)/.test(name) && (now !== 'none' || initial.get(name) !== now)) {
				if (now !== '0') state[name] = now;
			}
		}
		stepper.rollback(start);
		const key = JSON.stringify(state);
		const known = byWords.get(key);
		if (known) known.count++;
		else {
			byWords.set(key, {
				state,
				token: encodeToken(scenario.id, schedule),
				steps: schedule.length,
				count: 1,
			});
		}
	}
	return [...byWords.values()];
}

function nameOf({scenario, arch, variant}: CaseJob): Pick<CaseReport, 'scenario' | 'arch' | 'variant'> {
	return {scenario, arch, variant};
}

function emptyReport(scenario: Scenario, job: CaseJob): CaseReport {
	return {
		...nameOf(job),
		verdict: 'bounded',
		expected: 'open',
		expectedProperty: null,
		property: null,
		states: 0,
		transitions: 0,
		seconds: 0,
		memoryModel: 'sc',
		trace: [],
		cycle: [],
		claims: [...scenario.claims],
		reference: '',
		text: '',
		where: [],
		shortest: false,
		token: null,
		finals: 0,
		depth: 0,
		limit: null,
		environment: [...environmentOf(scenario, job)],
		processes: scenario.processes.map(({name}) => name),
		reduction: 'none',
		sampled: null,
		shard: job.options.shard,
		outcomes: [],
		properties: checksOf(scenario),
		error: null,
	};
}
