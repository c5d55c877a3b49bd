/**
 * Sizes and word numbers of the data symbols that the machine shares with the lab (docs/machine.md). Words are 32 bits
 * unless the name says otherwise.
 */

/** CPUs that the tables have room for. */
export const maximumCpus = 8;
/** 64-bit counters of one CPU in `lab_counters`. */
export const counterSlots = 64;

/** `lab_control`. */
export const control = {request: 0, chaos: 1, violationThreshold: 2, workload: 3} as const;
/** Bits of `lab_control[3]`. */
export const workload = {userTouches: 1, programs: 2} as const;

/** Words of one CPU in `lab_cpus`. */
export const cpuWords = 16;
export const cpu = {
	state: 0,
	program: 1,
	operations: 2,
	page: 3,
	interruptsOff: 4,
	locksHeld: 5,
	site: 6,
} as const;
/** In `lab_cpus`: no program, no page. */
export const nothing = 0xffff_ffff;

/** Words of one program in `lab_programs`. */
export const programWords = 8;
/** Programs that `lab_programs` has room for. */
export const programSlots = 32;
export const program = {entry: 0, state: 1, violations: 2, runs: 3, cpuMask: 4} as const;
/** `lab_programs[][1]`, in order. */
export const programStates = ['absent', 'loaded', 'stopped', 'unloaded'] as const;

/** `lab_stream`: a word that counts the records ever written, then the ring. */
export const streamRecords = 256;
export const streamRecordWords = 12;
export const stream = {
	/** Sequence number + 1. */
	mark: 0,
	kind: 1,
	cpu: 2,
	program: 3,
	addressHigh: 4,
	addressLow: 5,
	site: 6,
	argument: 7,
	time: 8,
} as const;

/** 64-bit words of `lab_arena`. */
export const arena = {
	kernStart: 0,
	userStart: 1,
	pages: 2,
	scratchFrame: 3,
	kernelRoot: 4,
	userRoot: 5,
	recoverStart: 6,
	recoverEnd: 7,
	poolFrame: 8,
	poolPages: 9,
	deferredSpans: 10,
	/** Address of the lock word, which is 0 while the lock is free. */
	lock: 11,
} as const;

/** Words of one `struct page` in `mem_map`. */
export const pageWords = 8;
export const page = {state: 0, references: 1, index: 2, generation: 3} as const;

/** Bytes of `lab_heat`: the heat of so many arena pages is kept. */
export const heatPages = 65_536;
