/** Single files of the kernel, brought to run with a C driver around them. */
import '../../../compiler/quick-binaryen.ts';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {archs, generateConfigHeader, generateHwWalkHeader} from '../../../../source/arch/index.ts';
import {compileToLlvm} from '../../../../source/compiler/clang.ts';
import {emitRun} from '../../../../source/compiler/emit-run.ts';
import {readLlvm} from '../../../../source/compiler/ir/read-llvm.ts';
import {link} from '../../../../source/compiler/link.ts';
import {readTree} from '../../../../source/compiler/source-tree.ts';
import {generateVocabularyHeader} from '../../../../source/machine/vocabulary-header.ts';

const kernel = fileURLToPath(new URL('../../../../source/kernel', import.meta.url));
const memoryBytes = 0x40_0000;

/** The driver's functions, on one CPU of the machine. */
export type DriverCpu = Record<string, (...args: number[]) => number>;

/** A link of kernel files and a driver. */
export interface Driver {
	/** So many CPUs on new memory. */
	machine(cpus: number): DriverCpu[];
}

/** Compiles kernel files (such as `bpf/range_tree.c`) and a driver whose functions `names` are called, for x86-64. */
export async function buildDriver(files: string[], driver: string, names: string[]): Promise<Driver> {
	const arch = archs.find(({id}) => id === 'x86_64');
	if (arch === undefined) {
		throw new Error('the tests of single kernel files need the mode x86_64');
	}

	const headers = {
		...Object.fromEntries(Object.entries(readTree(kernel)).filter(([path]) => path.endsWith('.h'))),
		'include/asm/lab_arch.h': generateConfigHeader(arch),
		'include/asm/hw_walk.h': generateHwWalkHeader(),
		'include/asm/pgtable.h': readFileSync(`${kernel}/../arch/${arch.family}/pgtable.h`, 'utf8'),
		'include/ptelab/vocabulary.h': generateVocabularyHeader(),
	};
	const texts = new Map(files.map(file => [file, readFileSync(`${kernel}/${file}`, 'utf8')]));
	texts.set('driver.c', driver);
	const core = [];

	for (const [name, text] of texts) {
		const {llvm} = await compileToLlvm({
			name,
			text,
			files: headers,
			triple: arch.triple,
			defines: arch.defines,
			flags: ['-Iinclude'],
		});
		// Everything the drivers touch is direct memory.
		core.push({unit: readLlvm(llvm, name), direct: true});
	}

	const {wasm} = await emitRun(
		link({arch: arch.id, memoryBytes, core, variants: [], programs: [], slots: [], exports: names}),
	);
	const module = await WebAssembly.compile(wasm);

	return {
		machine(cpus) {
			const pages = memoryBytes / 0x1_0000;
			const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});

			return Array.from({length: cpus}, (_, cpu) => instantiate(module, memory, cpu));
		},
	};
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory, cpu: number): DriverCpu {
	const {exports} = new WebAssembly.Instance(module, {
		env: {
			memory,
			trap(code: number, argument: number): never {
				throw new Error(`trap ${code} (${argument})`);
			},
		},
	});
	(exports.cpu as WebAssembly.Global).value = cpu;
	// At the end of memory; each CPU has its own stretch.
	(exports.stack_pointer as WebAssembly.Global).value = memoryBytes - cpu * 0x1_0000;

	return exports as unknown as DriverCpu;
}

/** Services that the single files call, for a driver that is the whole machine. */
export const services = `
#include <linux/slab.h>
#include <linux/smp.h>
#include <ptelab/lab.h>

u64 lab_counters[LAB_CPUS][LAB_COUNTERS] __aligned(64);
struct lab_cpu lab_cpus[LAB_CPUS];
struct lab_cpu_data lab_cpu_data[LAB_CPUS];

void hw_service(void) { }

unsigned long __mmu_translate(unsigned long address, unsigned int access, unsigned int site)
{
	return address;
}

unsigned long __mmu_translate_arena(unsigned long address, unsigned int access, unsigned int site)
{
	return address;
}
`;
