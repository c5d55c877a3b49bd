/**
 * What the explorer searches: a few processes (CPUs, and environment such as a TLB eviction) that share memory. A process
 * always stands before its next visible step; a step does one visible access and then everything invisible up to
 * the next one. The whole state can be rolled back and has a hash that follows every change.
 */

/** What a process would do next, known before it does it: the reduction decides by this alone which steps commute. */
export interface PendingStep {
	/** `none`: it is finished or failed. `block`: several accesses in one step whose places are not known beforehand. */
	kind: 'none' | 'load' | 'store' | 'update' | 'fence' | 'block';
	/** First byte of the access in memory; 0 for `fence` and `block`. */
	address: number;
	/** Bytes of the access; 0 where there is none. */
	bytes: number;
	/** Number of ways the step can go (a nondeterministic choice), at least 1. */
	choices: number;
	/** Access site, index of a C location; -1 where there is none. */
	site: number;
}

/** `blocked`: it waits for memory to change (a lock, a flag) and has no step until it does. */
export type ProcessStatus = 'ready' | 'blocked' | 'finished' | 'failed';

/** What ended a process or broke a rule, with what is needed to explain it. */
export interface Failure {
	/** Property or trap that it is: `assert`, `oops`, `deadlock`, … */
	property: string;
	/** Process that was stepping. */
	process: number;
	/** C location as an access site, or -1. */
	site: number;
	text: string;
}

/** A system in its current state. Created in its initial state; every call refers to the current one. */
export interface System {
	readonly processes: number;
	status(process: number): ProcessStatus;
	pending(process: number): PendingStep;
	/** Takes the process's next step. `choice` is 0 to `pending.choices - 1`. The process must be `ready`. */
	step(process: number, choice: number): void;
	/** What the last step broke, or null. */
	failure(): Failure | null;
	/** Checks what must hold where no process has a step left. */
	finalFailure(): Failure | null;
	/** A place in the undo log, to go back to. */
	position(): number;
	/** Undoes every step since that position. */
	rollback(position: number): void;
	/**
	 * 128 bits that follow the state: equal for equal states; for different ones unequal but for a chance of 2^-128 a pair.
	 * Refreshed by `step` and `rollback`, always the same array.
	 */
	readonly hash: Uint32Array;
	/** The whole state as bytes in a canonical order, for traces, final states and exact comparison. */
	snapshot(): Uint8Array;
}
