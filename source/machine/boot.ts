/**
 * One boot of a machine: its memory, its CPUs' threads and the words that steer them. A boot is used once; a restart makes
 * a new one.
 */

import {request, status} from './cpu-protocol.ts';
import {type Crew, startCrew} from './crew.ts';
import type {LoadedImage} from './image-store.ts';
import type {MachineOptions} from './lab.ts';
import * as layout from './layout.ts';
import {createMemoryReader, type MemoryReader} from './memory-reader.ts';

const wasmPageBytes = 65_536;
/** A boot makes all tables of the arena; even with every core busy that is well under a second. */
const bootMilliseconds = 15_000;

/** A machine that has booted, with its CPUs running. */
export interface Boot {
	image: LoadedImage;
	memory: WebAssembly.Memory;
	reader: MemoryReader;
	crew: Crew;
	/** Texts of the stream records that stand for what the WebAssembly engine stopped, by sequence. */
	engineTexts: Map<number, string>;
}

/**
 * Boots a machine and resolves when all its CPUs run. `failed` is called at most once, when a CPU's thread ends or cannot
 * go on, during the boot or after it.
 */
export async function bootMachine(
	options: MachineOptions,
	image: LoadedImage,
	failed: (reason: string) => void,
): Promise<Boot> {
	const {manifest} = image;
	const pages = manifest.memoryBytes / wasmPageBytes;
	const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
	const reader = createMemoryReader(memory.buffer, manifest);
	const engineTexts = new Map<number, string>();
	const cpus = Array.from({length: options.cpus}, (_, cpu) => cpu);
	const common = {
		module: image.module,
		memory,
		cpus: options.cpus,
		seed: options.seed,
		variant: manifest.variants.indexOf(options.variant),
		bigEndian: manifest.bigEndian,
		addresses: {
			control: reader.address('lab_control'),
			counters: reader.address('lab_counters'),
			stream: reader.address('lab_stream'),
			cpus: reader.address('lab_cpus'),
		},
	};
	const crew = startCrew(
		cpus.map(cpu => ({...common, stackTop: stackTop(image, cpu)})),
		{failed, engineTrap: (sequence, text) => engineTexts.set(sequence, text)},
	);
	const boot = {image, memory, reader, crew, engineTexts};

	try {
		await crew.reach(status.booted, [0], bootMilliseconds);
		writeControl(boot, options);

		for (const program of options.programs) {
			loadProgram(boot, program);
		}

		crew.openGate();
		await crew.reach(status.running, cpus, bootMilliseconds);
	} catch (error) {
		await crew.terminate();
		throw error;
	}

	return boot;
}

/** First address above a CPU's stack; null when the image leaves the stacks to the WebAssembly global. */
function stackTop({manifest}: LoadedImage, cpu: number): number | null {
	const stacks = manifest.symbols.cpu_stacks;

	return stacks === undefined ? null : stacks.address + (stacks.size / layout.maximumCpus) * (cpu + 1);
}

function writeControl({reader}: Boot, options: MachineOptions): void {
	const base = reader.address('lab_control');
	reader.setU32(base + layout.control.chaos * 4, options.chaos);
	reader.setU32(base + layout.control.violationThreshold * 4, options.violationThreshold);
	reader.setU32(base + layout.control.workload * 4, layout.workload.userTouches | layout.workload.programs);
	reader.publishU32(base + layout.control.request * 4, request.run);
}

/** Asks all CPUs to run, pause or stop. */
export function writeRequest({reader}: Boot, value: number): void {
	const address = reader.address('lab_control') + layout.control.request * 4;
	reader.publishU32(address, value);
	reader.notify(address);
}

/** Sets the chance per 1024 of a delay at an access point. */
export function writeChaos({reader}: Boot, chance: number): void {
	reader.publishU32(reader.address('lab_control') + layout.control.chaos * 4, chance);
}

/** Makes a program runnable, with its counts at zero. It must be one of the image's. */
export function loadProgram({reader, image}: Boot, id: string): void {
	const base = programAddress(reader, image, id);
	reader.setU32(base + layout.program.entry * 4, image.manifest.programs[id] ?? 0);
	reader.setU32(base + layout.program.violations * 4, 0);
	reader.setU32(base + layout.program.runs * 4, 0);
	reader.setU32(base + layout.program.cpuMask * 4, 0);
	// Last, since a CPU may pick the program up as soon as it sees this.
	reader.publishU32(base + layout.program.state * 4, layout.programStates.indexOf('loaded'));
}

/** Takes a program off; a CPU that is inside it finishes that run. */
export function stopProgram({reader, image}: Boot, id: string): void {
	const base = programAddress(reader, image, id);
	const state = base + layout.program.state * 4;

	if (reader.u32(state) !== layout.programStates.indexOf('absent')) {
		reader.publishU32(state, layout.programStates.indexOf('stopped'));
	}
}

function programAddress(reader: MemoryReader, {manifest}: LoadedImage, id: string): number {
	const index = Object.keys(manifest.programs).indexOf(id);

	return reader.address('lab_programs') + index * layout.programWords * 4;
}
