/**
 * What the caller of the terminal UI gives it: the session to show, the words it may choose from and how to draw.
 */

import type {CaseReport} from '../explore/case.ts';
import type {RunCases} from '../explore/run-cases.ts';
import type {Session} from '../machine/lab.ts';
import type {SourceText} from '../report/explore-words.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Narration} from './narration.ts';
import type {ThemeName} from './theme.ts';

/** A program that a key loads. */
export interface ProgramChoice {
	/** Id, such as `one-past-end`. */
	id: string;
	/** `1` to `9` or `0`; empty when the program has no key of its own (the program menu still loads it). */
	key: string;
	/** `buggy`, `well-behaved` or `user`; shown as it is. */
	kind: string;
	/** One line about it. */
	text: string;
}

/** An architecture or a variant that a menu offers. */
export interface Choice {
	id: string;
	/** One line about it. */
	text: string;
}

/** The explorer, as the key that explores what is on the screen needs it. */
export interface ExploreChoice {
	/** What it can be asked, in the order in which it is listed. */
	scenarios: readonly Scenario[];
	/** Called for each exploration; may load the explorer first. A rejection is shown. */
	run: RunCases;
	/**
	 * What a variant of the session is to the explorer: its id in jobs, and the variant that scenarios and history know it by (of
	 * a user's file, the one that it is a change to). Null: it cannot be explored. @default the same id for both
	 */
	variantOf?(variant: string): {id: string; base: string} | null;
	/** Lines of C, shown in traces. @default none are known */
	sourceText?(report: CaseReport): SourceText;
	/** The command that replays the trace of a report, or null. @default none is shown */
	replay?(report: CaseReport): string | null;
	/** Worker threads. The machines race meanwhile. @default half of the processors, at least 1 */
	threads?: number;
}

/** The part of a terminal's input the UI needs; `process.stdin` has it. */
export interface InputStream {
	isTTY?: boolean | undefined;
	setRawMode?(raw: boolean): unknown;
	setEncoding(encoding: 'utf8'): unknown;
	on(event: 'data', listener: (chunk: string) => void): unknown;
	off(event: 'data', listener: (chunk: string) => void): unknown;
	resume(): unknown;
	pause(): unknown;
}

/** The part of a terminal's output the UI needs; `process.stdout` has it. */
export interface OutputStream {
	columns?: number | undefined;
	rows?: number | undefined;
	/** True while earlier writes have not been taken; frames are dropped meanwhile. */
	writableNeedDrain?: boolean | undefined;
	write(text: string): boolean;
	on(event: 'resize' | 'drain' | 'error', listener: (error?: Error) => void): unknown;
	off(event: 'resize' | 'drain' | 'error', listener: (error?: Error) => void): unknown;
}

/** Settings of the terminal UI. Only `session` is needed. */
export interface TuiOptions {
	session: Session;
	/** Programs that the digits load, in the order they are listed. @default [] */
	programs?: readonly ProgramChoice[];
	/** Architectures the architecture menu offers; those of the session are always in it. @default those of the session */
	archs?: readonly Choice[];
	/** Variants the variant menu offers. @default the session's own */
	variants?: readonly Choice[];
	/** Pauses the session as soon as the first frame is on the screen. @default false */
	startPaused?: boolean;
	/** @default `mono` when NO_COLOR is set and not empty, else `dark` */
	theme?: ThemeName;
	/** Frames a second of the arena map, 1 to 30; tables follow at 4 a second at most. @default 12 */
	fps?: number;
	/** Draws with ASCII characters only. @default false */
	ascii?: boolean;
	/** Arena pages the map covers at first; `[` and `]` change it. @default 256 */
	mapPages?: number;
	/** Folder that `s` saves into. @default the current directory */
	snapshotFolder?: string;
	/** What `h` switches chaos to when it was off, per 1024. @default 64 */
	chaos?: number;
	/** What explores what is on the screen. @default the key says that there is none */
	explore?: ExploreChoice;
	/** What a demonstration says, shown in a panel above the stream. */
	demo?: Narration;
	/** @default process.stdin */
	stdin?: InputStream;
	/** @default process.stdout */
	stdout?: OutputStream;
	/** Looked at for NO_COLOR. @default process.env */
	env?: Record<string, string | undefined>;
}
