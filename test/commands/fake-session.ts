/** A session of machines that count as they are told to, on a clock that only `wait` moves. */
import type {
	Books,
	Counters,
	Machine,
	MachineSnapshot,
	RunState,
	Session,
	SessionOptions,
	StartSession,
	StreamEntry,
} from '../../source/machine/lab.ts';
import {type CounterId, counterIds} from '../../source/machine/vocabulary.ts';

/** Events per second of running time, for a machine of these options. */
export type Rates = (options: SessionOptions, arch: string) => Partial<Record<CounterId, number>>;

export interface FakeLab {
	startSession: StartSession;
	wait(milliseconds: number, signal: AbortSignal): Promise<void>;
	now(): number;
	/** What was asked of sessions, in order. */
	calls: string[];
}

export interface FakeOptions {
	rates?: Rates;
	books?: Books;
	/** Message with which a machine fails once it has run so long. */
	fails?: {arch: string; afterMilliseconds: number; reason: string};
	/** `startSession` rejects with this. */
	refuses?: string;
	/** Called at each wait, such as to abort. */
	onWait?: (now: number) => void;
}

export const balancedBooks: Books = {
	balanced: true,
	lines: [{name: 'live entries', counted: 5, found: 5, ok: true}],
};
export const wrongBooks: Books = {
	balanced: false,
	lines: [
		{name: 'live entries', counted: 5, found: 5, ok: true},
		{name: 'pages', counted: 7, found: 4, ok: false},
	],
};

export function createFakeLab(fake: FakeOptions = {}): FakeLab {
	let now = 0;
	const calls: string[] = [];
	return {
		calls,
		now: () => now,
		async wait(milliseconds, signal) {
			if (!signal.aborted) {
				now += milliseconds;
				fake.onWait?.(now);
			}
		},
		async startSession(options) {
			calls.push(`start ${options.archs.join(',')} ${options.variant}`);
			if (fake.refuses !== undefined) {
				throw new Error(fake.refuses);
			}

			return createSession(options, fake, calls, () => now);
		},
	};
}

function createSession(
	first: SessionOptions,
	fake: FakeOptions,
	calls: string[],
	now: () => number,
): Session {
	let options = first;
	let isRunning = true;
	let since = now();
	let counted: Map<string, Counters> = new Map();
	/** Adds what was counted since the last look. */
	const settle = () => {
		const seconds = isRunning ? (now() - since) / 1000 : 0;
		since = now();
		for (const arch of options.archs) {
			const counters = counted.get(arch) ?? zeroCounters();
			const rates = fake.rates?.(options, arch) ?? {installs: 1000};
			for (const id of counterIds) {
				counters[id] += (rates[id] ?? 0) * seconds;
			}

			counted.set(arch, counters);
		}
	};

	const reset = () => {
		counted = new Map();
		since = now();
		isRunning = true;
	};

	const snapshot = (arch: string): MachineSnapshot => {
		settle();
		const failure =
			fake.fails?.arch === arch && now() >= fake.fails.afterMilliseconds ? fake.fails.reason : null;
		const state: RunState = failure !== null ? 'failed' : isRunning ? 'running' : 'paused';
		const {archs: _, ...rest} = options;
		return {
			options: {...rest, arch},
			state,
			failure,
			runMilliseconds: now(),
			counters: {...(counted.get(arch) ?? zeroCounters())},
			perCpu: [],
			cpus: [],
			programs: options.programs.map(id => ({id, state: 'loaded', violations: 1, runs: 2})),
			books: isRunning ? null : (fake.books ?? balancedBooks),
		};
	};

	return {
		options: () => options,
		machines: () => options.archs.map(arch => createMachine(() => snapshot(arch))),
		async pause() {
			settle();
			isRunning = false;
			calls.push('pause');
		},
		resume() {
			settle();
			isRunning = true;
			calls.push('resume');
		},
		inject(program) {
			settle();
			options = {...options, programs: [...options.programs, program]};
			calls.push(`inject ${program}`);
		},
		remove(program) {
			settle();
			options = {...options, programs: options.programs.filter(id => id !== program)};
			calls.push(`remove ${program}`);
		},
		setChaos(chaos) {
			options = {...options, chaos};
			calls.push(`chaos ${chaos}`);
		},
		async change(changes) {
			options = {...options, ...changes};
			calls.push(`change ${Object.keys(changes).join(',')}`);
			reset();
		},
		async restart() {
			calls.push('restart');
			reset();
		},
		async stop() {
			calls.push('stop');
		},
	};
}

function createMachine(snapshot: () => MachineSnapshot): Machine {
	const unused = () => {
		throw new Error('The commands steer the session, not its machines.');
	};
	return {
		snapshot,
		arenaMap: () => [],
		stream: () => Array.from({length: 25}, (_, index) => streamEntry(index + 1)),
		pause: unused,
		resume: unused,
		inject: unused,
		remove: unused,
		setChaos: unused,
		restart: unused,
		stop: unused,
	};
}

function streamEntry(sequence: number): StreamEntry {
	return {
		sequence,
		kind: 'kernel_write_violation',
		cpu: 1,
		program: 'one-past-end',
		address: 0xffff_c900_0000_1000n,
		text: `write violation ${sequence}`,
		location: [{function: 'bpf_kfunc_touch', file: 'bpf/kfuncs.c', line: 12, column: 3, inlinedAt: -1}],
	};
}

export function zeroCounters(): Counters {
	return Object.fromEntries(counterIds.map(id => [id, 0])) as Counters;
}
