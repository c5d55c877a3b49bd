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

/** One range of bytes that a step reads or writes. */
export interface Access {
	/** First byte. */
	address: number;
	/** Number of bytes, at least 1. */
	bytes: number;
	/** Whether the step may change them. */
	write: boolean;
}

/** Every byte a step (or all of a process's steps to come) may read or write. */
export type Footprint = readonly Access[];

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
	/** True of a run without an end (`long-run.ts`): its shortest form is not to be found by a search. */
	isLongRun?: boolean;
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
	/**
	 * Places of the pending step where `pending` can only say `block`; null if not known. For a blocked process: what it
	 * waits for. Steps that only add to a sum which no step reads may leave it out.
	 */
	touches?(process: number): Footprint | null;
	/**
	 * Everything the process may touch from its present local state until it ends, whatever the others do, its pending
	 * step included; null if not known. Too much is sound, too little is not. With it, the reduction saves states too.
	 */
	mayAccess?(process: number): Footprint | null;
	/** Whether the last step is progress: a cycle of states with such a step is no livelock. Without it, none is. */
	progressed?(): boolean;
	/** Whether the process is environment: nothing obliges it to step, and it may wait for ever without a deadlock. */
	environment?(process: number): boolean;
	/** Whether the process may wait for ever without a deadlock: one that does what it is given. */
	mayWait?(process: number): boolean;
	/**
	 * Like `hash`, but equal for all states that have the same future: what no step and no final check will read again is
	 * left out. Searched by instead of `hash` where asked for.
	 */
	readonly canonical?: Uint32Array;
	/**
	 * Whether `canonical` is also equal for states that differ by an exchange of processes alike in every respect (one program,
	 * and no state or order of steps names them). Sleep sets name processes, so the search then reduces by this alone.
	 */
	readonly exchanges?: boolean;
}
