/**
 * A session of made-up machines whose every figure follows from a step number: the same steps give the same screens. It
 * records what it is asked for, and can be told to refuse or to stay pending.
 */
import type {
	ArenaCell,
	Books,
	Counters,
	CpuSnapshot,
	Machine,
	MachineSnapshot,
	ProgramSnapshot,
	RunState,
	Session,
	SessionOptions,
	StreamEntry,
} from '../../../source/machine/lab.ts';
import {type CounterId, counterIds, cpuStates, heatKinds} from '../../../source/machine/vocabulary.ts';

/** How much each counter grows in one step of 250 ms; the rest stay at zero. */
const growth: Partial<Record<CounterId, number>> = {
	installs: 31_234,
	clears: 30_100,
	scratch_installs: 412,
	scratch_collisions: 37,
	faults: 951,
	violations: 3,
	tlb_flushes: 15_000,
	operations: 64_000,
	pages_allocated: 31_234,
	pages_freed: 30_100,
};

export interface FakeMachine extends Machine {
	state: RunState;
	failure: string | null;
	step: number;
	books: Books | null;
	/** Counters that are not as the steps make them. */
	counters: Partial<Counters>;
	readonly programStates: Map<string, ProgramSnapshot>;
}

export interface FakeSession extends Session {
	/** What was asked for, in order, as short words. */
	readonly calls: string[];
	readonly fakes: FakeMachine[];
	/** Lets every running machine do `steps` steps of 250 ms. */
	advance(steps: number): void;
	/** The next operation that takes time rejects with this. */
	refuseNext(reason: string): void;
	/** Operations that take time stay pending until `release`. */
	hold(): void;
	release(): void;
}

export const balancedBooks: Books = {
	balanced: true,
	lines: [
		{name: 'live entries', counted: 1134, found: 1134, ok: true},
		{name: 'scratch entries', counted: 12, found: 12, ok: true},
		{name: 'reachable pages', counted: 1134, found: 1134, ok: true},
		{name: 'lost pages', counted: 0, found: 0, ok: true},
	],
};

export const unbalancedBooks: Books = {
	balanced: false,
	lines: [
		{name: 'live entries', counted: 1134, found: 1131, ok: false},
		{name: 'scratch entries', counted: 12, found: 12, ok: true},
		{name: 'lost pages', counted: 0, found: 3, ok: false},
	],
};

const usualOptions: SessionOptions = {
	archs: ['x86_64', 'arm64', 'riscv64'],
	variant: 'VJ',
	cpus: 2,
	seed: 7,
	chaos: 0,
	programs: ['churn'],
	violationThreshold: 0,
};

/** The programs the tests load by key. */
export const fakePrograms = [
	['one-past-end', 'kfunc gets a pointer one past the end'],
	['use-after-free', 'writes to a page it has freed'],
	['wild-pointer', 'hands a wild pointer to a kfunc'],
	['guard-overrun', 'runs over the guard'],
	['below-base', 'points below the arena'],
	['double-free', 'frees the same pages twice'],
	['free-never', 'frees what was never allocated'],
	['free-while-write', 'frees while another CPU writes'],
	['tracepoint', 'runs inside the allocator lock'],
	['direct-store', 'stores to an unbacked page'],
].map(([id, text], index) => ({
	id: id ?? '',
	key: String((index + 1) % 10),
	kind: 'buggy',
	text: text ?? '',
}));

/** A session with these options instead of the usual ones. */
export const createFakeSession = (changes: Partial<SessionOptions> = {}): FakeSession => {
	let options = {...usualOptions, ...changes};
	const calls: string[] = [];
	let fakes = options.archs.map((arch, index) => createFakeMachine(arch, index, options));
	let refusal: string | null = null;
	let gate: Promise<void> = Promise.resolve();
	let openGate: () => void = () => undefined;
	const slow = async (word: string, act: () => void) => {
		calls.push(word);
		await gate;
		if (refusal !== null) {
			const reason = refusal;
			refusal = null;
			throw new Error(reason);
		}
		act();
	};
	const each = (act: (machine: FakeMachine) => void) => fakes.forEach(act);
	return {
		calls,
		get fakes() {
			return fakes;
		},
		advance: steps =>
			each(machine => {
				if (machine.state === 'running') machine.step += steps;
			}),
		refuseNext(reason) {
			refusal = reason;
		},
		hold() {
			gate = new Promise(resolve => {
				openGate = resolve;
			});
		},
		release: () => openGate(),
		options: () => options,
		machines: () => fakes,
		pause: () =>
			slow('pause', () =>
				each(machine => {
					if (machine.state !== 'running') return;
					machine.state = 'paused';
					machine.books = balancedBooks;
				}),
			),
		resume() {
			calls.push('resume');
			each(machine => {
				if (machine.state === 'paused') machine.state = 'running';
			});
		},
		inject(program) {
			calls.push(`inject ${program}`);
			each(machine => machine.inject(program));
		},
		remove(program) {
			calls.push(`remove ${program}`);
			each(machine => machine.remove(program));
		},
		setChaos(chance) {
			calls.push(`chaos ${chance}`);
			options = {...options, chaos: chance};
		},
		change: next =>
			slow(`change ${JSON.stringify(next)}`, () => {
				options = {...options, ...next};
				fakes = options.archs.map((arch, index) => createFakeMachine(arch, index, options));
			}),
		restart: () =>
			slow('restart', () => {
				fakes = options.archs.map((arch, index) => createFakeMachine(arch, index, options));
			}),
		stop: () =>
			slow('stop', () =>
				each(machine => {
					machine.state = 'stopped';
				}),
			),
	};
};

