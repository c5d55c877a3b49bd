/**
 * The face of the live engine: what the terminal UI and the commands see of running machines. Nothing here knows
 * workers, WebAssembly or memory layout.
 */
import type {Location} from '../compiler/ir/ir.ts';
import type {CounterId, CpuState, HeatKind, StreamKind} from './vocabulary.ts';

/** What one machine is made of. */
export interface MachineOptions {
	/** Architecture mode id. */
	arch: string;
	/** Variant id, such as `VJ`. */
	variant: string;
	/** 1 to 8. */
	cpus: number;
	/** Any 32-bit unsigned number; the same seed gives each CPU the same sequence of choices. */
	seed: number;
	/** Chance per 1024 that a CPU pauses at an access point; 0 is off. */
	chaos: number;
	/** Programs loaded from the start, by id. */
	programs: string[];
	/** Violations after which a program is unloaded; 0 never. */
	violationThreshold: number;
}

export type Counters = Record<CounterId, number>;

export interface CpuSnapshot {
	cpu: number;
	state: CpuState;
	/** Id of the program that runs, or null. */
	program: string | null;
	/** Arena page it works on, or null. */
	page: number | null;
	interruptsOff: boolean;
	locksHeld: number;
	/** C location of its last translated access, innermost first; empty if none. */
	location: Location[];
}

export interface StreamEntry {
	sequence: number;
	kind: StreamKind;
	cpu: number;
	/** Program id or null. */
	program: string | null;
	/** Virtual address it is about. */
	address: bigint;
	/** The text as the kernel's stream would say it; may have several lines. */
	text: string;
	/** C location of the access, innermost first. */
	location: Location[];
}

export interface ProgramSnapshot {
	/** Id, such as `one-past-end`. */
	id: string;
	state: 'absent' | 'loaded' | 'stopped' | 'unloaded';
	violations: number;
	runs: number;
}

/** One line of the books: what the counters say beside what the tables and the page array say. */
export interface BooksLine {
	name: string;
	/** From the counters. */
	counted: number;
	/** From a walk of tables and page array. */
	found: number;
	ok: boolean;
}

export interface Books {
	balanced: boolean;
	lines: BooksLine[];
}

/** State of the entries of a stretch of arena pages. */
export interface ArenaCell {
	/** Entry of the page as the table has it now; for a block of pages the most notable one. */
	entry: 'none' | 'page' | 'scratch' | 'other';
	/** What last happened to it since the previous look. */
	heat: HeatKind;
}

export type RunState = 'booting' | 'running' | 'pausing' | 'paused' | 'stopped' | 'failed';

export interface MachineSnapshot {
	options: MachineOptions;
	state: RunState;
	/** Reason of `failed`: a worker died or hangs. */
	failure: string | null;
	/** Milliseconds it has been running, pauses left out. */
	runMilliseconds: number;
	/** Sum over CPUs. */
	counters: Counters;
	perCpu: Counters[];
	cpus: CpuSnapshot[];
	programs: ProgramSnapshot[];
	/** Books of the last pause or of the end; null while never checked since boot. */
	books: Books | null;
}

/** A running machine. Every method may be called at any time; calls are carried out in order. */
export interface Machine {
	snapshot(): MachineSnapshot;
	/** `cells` cells that cover arena pages 0 to `pages - 1`; a look clears the heat. */
	arenaMap(cells: number, pages: number): ArenaCell[];
	/** Stream entries newer than `after` (a sequence number; 0 for all that are still there), oldest first. */
	stream(after: number): StreamEntry[];
	/** Resolves when all CPUs stand still and the books are checked; rejects when a CPU does not stop in time. */
	pause(): Promise<Books>;
	resume(): void;
	/** Loads (or loads again) a program while running; unknown id throws. */
	inject(program: string): void;
	/** Takes a program off. */
	remove(program: string): void;
	/** Chance per 1024 of a delay at an access point. */
	setChaos(chance: number): void;
	/** Boots anew with changed options; counters start at zero. */
	restart(changes: Partial<MachineOptions>): Promise<void>;
	/** Stops the workers and frees the memory; the last snapshot stays readable. Checks the books if all stood still. */
	stop(): Promise<void>;
}

/** What a session of one or more machines side by side is made of. */
export interface SessionOptions extends Omit<MachineOptions, 'arch'> {
	/** Architecture mode ids, at least one, no repeats. */
	archs: string[];
}

/** Machines of several architectures that race the same workload at the same time. */
export interface Session {
	options(): SessionOptions;
	/** In the order of `options().archs`. While a machine is being booted anew it stays listed with state `booting`. */
	machines(): Machine[];
	/** Pauses every machine; resolves when all books are checked. */
	pause(): Promise<void>;
	resume(): void;
	inject(program: string): void;
	remove(program: string): void;
	setChaos(chance: number): void;
	/** Changes what it runs: machines are started, stopped or booted anew as needed. Rejects on unknown ids, unchanged then. */
	change(changes: Partial<SessionOptions>): Promise<void>;
	/** Boots every machine anew with the same options. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts a session and resolves when all machines run. */
export type StartSession = (options: SessionOptions) => Promise<Session>;
