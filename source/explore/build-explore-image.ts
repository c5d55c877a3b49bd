/**
 * Makes the image that the explorer steps: the same kernel, variants and architecture as the live image, but the machine
 * around them is that of `kernel/explore`, and scenarios take the place of programs.
 */
import type {Arch} from '../arch/arch.ts';
import {
	type BuildImageInput,
	candidateSlots,
	compileKernel,
	coreFiles,
	generatedHeaders,
	headersOf,
	slots,
	type VariantInput,
} from '../compiler/build-image.ts';
import {emitStep, type StepImage, stepCompileFlags} from '../compiler/emit-step.ts';
import type {Unit} from '../compiler/ir/ir.ts';
import {link} from '../compiler/link.ts';
import {type SourceTree, unitsCompiler} from '../compiler/unit-compiler.ts';
import {generatePropertiesHeader} from './properties/index.ts';

/** What goes into an image. */
export interface ExploreImageInput
	extends Pick<BuildImageInput, 'arch' | 'pgtable' | 'kernel' | 'cache' | 'warn'> {
	variants: readonly VariantInput[];
	/** C files of the scenarios by path. They are compiled as one, so their names must differ. */
	scenarios: SourceTree;
	/** Functions of theirs that are processes, setups and ends. */
	functions: readonly string[];
	/** False leaves the module as it is made: sooner there, slower to step. Default true. */
	optimize?: boolean;
}

/** 1.5 MiB: static data, and 64 pages for the tables of both address spaces and some frames; more where pages are larger. */
function memoryBytesOf({pageShift}: Arch): number {
	return 20 * 0x1_0000 + 64 * 2 ** pageShift;
}

/** Files of the live machine whose place `kernel/explore` takes. */
const liveOnly: readonly string[] = [
	'bpf/prog.c',
	'bpf/range_tree.c',
	'bpf/rqspinlock.c',
	'bpf/stream.c',
	'hw/clear_page.c',
	'hw/mmu.c',
	'hw/tlb.c',
	'hw/tsb.c',
	'lab/boot.c',
	'lab/cpu.c',
	'lab/stream.c',
	'lab/trace.c',
	'lab/workload.c',
	'lib/irq_work.c',
	'lib/spinlock.c',
	'lib/workqueue.c',
	'mm/page_alloc.c',
	'mm/slab.c',
];

/** Files that are hardware: their pointers are addresses of memory, never translated. */
const hardware: readonly string[] = [
	'explore/events.c',
	'explore/frames.c',
	'explore/machine.c',
	'explore/mmu.c',
	'explore/tlb.c',
];

/** Compiles, links and emits. Rejects with a `CompileError`, `IrError` or `LinkError` that names file and cause. */
export async function buildExploreImage(input: ExploreImageInput): Promise<StepImage> {
	const {arch, kernel} = input;
	const headers = {
		...headersOf(kernel),
		...generatedHeaders(arch, input.pgtable),
		'include/ptelab/properties.h': generatePropertiesHeader(),
		...input.scenarios,
	};
	const compile = unitsCompiler(input, headers, stepCompileFlags);
	const target = {triple: arch.triple, defines: {...arch.defines, LAB_EXPLORE: '1'}};
	const explored = Object.entries(kernel).filter(([path]) => /^explore\/.*\.c$/.test(path));
	const shared = Object.entries(coreFiles(input)).filter(([path]) => !liveOnly.includes(path));
	const files = Object.fromEntries([
		...shared,
		...explored,
		['scenarios/all.c', joinScenarios(input.scenarios)] as const,
	]);
	const {core, variants} = await compileKernel(compile, files, input.variants, target);
	const isDirect = ({name}: Unit) => name.startsWith('hw/') || hardware.includes(name);
	const program = link({
		arch: arch.id,
		memoryBytes: memoryBytesOf(arch),
		core: core.map(unit => ({unit, direct: isDirect(unit)})),
		variants,
		programs: [],
		slots: [...slots, ...candidateSlots],
		exports: ['explore_boot', 'explore_finish', ...input.functions],
	});
	return emitStep(program, {
		processes: 8,
		stackBytes: 0x2000,
		holdsAccesses: true,
		...(input.optimize === undefined ? {} : {optimize: input.optimize}),
	});
}

/** One C file of them all: most of what a scenario costs to compile is reading the headers. */
function joinScenarios(scenarios: SourceTree): string {
	return Object.keys(scenarios)
		.map(path => `#include "${path}"\n`)
		.join('');
}