const createFakeMachine = (arch: string, index: number, session: SessionOptions): FakeMachine => {
	const programStates = new Map<string, ProgramSnapshot>();
	const setProgram = (id: string, state: ProgramSnapshot['state']) =>
		programStates.set(id, {id, state, violations: 0, runs: 0});
	for (const id of session.programs) setProgram(id, 'loaded');
	const machine: FakeMachine = {
		state: 'running',
		failure: null,
		step: 0,
		books: null,
		counters: {},
		programStates,
		snapshot: (): MachineSnapshot => ({
			options: {...session, arch},
			state: machine.state,
			failure: machine.failure,
			runMilliseconds: machine.step * 250,
			counters: {...fakeCounters(machine.step, index), ...machine.counters},
			perCpu: Array.from({length: session.cpus}, (_, cpu) => fakeCounters(machine.step >> 1, index + cpu)),
			cpus: Array.from({length: session.cpus}, (_, cpu) => fakeCpu(cpu, machine.step + index)),
			programs: [...programStates.values()].map(program => ({
				...program,
				violations: program.id === 'churn' ? 0 : machine.step * 3,
				runs: machine.step * 900,
			})),
			books: machine.books,
		}),
		arenaMap: (cells, pages) =>
			Array.from({length: cells}, (_, cell) =>
				fakeCell(cell, machine.step, pages, machine.state === 'running'),
			),
		stream: after =>
			Array.from({length: Math.max(0, machine.step - after)}, (_, offset) =>
				fakeEntry(after + offset + 1, session.cpus),
			),
		pause: async () => balancedBooks,
		resume: () => undefined,
		inject: program => {
			setProgram(program, 'loaded');
		},
		remove: program => {
			setProgram(program, 'stopped');
		},
		setChaos: () => undefined,
		restart: async () => undefined,
		stop: async () => undefined,
	};
	return machine;
};

const fakeCounters = (step: number, index: number): Counters => {
	const counted = counterIds.map((id): [CounterId, number] => [
		id,
		// A slow swing, so that the sparklines are not flat.
		Math.round((growth[id] ?? 0) * (step + 4 * Math.sin(step / 5)) * (1 + index / 7)),
	]);
	const counters = Object.fromEntries(counted) as Counters;
	// The second architecture has what the others have not.
	if (index === 1) counters.bbm_violations = step;
	return counters;
};

const fakeCpu = (cpu: number, step: number): CpuSnapshot => ({
	cpu,
	state: cpuStates[2 + ((step + cpu * 3) % 9)] ?? 'idle',
	program: cpu % 2 === 0 ? 'one-past-end' : 'churn',
	page: (step * 7 + cpu * 31) % 256,
	interruptsOff: cpu % 2 === 0,
	locksHeld: cpu % 2,
	location: [
		{
			function: cpu % 2 === 0 ? 'apply_range_set_cb' : 'ptep_try_set',
			file: 'source/kernel/bpf/arena.c',
			line: 120 + cpu,
			column: 3,
			inlinedAt: -1,
		},
	],
});

const fakeCell = (cell: number, step: number, pages: number, isRunning: boolean): ArenaCell => {
	const mixed = (cell * 2654435761 + step * 40503) >>> 0;
	const still = (cell * 2654435761) >>> 0;
	const entry = still % 5 < 2 ? 'none' : still % 11 === 0 ? 'scratch' : 'page';
	return {
		entry,
		heat:
			mixed % 17 === 0 && pages > 0 && isRunning ? (heatKinds[mixed % heatKinds.length] ?? 'none') : 'none',
	};
};

const fakeEntry = (sequence: number, cpus: number): StreamEntry => ({
	sequence,
	kind: sequence % 9 === 0 ? 'oops' : 'kernel_write_violation',
	cpu: sequence % cpus,
	program: 'one-past-end',
	address: 0xffffc90000000000n + BigInt(sequence) * 4096n,
	text:
		sequence % 4 === 0
			? `ERROR: Arena WRITE access at unmapped address 0x${(sequence * 4096).toString(16)}\nCPU: ${sequence % cpus} UID: 0 PID: 100 Comm: runner`
			: `ERROR: Arena WRITE access at unmapped address 0x${(sequence * 4096).toString(16)}`,
	location: [
		{function: 'lab_kfunc_write', file: 'source/kernel/bpf/kfuncs.c', line: 41, column: 2, inlinedAt: -1},
	],
});
