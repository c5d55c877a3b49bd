/**
 * Explores what is on the screen: chooses the cases, runs them and keeps the verdicts. Reports come in bursts of thousands a second; they
 * are put into a new `Verdicts` only when somebody takes it, so that they are drawn with the frame clock and not each by itself.
 */
import {availableParallelism} from 'node:os';
import type {CaseJob, CaseOptions, CaseProgress, CaseReport} from '../../explore/case.ts';
import type {MachineSnapshot} from '../../machine/lab.ts';
import {casesOnScreen, type ScreenCase} from '../model/cases-on-screen.ts';
import {type ExploredMachine, firstVerdicts, type Verdicts, withReport} from '../model/verdicts.ts';
import type {ExploreChoice} from '../options.ts';

/** How each case is searched: to its end, but not for ever, as somebody sits before the screen. */
export const screenCaseOptions: CaseOptions = {
	reduction: true,
	limits: {milliseconds: 60_000, memoryBytes: 1_000_000_000},
	outcomes: false,
	simulate: null,
	shard: null,
	environment: null,
};

export interface ExplorationEvents {
	/** Something has come that `verdicts` would give; called for each. */
	onNews(): void;
	/** A run that was not abandoned is over, well or not. */
	onEnd(): void;
}

/** What came of asking for an exploration. */
export type Answer =
	| {kind: 'started'}
	/** The same machine is being explored already. */
	| {kind: 'running'}
	/** Why not. */
	| {kind: 'refused'; reason: string};

export interface Exploration {
	/** Explores a machine as it is now; an earlier run is abandoned. */
	explore(machine: MachineSnapshot | undefined): Answer;
	/** What is known now; the same object until something changes. Null before the first exploration. */
	verdicts(): Verdicts | null;
	isRunning(): boolean;
	/** Abandons the run that is under way. */
	dispose(): void;
}

/** Explorations with `choice`; undefined where there is no explorer. */
export const createExploration = (
	choice: ExploreChoice | undefined,
	events: ExplorationEvents,
): Exploration => {
	let verdicts: Verdicts | null = null;
	/** The run under way. */
	let run: AbortController | null = null;
	/** What has come since the last `verdicts`, by scenario. */
	let reports = new Map<string, CaseReport>();
	let progress: CaseProgress | null = null;

	const merge = (): Verdicts | null => {
		if (verdicts === null) return null;
		const {machine, rows, status} = verdicts;
		const isNew = reports.size > 0 || (status.kind === 'running' && status.progress !== progress);
		if (!isNew) return verdicts;
		verdicts = {
			machine,
			rows: rows.map(row => {
				const report = reports.get(row.scenario.id);
				return report === undefined ? row : withReport(row, report, machine);
			}),
			status: status.kind === 'running' ? {kind: 'running', progress} : status,
		};
		reports = new Map();
		return verdicts;
	};

	const end = (status: Verdicts['status']) => {
		const merged = merge();
		if (merged !== null) verdicts = {...merged, status};
		run = null;
		events.onEnd();
	};

	const start = async ({run: runCases, threads}: ExploreChoice, jobs: readonly CaseJob[]) => {
		const mine = new AbortController();
		run = mine;
		const isMine = () => run === mine;
		const add = (report: CaseReport) => {
			if (!isMine()) return;
			reports.set(report.scenario, report);
			events.onNews();
		};
		try {
			const all = await runCases(jobs, {
				report: add,
				progress(state) {
					if (!isMine()) return;
					progress = state;
					events.onNews();
				},
				signal: mine.signal,
				jobs: threads ?? Math.max(1, availableParallelism() >> 1),
			});
			if (!isMine()) return;
			for (const report of all) if (!isFinished(report.scenario)) add(report);
			end(endOf(merge()));
		} catch (error) {
			// What is abandoned may fail; that is no news.
			if (isMine()) end({kind: 'failed', reason: error instanceof Error ? error.message : String(error)});
		}
	};

	const isFinished = (scenario: string): boolean =>
		reports.has(scenario) ||
		(verdicts?.rows.some(row => row.scenario.id === scenario && row.report !== null) ?? false);

	return {
		explore(snapshot) {
			if (choice === undefined) return refused('exploring is not available here');
			if (snapshot === undefined) return refused('there is no machine to explore');
			const {arch, variant} = snapshot.options;
			const known = choice.variantOf === undefined ? {id: variant, base: variant} : choice.variantOf(variant);
			if (known === null) return refused(`${variant} cannot be explored from here`);
			const machine: ExploredMachine = {arch, variant, ...known};
			if (run !== null && verdicts !== null && isSame(verdicts.machine, machine)) return {kind: 'running'};
			const cases = casesOnScreen(choice.scenarios, situationOf(snapshot, machine));
			if (cases.length === 0) return refused(`no scenario is made for ${variant} on ${arch}`);
			run?.abort();
			reports = new Map();
			progress = null;
			verdicts = firstVerdicts(machine, cases);
			void start(choice, jobsOf(cases, machine));
			return {kind: 'started'};
		},
		verdicts: merge,
		isRunning: () => run !== null,
		dispose() {
			run?.abort();
			run = null;
		},
	};
};

const refused = (reason: string): Answer => ({kind: 'refused', reason});

const isSame = (one: ExploredMachine, other: ExploredMachine): boolean =>
	one.arch === other.arch && one.variant === other.variant;

const situationOf = ({programs, counters}: MachineSnapshot, {arch, base}: ExploredMachine) => ({
	arch,
	variant: base,
	programs: programs.filter(({state}) => state === 'loaded').map(({id}) => id),
	counters,
});

const jobsOf = (cases: readonly ScreenCase[], {arch, id}: ExploredMachine): CaseJob[] =>
	cases.map(({scenario}) => ({scenario: scenario.id, arch, variant: id, options: screenCaseOptions}));

/** A run that leaves cases out has not done what it was asked for. */
const endOf = (verdicts: Verdicts | null): Verdicts['status'] => {
	const missing = verdicts?.rows.find(row => row.report === null);
	return missing === undefined
		? {kind: 'done'}
		: {kind: 'failed', reason: `the explorer gave no report of ${missing.scenario.id}`};
};
