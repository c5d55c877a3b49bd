/**
 * What a scenario is: who does what, how the machine starts, what must hold, and what history expects of it. The C of each is
 * a file in this folder; this is the part that commands and reports read.
 */

import type {CandidateId} from '../arch/candidates.ts';

/** What the hardware or the surroundings may do by themselves, at any moment and any number of times. */
export const environmentIds = [
	/** A CPU forgets a translation. */
	'tlb-eviction',
	/** A CPU takes up a translation that nobody has asked for. */
	'speculative-fill',
	/** A CPU takes an entry for not present although it has become valid (arch-facts 2, "N/P cached"). */
	'negative-caching',
	/** Accessed and dirty bits are set in an entry that is empty (the erratum behind x86's pte_none). */
	'stray-accessed-dirty',
	/** An allocation under the lock fails: of a page, an object, a node of the range tree. */
	'allocation-failure',
	/** An attempt to take a resilient lock that another CPU holds times out. */
	'lock-timeout',
] as const;
export type EnvironmentId = (typeof environmentIds)[number];

/** What a process of a scenario is. */
export type ProcessRole =
	/** A CPU that runs to its end. */
	| 'cpu'
	/** Waits for work for ever, which is no deadlock; does what it is given. */
	| 'worker'
	/** Nothing obliges it to step at all. */
	| 'environment';

/** One process. */
export interface ScenarioProcess {
	/** What it plays, for the head of its column: `allocator`, `kfunc`. */
	name: string;
	/** C function without parameters. */
	function: string;
	role: ProcessRole;
}

/** What history says about a case; `open` where nobody has settled it. */
export type Expected = 'holds' | 'violated' | 'open';

/** One line of what history says. The first that fits a case counts. */
export interface Expectation {
	/** Ids; all when left out. */
	variants?: readonly string[];
	archs?: readonly string[];
	/** Forms of ptep_try_set(); only upstream's when left out. */
	candidates?: readonly CandidateId[];
	expected: Expected;
	/** Property that is expected to break, where `violated`. */
	property?: string;
	/** Claim, commit, message or arch-facts section it rests on. */
	reference: string;
}

/** One scenario. */
export interface Scenario {
	/** Begins with the claim it decides: `C34-range-returned-before-flush`. */
	id: string;
	/** One line: the situation, not the verdict. */
	title: string;
	/** Claims it decides or bears on, the one of its id first. */
	claims: readonly string[];
	/** C file in this folder. */
	file: string;
	/** Runs as CPU 0 before everything, on the booted machine. C function without parameters. */
	setup?: string;
	processes: readonly ScenarioProcess[];
	/** Checks the end, when every process is finished. C function without parameters. */
	finish?: string;
	/** Ids of the properties that it checks beside those always checked. */
	properties: readonly string[];
	/** What the surroundings may do here. */
	environment: readonly EnvironmentId[];
	/** Ids of architectures it makes sense on. */
	archs: readonly string[];
	/** Ids of variants it makes sense for; all when left out. */
	variants?: readonly string[];
	/** The first that fits a case counts; the last should fit all. */
	expectations: readonly Expectation[];
	/** BPF programs of the Live view that make the same situation. */
	programs: readonly string[];
	/** Counters of the Live view that show the same failure. */
	counters: readonly string[];
	/** What the model cannot say about the claim. */
	limits?: string;
}
