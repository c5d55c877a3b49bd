/**
 * A case is one scenario on one architecture under one variant. These are its settings and its report, as commands print
 * them and workers send them.
 */
import type {EnvironmentId, Expected} from '../scenarios/scenario.ts';
import type {SearchLimits, SearchPass} from './search.ts';

/** What can be said of a case, never blurred. */
export type Verdict =
	/** Every interleaving was tried. */
	| 'holds'
	/** A schedule breaks a property. */
	| 'violated'
	/** A limit came first; `limit` says which. */
	| 'bounded'
	/** So many random schedules, none bad. */
	| 'sampled';

/** Which case. */
export interface CaseName {
	scenario: string;
	arch: string;
	variant: string;
}

/** Settings of a search, the same for all cases of a run. */
export interface CaseOptions {
	/** False: every access is a step and every order is tried. */
	reduction: boolean;
	limits: SearchLimits;
	/** Collect the final states with how they are reached. */
	outcomes: boolean;
	/** Random schedules instead of a search, or null. */
	simulate: null | {runs: number; seed: number; schedule: 'random' | 'pct'; depth: number};
	/** The part of each search that is done here, from 1, or null for all of it. */
	shard: null | {index: number; count: number};
	/** What the surroundings may do, in place of what the scenario says, or null. */
	environment: readonly EnvironmentId[] | null;
}

/** A case that is to be run. */
export interface CaseJob extends CaseName {
	options: CaseOptions;
	/** Replays this token instead of a search. */
	token?: string;
}

/** Progress of one case. */
export interface CaseProgress extends CaseName {
	pass: SearchPass | 'simulate';
	states: number;
	/** States a second. */
	rate: number;
	depth: number;
	/** States whose steps are not all taken yet. */
	left: number;
	/** Guess of the seconds to go, or null. */
	secondsLeft: number | null;
}

/** One function of a stack, innermost first. */
export interface TraceFrame {
	function: string;
	/** Path in the source tree, '' where unknown. */
	file: string;
	/** From 1; 0 where unknown. */
	line: number;
}

/** Something that a step changed, by its name: an entry, a translation, a lock, a page. */
export interface TraceChange {
	/** `pte[2]`, `tlb[1][2]`, `arena.spinlock`, `page 3`. */
	name: string;
	/** In the reader's words: `none`, `page 3`, `scratch`, `held by CPU 1`. */
	before: string;
	after: string;
}

/** One step of a trace. */
export interface TraceStep {
	/** From 1. */
	step: number;
	/** Index among the case's processes. */
	cpu: number;
	/** Where it stood before the step. */
	stack: TraceFrame[];
	/** `load`, `store`, `update`, `block` (several accesses at once), `fence`. */
	op: string;
	/** The access in hexadecimal, '' where there is none. */
	address: string;
	/** Name of what is there, '' where it has none. */
	place: string;
	/** The value there before and after, in hexadecimal; '' where there is none. */
	before: string;
	after: string;
	/** What it found there, in words, such as `scratch`; '' where there are none. */
	found: string;
	/** Which way it went where there were several, else 0. */
	choice: number;
	choices: number;
	changes: TraceChange[];
	/** What it broke, or ''. */
	failure: string;
}

/** A final state in words, and how it is reached. */
export interface Outcome {
	/** Each thing and what it ends as: `pte[0]` → `page 3`. */
	state: Record<string, string>;
	/** Replay token of the path by which it was first found. */
	token: string;
	/** Steps of that path. */
	steps: number;
	/** Different final states of memory that read the same. */
	count: number;
}

/** What was found out about a case. The fields of design.md section 4 come first. */
export interface CaseReport extends CaseName {
	verdict: Verdict;
	expected: Expected;
	/** Of `violated`, the property that history says is broken; else null. */
	expectedProperty: string | null;
	/** The property broken, or null. */
	property: string | null;
	states: number;
	transitions: number;
	seconds: number;
	/** `sc`: sequential consistency. */
	memoryModel: 'sc';
	/** Shortest way to the failure; empty where there is none. */
	trace: TraceStep[];
	/** Of a livelock: once around, after the trace. */
	cycle: TraceStep[];
	claims: string[];
	/** What `expected` rests on. */
	reference: string;
	/** What is wrong, in a sentence; '' where nothing is. */
	text: string;
	/** Where in the C it broke, innermost first; empty where the last step of the trace says it, or nothing is broken. */
	where: TraceFrame[];
	/** Whether no shorter trace breaks the same property. */
	shortest: boolean;
	/** Replay token of the trace, or null. */
	token: string | null;
	/** States without a step. */
	finals: number;
	/** Longest path, in steps. */
	depth: number;
	/** Which limit ended the search, or null. */
	limit: string | null;
	/** What the surroundings could do. */
	environment: EnvironmentId[];
	/** Names of the processes, in the order of their columns. */
	processes: string[];
	/** `none`, or what was left out as made up for by other orders. */
	reduction: string;
	/** Of `sampled`: how. */
	sampled: null | {runs: number; seed: number; schedule: 'random' | 'pct'; depth: number; run: number | null};
	shard: null | {index: number; count: number};
	outcomes: Outcome[];
	/** Properties that were checked. */
	properties: string[];
	/** Set where the case could not be run at all. */
	error: string | null;
}

/** Whether a report is as history expects, the property that is broken included. Null: nothing is expected, or a limit came before an answer. */
export function isAsExpected(report: CaseReport): boolean | null {
	if (report.error !== null) return false;
	if (report.expected === 'open' || report.verdict === 'bounded') return null;
	if (report.verdict === 'sampled') return report.expected === 'holds' ? null : false;
	return report.verdict === report.expected && breaksWhatWasExpected(report);
}

/** Another property than the one that history names is another finding: the expected one may not be broken at all. */
function breaksWhatWasExpected({verdict, property, expectedProperty}: CaseReport): boolean {
	return verdict !== 'violated' || expectedProperty === null || property === expectedProperty;
}
