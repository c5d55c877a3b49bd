/**
 * Machines of several architectures side by side, steered as one.
 */
import {createCallQueue} from './call-queue.ts';
import {builtImages, type ImageStore} from './image-store.ts';
import type {Machine, MachineOptions, Session, SessionOptions} from './lab.ts';
import {checkMachineOptions} from './machine-options.ts';
import {launchMachine} from './start-machine.ts';

/** Starts a session and resolves when all machines run; when one does not start, none is left behind. */
export async function startSession(
	options: SessionOptions,
	store: ImageStore = builtImages(),
): Promise<Session> {
	await checkOptions(options, store);
	const session = new LiveSession(options, store);

	try {
		await session.bootMissing();
	} catch (error) {
		await session.stop();
		throw error;
	}

	return session;
}

class LiveSession implements Session {
	readonly #store: ImageStore;
	readonly #queue = createCallQueue();
	#options: SessionOptions;
	#machines: Machine[] = [];

	constructor(options: SessionOptions, store: ImageStore) {
		this.#options = copyOptions(options);
		this.#store = store;
	}

	options(): SessionOptions {
		return copyOptions(this.#options);
	}

	machines(): Machine[] {
		return [...this.#machines];
	}

	/** A machine that cannot pause shows it in its own snapshot; the others are paused all the same. */
	pause(): Promise<void> {
		return this.#queue.run(async () => {
			await Promise.allSettled(this.#machines.map(machine => machine.pause()));
		});
	}

	resume(): void {
		this.#queue.soon(() => this.#each(machine => machine.resume()));
	}

	inject(program: string): void {
		this.#each(machine => machine.inject(program));
		this.#options.programs = [...this.#options.programs.filter(id => id !== program), program];
	}

	remove(program: string): void {
		this.#each(machine => machine.remove(program));
		this.#options.programs = this.#options.programs.filter(id => id !== program);
	}

	setChaos(chance: number): void {
		this.#each(machine => machine.setChaos(chance));
		this.#options.chaos = chance;
	}

	change(changes: Partial<SessionOptions>): Promise<void> {
		return this.#queue.run(async () => {
			const before = this.#options;
			const after = copyOptions({...before, ...changes});
			await checkOptions(after, this.#store);
			const leaving = this.#machines.filter((_, index) => !after.archs.includes(before.archs[index] ?? ''));
			const staying = this.#machines.filter(machine => !leaving.includes(machine));
			this.#options = after;
			this.#machines = staying;
			await Promise.all(leaving.map(machine => machine.stop()));
			const {archs: _, ...machineChanges} = after;
			const settled = await Promise.allSettled([
				...staying.map(machine => applyChanges(machine, machineChanges)),
				this.#bootMissing(),
			]);
			throwFirst(settled);
		});
	}

	restart(): Promise<void> {
		return this.#queue.run(async () => {
			throwFirst(await Promise.allSettled(this.#machines.map(machine => machine.restart({}))));
		});
	}

	stop(): Promise<void> {
		return this.#queue.run(async () => {
			await Promise.all(this.#machines.map(machine => machine.stop()));
		});
	}

	/** Boots a machine for each architecture that has none, all at the same time. */
	bootMissing(): Promise<void> {
		return this.#queue.run(() => this.#bootMissing());
	}

	async #bootMissing(): Promise<void> {
		const {archs, ...rest} = this.#options;
		const present = new Map(this.#machines.map(machine => [machine.snapshot().options.arch, machine]));
		const launches = await Promise.all(
			archs
				.filter(arch => !present.has(arch))
				.map(async arch => {
					const options: MachineOptions = {...rest, arch};

					return {arch, ...launchMachine(options, await this.#store(arch), this.#store)};
				}),
		);

		for (const {arch, machine} of launches) {
			present.set(arch, machine);
		}

		this.#machines = archs.flatMap(arch => present.get(arch) ?? []);
		throwFirst(await Promise.allSettled(launches.map(launch => launch.ready)));
	}

	#each(act: (machine: Machine) => void): void {
		for (const machine of this.#machines) {
			act(machine);
		}
	}
}

/** Gives one machine new options: while it runs where that is possible, else by booting it anew. */
async function applyChanges(machine: Machine, wanted: Omit<MachineOptions, 'arch'>): Promise<void> {
	const {options, state} = machine.snapshot();
	const needsBoot =
		state === 'failed' ||
		state === 'stopped' ||
		options.variant !== wanted.variant ||
		options.cpus !== wanted.cpus ||
		options.seed !== wanted.seed ||
		options.violationThreshold !== wanted.violationThreshold;

	if (needsBoot) {
		await machine.restart(wanted);
		return;
	}

	machine.setChaos(wanted.chaos);

	for (const program of options.programs.filter(id => !wanted.programs.includes(id))) {
		machine.remove(program);
	}

	for (const program of wanted.programs.filter(id => !options.programs.includes(id))) {
		machine.inject(program);
	}
}

async function checkOptions(options: SessionOptions, store: ImageStore): Promise<void> {
	const {archs, ...rest} = options;

	if (archs.length === 0 || new Set(archs).size !== archs.length) {
		throw new Error(`archs is "${archs.join(', ')}": name at least one architecture, each once`);
	}

	const images = await Promise.all(archs.map(arch => store(arch)));

	images.forEach(({manifest}, index) => {
		checkMachineOptions({...rest, arch: archs[index] ?? ''}, manifest);
	});
}

function throwFirst(settled: readonly PromiseSettledResult<unknown>[]): void {
	const rejected = settled.find(result => result.status === 'rejected');

	if (rejected !== undefined) {
		throw rejected.reason;
	}
}

function copyOptions(options: SessionOptions): SessionOptions {
	return {...options, archs: [...options.archs], programs: [...new Set(options.programs)]};
}
