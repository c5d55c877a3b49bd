/**
 * A compiled program as a system to search: each process is a C function on a CPU of its own, stepped by the code that
 * `emitStep` makes. All state is in the module's memory; this is the thin part that starts it, reads the contexts and
 * words failures.
 */

import {
	accessKinds,
	contextWords,
	failureKinds,
	recordEntries,
	recordedWrite,
} from '../compiler/emit-step-context.ts';
import {paintQuietMemory, type Quiet} from './quiet-memory.ts';
import {describeStepFailure} from './step-failure.ts';
import {instantiateStep, type StepCode} from './step-instance.ts';
import {findUsedPages, readStack, type StackEntry, takeSnapshot} from './step-state.ts';
import type {Access, Failure, Footprint, PendingStep, ProcessStatus, System} from './system.ts';

/** One process: a C function that the image exports, called with one number (ignored where it takes none). */
export interface StepProcess {
	function: string;
	argument: number;
	/** What `__ptelab_cpu()` gives; its index among the processes unless said otherwise. */
	cpu?: number;
	/** Whether nothing obliges it to step. */
	environment?: boolean;
	/** Whether it may wait for ever: it does what it is given. */
	waits?: boolean;
}

export interface StepperOptions {
	image: StepCode;
	processes: readonly StepProcess[];
	/** C functions that run to their end as CPU 0, in this order, before the processes start. */
	setup?: readonly {function: string; arguments: readonly number[]}[];
	/** C functions that check, by `__ptelab_assert`, what must hold when every process is finished. */
	finish?: string | readonly string[];
	/** Index of the variant. Default 0. */
	variant?: number;
	/** Names of the numbers that `__ptelab_assert` is given. */
	properties?: readonly string[];
	/** Turns of loops and calls that one step may take before it counts as an endless loop. Default one million. */
	turnsPerStep?: number;
	/**
	 * How the ranges that the program names in `lab_quiet` after its setup count: `quiet` as it says, `visible` as any other memory,
	 * but for constant ones, to which a store stays a failure. Default: none are looked for.
	 */
	quiet?: Quiet;
	/** True makes stacks visible: for programs in which a CPU uses another's local variables. Default false. */
	sharedStacks?: boolean;
}

/** A system over a compiled program. */
export interface Stepper extends System {
	/** Memory of the program, for reading. Its buffer is another one after the undo log has grown. */
	readonly memory: WebAssembly.Memory;
	/**
	 * The functions a process is in, innermost first, with the site of each; empty once it is finished. Of one that failed: the callers
	 * of where it did, as far as they are known. Process -1 is the setup.
	 */
	stack(process: number): StackEntry[];
}

const defaultTurns = 1_000_000;
/** Booting takes a twentieth of it. Every turn may leave some bytes in the undo log, so much more would fill the memory. */
const setupTurns = 4_000_000;
const statusIds = {finished: 1, failed: 2};

/**
 * Creates the system in its initial state: setup done, every process before its first visible access. A setup that breaks something
 * ends there: that is the failure of the initial state, and no process has a step. Throws when the image has no such function or too few stacks.
 */
