/**
 * A live machine: boots it, steers its CPUs, and reads it for whoever looks. Calls are carried out one after another in
 * the order they were made; one that has nothing to wait for is carried out at once.
 */
import {archById} from '../arch/index.ts';
import {type ArenaView, createArenaView} from './arena-map.ts';
import {checkBooks} from './books.ts';
import {type Boot, bootMachine, loadProgram, stopProgram, writeChaos, writeRequest} from './boot.ts';
import {createCallQueue} from './call-queue.ts';
import {request, status} from './cpu-protocol.ts';
import {LateError} from './crew.ts';
import {builtImages, type ImageStore, type LoadedImage} from './image-store.ts';
import type {Books, Machine, MachineOptions, MachineSnapshot, RunState, StreamEntry} from './lab.ts';
import {checkMachineOptions, checkProgram, checkRange} from './machine-options.ts';
import {releaseMemory} from './release-memory.ts';
import {createRunClock} from './run-clock.ts';
import {emptyParts, readParts, type SnapshotParts, stuckText} from './snapshot.ts';
import {readStream} from './stream-text.ts';

/** A CPU has so long to stop at a pause or at the end. */
const stopMilliseconds = 3000;

/** Starts a machine of an image of the store; resolves when all its CPUs run, rejects with one line. */
export async function startMachine(
	options: MachineOptions,
	store: ImageStore = builtImages(),
): Promise<Machine> {
	const image = await store(options.arch);
	checkMachineOptions(options, image.manifest);
	const {machine, ready} = launchMachine(options, image, store);
	await ready;

	return machine;
}

/** A machine that may still be booting. When `ready` rejects, the machine is `failed`. */
export interface Launch {
	machine: Machine;
	ready: Promise<void>;
}

/** Starts a machine whose options fit the image. */
export function launchMachine(options: MachineOptions, image: LoadedImage, store: ImageStore): Launch {
	const machine = new LiveMachine(options, image, store);
	const ready = machine.boot();
	ready.catch(() => undefined);

	return {machine, ready};
}

class LiveMachine implements Machine {
	readonly #store: ImageStore;
	readonly #queue = createCallQueue();
	readonly #clock = createRunClock();
	#options: MachineOptions;
	#image: LoadedImage;
	#boot: Boot | null = null;
	#arena: ArenaView | null = null;
	#state: RunState = 'booting';
	#failure: string | null = null;
	#books: Books | null = null;
	/** What was last read of a machine whose memory is gone. */
	#lastParts: SnapshotParts;
	#lastStream: StreamEntry[] = [];
	/** Number of the current boot: news of an older one are dropped. */
	#generation = 0;

	constructor(options: MachineOptions, image: LoadedImage, store: ImageStore) {
		this.#options = copyOptions(options);
		this.#image = image;
		this.#store = store;
		this.#lastParts = emptyParts(image.manifest, options.cpus);
	}

	boot(): Promise<void> {
		return this.#queue.run(() => this.#bootNow());
	}

