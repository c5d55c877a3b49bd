/**
 * The worker threads of one machine's CPUs. Every wait has a deadline, and a CPU that ends, gets lost or does not answer
 * ends all waits with one line that names it.
 */
import {Worker} from 'node:worker_threads';
import {builtFile} from './built-file.ts';
import {type CpuMessage, type CpuWorkerData, gateIndex, status, statusWords} from './cpu-protocol.ts';

/** What the crew tells its machine between the answers to its calls. */
export interface CrewEvents {
	/** A CPU ended or cannot go on. Called at most once. */
	failed(reason: string): void;
	/** The WebAssembly engine stopped a CPU's code; `sequence` is the stream record that stands for it. */
	engineTrap(sequence: number, text: string): void;
}

export interface Crew {
	/** Status word of a CPU. */
	statusOf(cpu: number): number;
	/** True when every CPU's status word is this value. */
	all(value: number): boolean;
	/** Resolves when every CPU in `cpus` has reached `value`; rejects with the failure, or with a `LateError` at the deadline. */
	reach(value: number, cpus: readonly number[], milliseconds: number): Promise<void>;
	/** Lets booted CPUs run. */
	openGate(): void;
	/** Ends every thread, whatever it does. Never rejects. */
	terminate(): Promise<void>;
}

/** Some CPUs did not do in time what they were asked for. */
export class LateError extends Error {
	override name = 'LateError';
	readonly cpus: number[];
	constructor(cpus: number[]) {
		super(`CPU ${cpus.join(', ')} late`);
		this.cpus = cpus;
	}
}

interface Waiter {
	value: number;
	cpus: readonly number[];
	settle(error: Error | null): void;
}

/** `terminate()` gives up on a thread after this; the process then goes on without it. */
const terminateMilliseconds = 3000;

/** Starts one thread per CPU; CPU 0 boots the machine, then all wait at the gate. */
export function startCrew(each: Omit<CpuWorkerData, 'cpu' | 'status'>[], events: CrewEvents): Crew {
	const statusArray = new Int32Array(new SharedArrayBuffer(statusWords * 4));
	const waiters = new Set<Waiter>();
	let failure: Error | null = null;
	let ending = false;

	const statusOf = (cpu: number) => Atomics.load(statusArray, cpu);

	const lookAgain = () => {
		for (const waiter of waiters) {
			if (failure !== null) {
				waiter.settle(failure);
			} else if (waiter.cpus.every(cpu => statusOf(cpu) === waiter.value)) {
				waiter.settle(null);
			}
		}
	};

	const fail = (reason: string) => {
		if (failure === null && !ending) {
			failure = new Error(reason);
			lookAgain();
			events.failed(reason);
		}
	};

	const workers = each.map((data, cpu) => {
		const worker = startWorker({...data, cpu, status: statusArray});
		worker.on('message', (message: CpuMessage) => {
			switch (message.kind) {
				case 'status':
					lookAgain();
					break;
				case 'engineTrap':
					events.engineTrap(message.sequence, message.text);
					break;
				case 'lost':
					fail(`CPU ${cpu}: ${message.text}`);
					break;
			}
		});
		worker.on('error', error => fail(`CPU ${cpu}: its thread died: ${firstLine(error)}`));
		worker.on('exit', code => {
			if (statusOf(cpu) !== status.stopped) {
				fail(`CPU ${cpu}: its thread ended early (exit code ${code})`);
			}
		});

		return worker;
	});

	return {
		statusOf,
		all: value => workers.every((_, cpu) => statusOf(cpu) === value),
		reach: (value, cpus, milliseconds) =>
			new Promise((resolve, reject) => {
				const waiter: Waiter = {
					value,
					cpus,
					settle(error) {
						clearTimeout(timer);
						waiters.delete(waiter);
						error === null ? resolve() : reject(error);
					},
				};
				const timer = setTimeout(() => {
					waiter.settle(new LateError(cpus.filter(cpu => statusOf(cpu) !== value)));
				}, milliseconds);
				waiters.add(waiter);
				lookAgain();
			}),
		openGate() {
			Atomics.store(statusArray, gateIndex, 1);
			Atomics.notify(statusArray, gateIndex);
		},
		async terminate() {
			ending = true;
			failure ??= new Error('the machine was stopped');
			lookAgain();
			await within(Promise.all(workers.map(worker => worker.terminate())), terminateMilliseconds);
		},
	};
}

/** The worker needs none of its parent's loaders: it is always the bundled script. */
function startWorker(workerData: CpuWorkerData): Worker {
	return new Worker(builtFile('cpu-worker.js'), {workerData, execArgv: []});
}

function firstLine(error: unknown): string {
	return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}

/** Waits for a promise, but no longer than so many milliseconds, and ignores how it ends. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise<void>(resolve => {
		timer = setTimeout(resolve, milliseconds);
	});
	await Promise.race([promise.catch(() => undefined), deadline]);
	clearTimeout(timer);
}
