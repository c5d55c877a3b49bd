/** The memory management of the kernel, brought to run with a small driver in the place of the arena and its programs. */
import '../../../compiler/quick-binaryen.ts';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {
	archById,
	generateConfigHeader,
	generateHwWalkHeader,
	generateWalker,
} from '../../../../source/arch/index.ts';
import {compileToLlvm} from '../../../../source/compiler/clang.ts';
import {emitRun} from '../../../../source/compiler/emit-run.ts';
import {readLlvm} from '../../../../source/compiler/ir/read-llvm.ts';
import {link} from '../../../../source/compiler/link.ts';
import {readTree} from '../../../../source/compiler/source-tree.ts';
import {type CounterId, counterIds} from '../../../../source/machine/vocabulary.ts';
import {generateVocabularyHeader} from '../../../../source/machine/vocabulary-header.ts';

const kernel = fileURLToPath(new URL('../../../../source/kernel', import.meta.url));
const driver = readFileSync(new URL('./driver.c', import.meta.url), 'utf8');
const stackBytes = 0x1_0000;
/** Functions of the driver that a test can call: those that take and give 32-bit numbers. */
const driverFunctions = [
	...driver.matchAll(/^(?:u32|void) (\w+)\((?:void|u32 \w+(?:, u32 \w+)*)\)$/gm),
].flatMap(([, name]) => name ?? []);
const machineFunctions = ['machine_boot', 'cpu_online', 'cpu_run', 'cpu_recover'];

export const hooks = {refuses: 0, installsScratch: 1, lies: 2} as const;
export const steps = {nothing: 0, read: 1, flushIrqsOff: 2, queue: 3} as const;
export const nothing = 0xffff_ffff;

/** What `__ptelab_trap()` throws. */
export class Trap extends Error {
	readonly code: number;
	readonly argument: number;
	constructor(code: number, argument: number) {
		super(`trap ${code} (${argument})`);
		this.code = code;
		this.argument = argument;
	}
}

/** One CPU of a machine. */
export interface Cpu {
	/** Calls a function of the driver or of the machine by name; the result is unsigned. */
	call(name: string, ...args: number[]): number;
	/** Sum of a counter over all CPUs. */
	counter(id: CounterId): number;
	/** The trap that `work` ends in, after which the CPU was recovered; fails when it ends well. */
	trapOf(work: () => unknown): Trap;
}

/** Boots new machines of one architecture mode. */
export type BootCore = (cpus: number) => [Cpu, Cpu];

/** Compiles everything once; each call of the result boots a machine on new memory. */
export async function buildCore(id: string): Promise<BootCore> {
	const arch = archById(id);
	// As much as 4 MiB are with 4 KiB pages, beside the static data.
	const memoryBytes = 0x30_0000 + 256 * 2 ** arch.pageShift;
	const tree = readTree(kernel);
	const headers = {
		...Object.fromEntries(Object.entries(tree).filter(([path]) => path.endsWith('.h'))),
		'include/asm/lab_arch.h': generateConfigHeader(arch),
		'include/asm/hw_walk.h': generateHwWalkHeader(),
		'include/asm/pgtable.h': readFileSync(`${kernel}/../arch/${arch.family}/pgtable.h`, 'utf8'),
		'include/ptelab/vocabulary.h': generateVocabularyHeader(),
	};
	const files = Object.entries(tree).filter(
		([path]) => /^(hw|lib|mm|lab)\/.*\.c$/.test(path) && path !== 'lab/workload.c',
	);
	const core = [];

	for (const [name, text] of [...files, ['hw/walk.c', generateWalker(arch)], ['driver.c', driver]] as const) {
		const {llvm} = await compileToLlvm({
			name,
			text,
			files: headers,
			triple: arch.triple,
			defines: arch.defines,
			// Clang takes most of the time, and most of that for what no test here looks at.
			flags: ['-Iinclude', '-O1', '-g0'],
		});
		core.push({unit: readLlvm(llvm, name), direct: name.startsWith('hw/')});
	}

	const program = link({
		arch: id,
		memoryBytes,
		core,
		variants: [],
		programs: [],
		slots: [],
		exports: [...driverFunctions, ...machineFunctions],
	});
	// The tests do little, so that what the optimiser takes is not won back.
	const {wasm, manifest} = await emitRun(program, {optimize: false});
	const module = await WebAssembly.compile(wasm);
	const stacks = manifest.symbols.cpu_stacks?.address ?? 0;

	return cpus => {
		const pages = memoryBytes / 0x1_0000;
		const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
		const [first, second] = [0, 1].map(cpu => instantiate(module, memory, cpu, stacks)) as [Cpu, Cpu];
		first.call('machine_boot', cpus, 1);

		return [first, second];
	};
}

function instantiate(
	module: WebAssembly.Module,
	memory: WebAssembly.Memory,
	number: number,
	stacks: number,
): Cpu {
	const {exports} = new WebAssembly.Instance(module, {
		env: {
			memory,
			trap(code: number, argument: number): never {
				throw new Trap(code, argument >>> 0);
			},
		},
	});
	const stackPointer = exports.stack_pointer as WebAssembly.Global;
	const stackTop = stacks + (number + 1) * stackBytes;
	(exports.cpu as WebAssembly.Global).value = number;
	stackPointer.value = stackTop;

	const call = (name: string, ...args: number[]) => {
		const work = exports[name] as ((...args: number[]) => number | undefined) | undefined;

		if (work === undefined) {
			throw new Error(`the driver has no function ${name}`);
		}

		return (work(...args) ?? 0) >>> 0;
	};

	return {
		call,
		counter: id => call('counter', counterIds.indexOf(id)),
		trapOf(work) {
			try {
				work();
			} catch (error) {
				if (!(error instanceof Trap)) {
					throw error;
				}

				stackPointer.value = stackTop;
				call('cpu_recover', error.code);

				return error;
			}

			throw new Error('no trap');
		},
	};
}
