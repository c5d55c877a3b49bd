/** What a command gets from outside, so that tests can hand it something else. */
import type {StartSession} from '../machine/lab.ts';
import type {BootStill} from '../machine/still-machine.ts';
import type {TuiOptions} from '../ui/options.ts';
import type {Catalog} from './catalog.ts';
import type {Explorer} from './explore-runner.ts';
import type {UserSources} from './user-sources.ts';

/** A stream that text is written to. */
export interface Output {
	write(text: string): void;
	/** Whether it is a terminal that can be drawn on. */
	isTerminal: boolean;
	/** Columns; 80 where it is no terminal. */
	columns: number;
	/** Whether escape sequences for bold text are wanted. */
	colour: boolean;
}

/** The terminal UI: runs until the user leaves it and gives the exit status. */
export type RunTui = (options: TuiOptions) => Promise<number>;

export interface Context {
	stdout: Output;
	stderr: Output;
	/** Whether keys can be read. */
	stdinIsTerminal: boolean;
	/** The version of the program. */
	version: string;
	loadCatalog(): Promise<Catalog>;
	/** Starts machines; the engine is loaded on the first call. */
	startSession: StartSession;
	/** Boots a machine and runs it in this thread; the engine is loaded on the first call. */
	bootStill: BootStill;
	/** Starts machines with C of the user in them; compiles for these architectures first. */
	compileUser(user: UserSources, archs: readonly string[]): Promise<StartSession>;
	/** Loads the explorer. */
	loadExplorer(): Promise<Explorer>;
	/** Loads the terminal UI, and Ink with it. */
	loadTui(): Promise<RunTui>;
	/** Resolves after so many milliseconds, or at once when the signal is aborted; never rejects. */
	wait(milliseconds: number, signal: AbortSignal): Promise<void>;
	/** Milliseconds since some fixed moment. */
	now(): number;
	readFile(path: string): Promise<string>;
	writeFile(path: string, text: string): Promise<void>;
	readBytes(path: string): Promise<Uint8Array>;
	writeBytes(path: string, bytes: Uint8Array): Promise<void>;
	/** Names in a folder; null when there is no folder of that name. */
	listFolder(path: string): Promise<readonly string[] | null>;
	/** Makes a folder, and those above it, unless they are there. */
	makeFolder(path: string): Promise<void>;
	/**
	 * Runs something that the user may interrupt: the signal is aborted by SIGINT, SIGTERM or SIGHUP. Gives the exit status of
	 * `run`, or 128 + the number of the signal.
	 */
	interruptible(run: (signal: AbortSignal) => Promise<number>): Promise<number>;
}
