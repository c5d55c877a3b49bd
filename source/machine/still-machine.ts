/**
 * A machine without threads: it is booted and its CPUs take turns for a given number of operations, all in the calling
 * thread. The same options give the same memory, bit for bit, so its tables can be looked at, dumped and compared.
 */
import type {Arch} from '../arch/arch.ts';
import {archById} from '../arch/index.ts';
import {request} from './cpu-protocol.ts';
import {builtImages, type ImageStore, type LoadedImage} from './image-store.ts';
import {createInstance, type MachineExports, TrapError, trapCodes} from './instance.ts';
import * as layout from './layout.ts';
import {checkMachineOptions} from './machine-options.ts';
import {createMemoryReader, type MemoryReader} from './memory-reader.ts';

/** A CPU does so many operations before the next one has its turn. */
const turnOperations = 16;
const wasmPageBytes = 65_536;

/** What a machine that stands still has been made of. */
export interface StillOptions {
	/** Architecture mode id. */
	arch: string;
	/** Variant id, such as `VJ`. */
	variant: string;
	/** 1 to 8. */
	cpus: number;
	/** Any 32-bit unsigned number. */
	seed: number;
	/** Operations of each CPU after the boot; 0 leaves the machine as it has booted. */
	operations: number;
	/** Programs loaded from the start, by id. */
	programs: readonly string[];
}

/** A machine that has run and now stands still. */
export interface StillMachine {
	arch: Arch;
	options: StillOptions;
	reader: MemoryReader;
	/** Times a task died (an oops, a watchdog); the CPU went on with the next one. */
	deaths: number;
}

/** Boots a machine and runs it. Rejects when there is no image, or an option is wrong. */
export type BootStill = (options: StillOptions) => Promise<StillMachine>;

/** Boots a machine and runs it in this thread. */
export async function bootStill(
	options: StillOptions,
	images: ImageStore = builtImages(),
): Promise<StillMachine> {
	const image = await images(options.arch);
	const {manifest} = image;
	checkMachineOptions(
		{...options, chaos: 0, violationThreshold: 0, programs: [...options.programs]},
		manifest,
	);

	const pages = manifest.memoryBytes / wasmPageBytes;
	const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
	const reader = createMemoryReader(memory.buffer, manifest);
	const cpus = Array.from({length: options.cpus}, (_, cpu) => createCpu(image, memory, options, cpu));
	cpus[0]?.machine.machine_boot(options.cpus, options.seed);
	writeControl(reader);
	loadPrograms(reader, image, options.programs);

	for (const {machine, cpu} of cpus) {
		machine.cpu_online(cpu);
	}

	return {arch: archById(options.arch), options, reader, deaths: takeTurns(cpus, options.operations)};
}

interface Cpu {
	cpu: number;
	machine: MachineExports;
	stackTop: number;
}

function createCpu(image: LoadedImage, memory: WebAssembly.Memory, options: StillOptions, cpu: number): Cpu {
	const machine = createInstance(image.module, memory);
	const stacks = image.manifest.symbols.cpu_stacks;
	const stackTop =
		stacks === undefined
			? machine.stack_pointer.value
			: stacks.address + (stacks.size / layout.maximumCpus) * (cpu + 1);
	machine.stack_pointer.value = stackTop;
	machine.cpu.value = cpu;
	machine.variant.value = image.manifest.variants.indexOf(options.variant);

	return {cpu, machine, stackTop};
}

function writeControl(reader: MemoryReader): void {
	const base = reader.address('lab_control');
	reader.setU32(base + layout.control.workload * 4, layout.workload.userTouches | layout.workload.programs);
	reader.setU32(base + layout.control.request * 4, request.run);
}

function loadPrograms(reader: MemoryReader, {manifest}: LoadedImage, programs: readonly string[]): void {
	const all = Object.keys(manifest.programs);

	for (const id of programs) {
		const base = reader.address('lab_programs') + all.indexOf(id) * layout.programWords * 4;
		reader.setU32(base + layout.program.entry * 4, manifest.programs[id] ?? 0);
		reader.setU32(base + layout.program.state * 4, layout.programStates.indexOf('loaded'));
	}
}

/** A CPU that is not in its turn is quiescent, so nobody waits for it. Gives how many tasks died. */
function takeTurns(cpus: readonly Cpu[], operations: number): number {
	let deaths = 0;

	for (let done = 0; done < operations; done += turnOperations) {
		for (const cpu of cpus) {
			deaths += takeTurn(cpu, Math.min(turnOperations, operations - done));
		}
	}

	return deaths;
}

/** What a task that dies leaves of its turn is lost. */
function takeTurn({machine, stackTop}: Cpu, operations: number): number {
	try {
		machine.cpu_run(operations);
		return 0;
	} catch (error) {
		machine.stack_pointer.value = stackTop;
		machine.cpu_recover(codeOf(error));
		return 1;
	}
}

function codeOf(error: unknown): number {
	if (error instanceof TrapError) {
		return error.code;
	}

	if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
		return trapCodes.oops;
	}

	throw error;
}