	snapshot(): MachineSnapshot {
		const boot = this.#boot;
		const parts =
			boot === null ? this.#lastParts : readParts(boot.reader, boot.image.manifest, this.#options.cpus);

		return {
			options: copyOptions(this.#options),
			state: this.#state,
			failure: this.#failure,
			runMilliseconds: this.#clock.elapsed(),
			...parts,
			books: this.#books,
		};
	}

	arenaMap(cells: number, pages: number) {
		const view = this.#arena;

		return view === null
			? Array.from({length: cells}, () => ({entry: 'none', heat: 'none'}) as const)
			: view.cells(cells, pages);
	}

	stream(after: number): StreamEntry[] {
		const boot = this.#boot;

		return boot === null
			? this.#lastStream.filter(entry => entry.sequence > after)
			: readStream(boot.reader, boot.image.manifest, after, boot.engineTexts);
	}

	pause(): Promise<Books> {
		return this.#queue.run(async () => {
			if (this.#state === 'paused' && this.#books !== null) {
				return this.#books;
			}

			const boot = this.#liveBoot();
			this.#state = 'pausing';
			await this.#halt(boot, request.pause, status.standing);
			this.#state = 'paused';
			this.#books = this.#checkBooks(boot);

			return this.#books;
		});
	}

	resume(): void {
		this.#queue.soon(() => {
			if (this.#state === 'paused' && this.#boot !== null) {
				this.#state = 'running';
				this.#clock.start();
				writeRequest(this.#boot, request.run);
			}
		});
	}

	inject(program: string): void {
		checkProgram(program, this.#image.manifest);
		this.#queue.soon(() => {
			const others = this.#options.programs.filter(id => id !== program);
			this.#options.programs = [...others, program];

			if (this.#boot !== null) {
				loadProgram(this.#boot, program);
			}
		});
	}

	remove(program: string): void {
		checkProgram(program, this.#image.manifest);
		this.#queue.soon(() => {
			this.#options.programs = this.#options.programs.filter(id => id !== program);

			if (this.#boot !== null) {
				stopProgram(this.#boot, program);
			}
		});
	}

	setChaos(chance: number): void {
		checkRange('chaos', chance, 0, 1024);
		this.#queue.soon(() => {
			this.#options.chaos = chance;

			if (this.#boot !== null) {
				writeChaos(this.#boot, chance);
			}
		});
	}

	restart(changes: Partial<MachineOptions>): Promise<void> {
		return this.#queue.run(async () => {
			const options = copyOptions({...this.#options, ...changes});
			const image = await this.#store(options.arch);
			checkMachineOptions(options, image.manifest);
			await this.#endBoot();
			this.#options = options;
			this.#image = image;
			await this.#bootNow();
		});
	}

	stop(): Promise<void> {
		return this.#queue.run(async () => {
			const boot = this.#boot;

			if (boot === null) {
				this.#state = this.#state === 'failed' ? 'failed' : 'stopped';
				return;
			}

			if (this.#state !== 'failed') {
				// A CPU that does not stop leaves the machine failed, and its memory is freed all the same.
				await this.#halt(boot, request.stop, status.stopped).then(
					() => {
						this.#books = this.#checkBooks(boot);
						this.#state = 'stopped';
					},
					() => undefined,
				);
			}

			await this.#endBoot();
		});
	}

	async #bootNow(): Promise<void> {
		this.#generation += 1;
		const generation = this.#generation;
		this.#state = 'booting';
		this.#failure = null;
		this.#books = null;
		this.#lastStream = [];
		this.#lastParts = emptyParts(this.#image.manifest, this.#options.cpus);
		this.#clock.reset();

		try {
			const boot = await bootMachine(this.#options, this.#image, reason => {
				if (generation === this.#generation) {
					this.#fail(reason);
				}
			});
			this.#boot = boot;
			this.#arena = createArenaView(archById(this.#options.arch), boot.reader);
		} catch (error) {
			this.#fail(error instanceof Error ? error.message : String(error));
			throw new Error(`${this.#options.arch} did not start: ${this.#failure}`);
		}

		if (this.#state === 'booting') {
			this.#state = 'running';
			this.#clock.start();
		}
	}

	/** Makes every CPU reach a status; a CPU that does not in time fails the machine. */
	async #halt(boot: Boot, order: number, reached: number): Promise<void> {
		const cpus = Array.from({length: this.#options.cpus}, (_, cpu) => cpu);
		writeRequest(boot, order);

		try {
			await boot.crew.reach(reached, cpus, stopMilliseconds);
			this.#clock.stop();
		} catch (error) {
			this.#fail(
				error instanceof LateError
					? stuckText(boot.reader, boot.image.manifest, error.cpus)
					: (error as Error).message,
			);
			throw new Error(`${this.#options.arch}: ${this.#failure}`);
		}
	}

	#checkBooks(boot: Boot): Books {
		return checkBooks(archById(boot.image.manifest.arch), boot.reader, this.#options.cpus);
	}

	/** Ends the threads and lets the memory go; what was last to be seen stays. */
	async #endBoot(): Promise<void> {
		const boot = this.#boot;

		if (boot === null) {
			return;
		}

		this.#clock.stop();
		// From here on an ending thread is no failure.
		this.#generation += 1;
		await boot.crew.terminate();
		this.#lastParts = readParts(boot.reader, boot.image.manifest, this.#options.cpus);
		this.#lastStream = readStream(boot.reader, boot.image.manifest, 0, boot.engineTexts);
		this.#boot = null;
		this.#arena = null;
		setImmediate(releaseMemory);
	}

	#liveBoot(): Boot {
		if (this.#boot === null || this.#state === 'failed' || this.#state === 'stopped') {
			throw new Error(
				`${this.#options.arch} is ${this.#state}${this.#failure === null ? '' : `: ${this.#failure}`}`,
			);
		}

		return this.#boot;
	}

	#fail(reason: string): void {
		if (this.#state === 'failed') {
			return;
		}

		this.#clock.stop();
		this.#state = 'failed';
		this.#failure = reason;
		void this.#boot?.crew.terminate();
	}
}

function copyOptions(options: MachineOptions): MachineOptions {
	return {...options, programs: [...new Set(options.programs)]};
}
