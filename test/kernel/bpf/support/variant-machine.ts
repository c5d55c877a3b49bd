/**
 * Machines that do one named thing at a time, to show what a variant's callbacks do: the kernel as it is built, with
 * `variant-driver.c` in place of the workload.
 */
import '../../../compiler/quick-binaryen.ts';
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {archById} from '../../../../source/arch/index.ts';
import {buildImage} from '../../../../source/compiler/build-image.ts';
import {clangVersion} from '../../../../source/compiler/clang.ts';
import {folderCache} from '../../../../source/compiler/folder-cache.ts';
import {builtInSources} from '../../../../source/compiler/source-tree.ts';
import {checkBooks} from '../../../../source/machine/books.ts';
import {builtFile} from '../../../../source/machine/built-file.ts';
import {compileImage, type LoadedImage} from '../../../../source/machine/image-store.ts';
import {createInstance, type MachineExports, TrapError} from '../../../../source/machine/instance.ts';
import type {BooksLine, Counters} from '../../../../source/machine/lab.ts';
import * as layout from '../../../../source/machine/layout.ts';
import {createMemoryReader, type MemoryReader} from '../../../../source/machine/memory-reader.ts';
import {readCounters, sumCounters} from '../../../../source/machine/snapshot.ts';

/** In the order of `enum operation` in the driver. */
const operationIds = [
	/** Only what a CPU does before each operation: interrupts and the worker. */
	'idle',
	/** Page and count; the first page, or `noPage`. */
	'alloc',
	/** The same, with interrupts off. */
	'allocAtomic',
	/** Page and count. */
	'free',
	/** The same, where nothing may sleep: the worker does it at the begin of the next operation. */
	'freeLater',
	/** A kernel function of a running program reads a page's first word. */
	'read',
	/** It writes it: page and value. */
	'write',
	/** The program itself does. */
	'bpfRead',
	'bpfWrite',
	/** The process does; `noPage` when it got a signal. */
	'userRead',
	'userWrite',
	/** What the entry of a page holds: an index of `contents`. */
	'content',
	/** Number of the page frame in the entry. */
	'frame',
	/** Puts a raw value into the entry, as hardware with a mind of its own would. */
	'poke',
	/** `read` while this CPU holds the arena's lock. */
	'readUnderLock',
	/** Takes the arena's lock and keeps it; gives it back. */
	'lock',
	'unlock',
	/** 1 when the page is in the range tree. */
	'isFree',
	/** `nr_pages` of the arena. */
	'pagesCounted',
] as const;
type OperationId = (typeof operationIds)[number];

/** No page: none found, or anywhere. */
export const noPage = 0xffff_ffff;
const contents = ['none', 'scratch', 'page', 'other'] as const;

/** One CPU. Each operation may throw a `TrapError`; the CPU goes on after it. */
export interface Cpu {
	run(operation: OperationId, first?: number, second?: number): number;
	content(page: number): (typeof contents)[number];
	/**
	 * Has `operation` done in the middle of the next one, before its so manyth access point: before an access to an entry, or
	 * between clear and flush. The second of two counts from the first on, into what that does.
	 */
	before(access: number, operation: OperationId, first?: number, second?: number): void;
	/** The same, counting only access points at which nobody holds the arena's lock: the first of a free is before its flush. */
	unlocked(access: number, operation: OperationId, first?: number, second?: number): void;
	/** What the last operation of these gave. */
	gave(): number;
}

/** Some CPUs, of which only one runs at a time. */
export interface VariantMachine {
	cpus: Cpu[];
	/** As live: so often out of 1024 a CPU takes a page for not mapped that it has just mapped without a barrier. */
	chaos(chance: number): void;
	/** Sums over the CPUs. */
	counters(): Counters;
	/** Lines of the books that do not balance. */
	imbalance(): BooksLine[];
}

/** Builds an architecture's kernel with the driver and gives machines on it. */
export async function variantMachines(
	archId: string,
): Promise<(variant: string, cpus?: number) => VariantMachine> {
	const arch = archById(archId);
	const image = await compileImage(await build(archId));

	return (variant, count = 1) => {
		const pages = image.manifest.memoryBytes / 0x1_0000;
		const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
		const reader = createMemoryReader(memory.buffer, image.manifest);
		const number = image.manifest.variants.indexOf(variant);
		assert.ok(number >= 0, `no variant ${variant}`);
		const cpus = Array.from({length: count}, (_, index) => {
			const instance = createInstance(image.module, memory);
			instance.cpu.value = index;
			instance.variant.value = number;
			instance.stack_pointer.value = stackTop(image, index);
			if (index === 0) instance.machine_boot(count, 1);
			instance.cpu_online(index);

			return createCpu(instance, reader, stackTop(image, index));
		});

		return {
			cpus,
			chaos: chance => reader.setU32(reader.address('lab_control') + layout.control.chaos * 4, chance),
			counters: () => sumCounters(cpus.map((_, index) => readCounters(reader, index))),
			imbalance: () => checkBooks(arch, reader, count).lines.filter(({ok}) => !ok),
		};
	};
}

function createCpu(instance: MachineExports, reader: MemoryReader, top: number): Cpu {
	let hooks: number[] = [];
	const hook = (operation: OperationId, ...words: [number, number, number, number]) => {
		assert.ok(hooks.length < 10, 'two at most');
		hooks.push(operationIds.indexOf(operation), ...words);
	};
	const put = (symbol: string, words: readonly number[]) => {
		for (const [index, word] of words.entries()) {
			reader.setU32(reader.address(symbol) + index * 4, word);
		}
	};
	const run = (operation: OperationId, first = 0, second = 1) => {
		put('test_request', [operationIds.indexOf(operation), first, second]);
		put('test_hooks', [...hooks, ...Array<number>(10).fill(0)].slice(0, 10));
		hooks = [];

		try {
			instance.cpu_run(1);
		} catch (error) {
			assert.ok(error instanceof TrapError);
			instance.stack_pointer.value = top;
			instance.cpu_recover(error.code);
			throw error;
		}

		return reader.u32(reader.address('test_result'));
	};

	return {
		run,
		content: page => contents[run('content', page)] ?? 'other',
		before: (access, operation, first = 0, second = 1) => hook(operation, first, second, access, 0),
		unlocked: (access, operation, first = 0, second = 1) => hook(operation, first, second, access, 1),
		gave: () => reader.u32(reader.address('test_result') + 4),
	};
}

function stackTop({manifest}: LoadedImage, cpu: number): number {
	const stacks = manifest.symbols.cpu_stacks;
	assert.ok(stacks);

	return stacks.address + ((cpu + 1) * stacks.size) / layout.maximumCpus;
}

/** All of the kernel but two files comes out of the build's cache, into which these do not go. */
async function build(archId: string) {
	const sources = builtInSources(archById(archId));
	const driver = readFileSync(fileURLToPath(new URL('variant-driver.c', import.meta.url)), 'utf8');
	const built = folderCache({version: clangVersion(), folders: [builtFile('llvm')]});

	return buildImage({
		...sources,
		kernel: {
			...sources.kernel,
			'lab/workload.c': driver,
			'lab/stream.c': withHook(sources.kernel['lab/stream.c'] ?? ''),
		},
		programs: [],
		cache: {get: key => built.get(key), set: async () => {}},
	});
}

/** The access point of `lab/stream.c` calls the driver's. */
function withHook(text: string): string {
	const head = 'void lab_access_point(void)\n{\n';
	assert.ok(text.includes(head));

	return text.replace(head, `void test_access_point(void);\n\n${head}\ttest_access_point();\n`);
}