export function createStepper(options: StepperOptions): Stepper {
	const {image, processes} = options;
	const layout = image.manifest.step;
	if (processes.length > layout.processes) {
		throw new Error(
			`${processes.length} processes, but the image has ${layout.processes} stacks; emit it with more`,
		);
	}
	const host = layout.processes;
	const {memory, wasm, call, globals} = instantiateStep(image);
	const hash = new Uint32Array(4);
	const hashWord = layout.hashBase / 4;
	let words = new Int32Array(memory.buffer);
	let trapText = '';
	let broken: Failure | null = null;
	let started: Failure | null = null;
	let isUp = false;

	start();
	const mayWait = processes.map(({environment, waits}) => environment === true || waits === true);
	/** Looked for when the first snapshot is wanted: few searches take any. */
	let usedPages: number[] | null = null;
	const first = position();

	return {
		processes: processes.length,
		memory,
		hash,
		status,
		pending(process): PendingStep {
			const at = contextAt(process);
			return {
				kind: accessKinds[words[at + contextWords.kind] ?? 0] ?? 'none',
				address: (words[at + contextWords.address] ?? 0) >>> 0,
				bytes: words[at + contextWords.bytes] ?? 0,
				choices: words[at + contextWords.choices] ?? 1,
				site: words[at + contextWords.site] ?? -1,
			};
		},
		step(process, choice) {
			const kind = take(process, choice);
			broken = kind === 0 ? null : failureOf(process);
			refresh();
		},
		failure: () => broken,
		finalFailure,
		position,
		rollback(to) {
			wasm.step_rollback(to);
			broken = to === first ? started : null;
			refresh();
		},
		snapshot() {
			usedPages ??= findUsedPages(memory, layout);
			return takeSnapshot(memory, layout, usedPages);
		},
		stack: process => readStack(memory, layout, process < 0 ? host : process),
		touches,
		environment: process => processes[process]?.environment === true,
		mayWait: process => mayWait[process] === true,
	};

	function position(): number {
		return globals.log.value >>> 0;
	}

	/** Takes a step; gives the kind of failure. */
	function take(process: number, choice: number): number {
		try {
			return wasm.step_step(process, choice);
		} catch (error) {
			return abandon(error);
		}
	}

	/** For a block: found out by taking the step, each way it can go, and taking it back. */
	function touches(process: number): Footprint | null {
		const at = contextAt(process);
		if (status(process) === 'blocked') {
			return [{address: (words[at + contextWords.waitAddress] ?? 0) >>> 0, bytes: 4, write: false}];
		}
		if (status(process) !== 'ready') return [];
		const kind = accessKinds[words[at + contextWords.kind] ?? 0];
		if (kind !== 'block') {
			const address = (words[at + contextWords.address] ?? 0) >>> 0;
			return [{address, bytes: words[at + contextWords.bytes] ?? 0, write: kind !== 'load'}];
		}
		const start = position();
		const choices = words[at + contextWords.choices] ?? 1;
		globals.recorded.value = 0;
		for (let choice = 0; choice < choices; choice++) {
			take(process, choice);
			wasm.step_rollback(start);
		}
		const count = globals.recorded.value;
		globals.recorded.value = -1;
		trapText = '';
		refresh();
		if (count > recordEntries) return null;
		const seen = new Map<string, Access>();
		for (let index = layout.recordBase / 4; index < layout.recordBase / 4 + 2 * count; index += 2) {
			const [address = 0, extent = 0] = [words[index], words[index + 1]];
			seen.set(`${address} ${extent}`, {
				address: address >>> 0,
				bytes: extent % recordedWrite,
				write: extent >= recordedWrite,
			});
		}
		return [...seen.values()];
	}

	function start(): void {
		globals.variant.value = options.variant ?? 0;
		globals.privateBytes.value = options.sharedStacks ? 0 : layout.stackBytes;
		globals.fuelPerStep.value = setupTurns;
		isUp = setUp();
		globals.fuelPerStep.value = options.turnsPerStep ?? defaultTurns;
		if (options.quiet && isUp) paintQuietMemory(memory, image.manifest, options.quiet);
		for (const [process, {function: name, argument, cpu = process}] of processes.entries()) {
			words[contextAt(process + 1) - 1] = cpu;
			if (!isUp) {
				words[contextAt(process) + contextWords.status] = statusIds.failed;
				continue;
			}

			const failure = run(process, name, [argument], false);
			started ??= failure;
		}
		broken = started;
		globals.log.value = layout.logBase;
		refresh();
	}

	/**
	 * Whether the setup came to its end. What it checks itself is a finding about the initial state, and no end; a store to the machine
	 * is one, as nothing can be told of a machine that is damaged. What the scenario's own text stores there is how it wants the machine.
	 */
	function setUp(): boolean {
		for (const [index, {function: name, arguments: args}] of (options.setup ?? []).entries()) {
			// What the first one, which boots, leaves constant is so for the others as well.
			if (index > 0 && options.quiet) paintQuietMemory(memory, image.manifest, 'visible');
			const found = runOnHost(name, args);
			const ends = status(host) !== 'finished';
			const isWild = found?.property === 'wild-store';
			const failure = isWild && !ends && isScenarioText(found.site) ? null : found;
			started ??= failure && {...failure, text: `while the scenario is set up: ${failure.text}`};
			globals.log.value = layout.logBase;
			if (failure && (ends || isWild)) return false;
		}

		return true;
	}

	function isScenarioText(site: number): boolean {
		const {sites, locations} = image.manifest;
		return /^(\.\/)?(scenarios|explore)\//.test(locations[sites[site] ?? -1]?.file ?? '');
	}

	/** Index of a context's first word. */
	function contextAt(process: number): number {
		return (layout.contextBase + process * layout.contextBytes) / 4;
	}

	/** After anything that may have changed the hash, or made the log grow, which detaches the buffer. */
	function refresh(): void {
		if (words.length === 0) words = new Int32Array(memory.buffer);
		for (let lane = 0; lane < hash.length; lane++) hash[lane] = words[hashWord + lane] ?? 0;
	}

	/** Runs a function to its end without a stop; the failure where it breaks or waits. */
	function runOnHost(name: string, args: readonly number[]): Failure | null {
		const failure = run(host, name, args, true);
		if (failure || status(host) === 'finished') return failure;
		const site = words[contextAt(host) + contextWords.site] ?? -1;
		return {property: 'deadlock', process: -1, site, text: `'${name}' waits for something that nobody does`};
	}

	/** Calls a function of the program as the process, until it ends or stops. */
	function run(process: number, name: string, args: readonly number[], runsFreely: boolean): Failure | null {
		words[contextAt(process) + contextWords.status] = 0;
		wasm.step_begin(process, runsFreely ? 1 : 0);
		try {
			call(name, args);
			wasm.step_settle();
		} catch (error) {
			abandon(error);
		}
		refresh();
		return globals.failureKind.value === 0 ? null : failureOf(process === host ? -1 : process);
	}

	/** Ends the process after a WebAssembly trap; any other error is the lab's own. Gives the kind of failure. */
	function abandon(error: unknown): number {
		const isOverflow = error instanceof RangeError;
		if (!isOverflow && !(error instanceof WebAssembly.RuntimeError)) throw error;
		if (globals.failureKind.value === 0) {
			globals.failureKind.value = failureKinds.indexOf(isOverflow ? 'stack-overflow' : 'unreachable');
			globals.failureCode.value = 0;
			globals.failureSite.value = -1;
			trapText = error.message;
		}
		wasm.step_abandon();
		return Number(globals.failureKind.value);
	}

	function failureOf(process: number): Failure {
		const failure = describeStepFailure(
			{
				kind: failureKinds[globals.failureKind.value] ?? 'none',
				code: globals.failureCode.value >>> 0,
				argument: globals.failureArgument.value >>> 0,
				trapText,
			},
			options.properties ?? [],
		);
		trapText = '';
		return {...failure, process, site: globals.failureSite.value};
	}

	function status(process: number): ProcessStatus {
		const at = contextAt(process);
		const ended = words[at + contextWords.status];
		if (ended === statusIds.finished) return 'finished';
		if (ended === statusIds.failed) return 'failed';
		const mode = words[at + contextWords.waitMode] ?? 0;
		if (mode === 0) return 'ready';
		const found = words[(words[at + contextWords.waitAddress] ?? 0) >>> 2];
		const isEqual = found === words[at + contextWords.waitValue];
		return isEqual === (mode === 1) ? 'ready' : 'blocked';
	}

	/** A process that waits for ever, or what the program's own check of its end finds. */
	function finalFailure(): Failure | null {
		// What is half set up cannot be asked whether its end is a good one.
		if (!isUp) return null;
		for (let process = 0; process < processes.length; process++) {
			if (status(process) !== 'blocked' || mayWait[process]) continue;
			const site = words[contextAt(process) + contextWords.site] ?? -1;
			return {property: 'deadlock', process, site, text: 'waits for ever'};
		}
		const start = position();
		let failure: Failure | null = null;
		for (const name of [options.finish ?? []].flat()) failure ??= runOnHost(name, []);
		wasm.step_rollback(start);
		refresh();
		return failure;
	}
}
