/**
 * Makes an image of one architecture from C texts: the kernel, its variants and its programs are compiled for the
 * architecture's own target, linked, and emitted as one WebAssembly module. Works on texts alone, so that a user's C files are
 * taken like the built-in ones.
 */
import type {Arch} from '../arch/arch.ts';
import {type CandidateId, candidateNumber, candidates} from '../arch/candidates.ts';
import {generateConfigHeader, generateHwWalkHeader, generateWalker} from '../arch/index.ts';
import {generateVocabularyHeader} from '../machine/vocabulary-header.ts';
import {emitRun} from './emit-run.ts';
import type {Image} from './image.ts';
import type {Unit} from './ir/ir.ts';
import {link} from './link.ts';
import {
	type CompileUnits,
	type LlvmCache,
	type SourceTree,
	type Target,
	unitsCompiler,
} from './unit-compiler.ts';

export type {LlvmCache, SourceTree} from './unit-compiler.ts';

/** One design: its C files by path. */
export interface VariantInput {
	id: string;
	files: SourceTree;
	/** The page-table helpers it is compiled with. Default: as upstream. */
	candidate?: CandidateId;
}

/** One BPF program, whose entry is the function `program`. */
export interface ProgramInput {
	id: string;
	/** Path of the C file, for messages and locations. */
	file: string;
	text: string;
}

export interface BuildImageInput {
	arch: Arch;
	/** Text of the architecture's `asm/pgtable.h`. */
	pgtable: string;
	/** The kernel: headers below `include/`, and the C files of the core. Those in `hw/` are hardware. */
	kernel: SourceTree;
	/** In the order of their numbers. */
	variants: readonly VariantInput[];
	programs: readonly ProgramInput[];
	/** Bytes of the machine's memory, a multiple of 64 KiB; by default what the mode asks for. */
	memoryBytes?: number;
	/** Keeps compiler output between builds. */
	cache?: LlvmCache;
	/** Gets Clang's warnings. */
	warn?: (text: string) => void;
}

/**
 * 48 MiB: the leaf tables of the arena's 4 GiB take 8 MiB for the kernel and as much again when user space has touched all
 * of it; the rest leaves some 7000 pages to the arena, enough to churn and few enough to run out when a program leaks.
 */
export const defaultMemoryBytes = 48 * 1024 * 1024;

/** Functions that a variant may define in place of the core (docs/machine.md). */
export const slots = [
	'apply_range_set_cb',
	'apply_range_clear_cb',
	'apply_range_set_scratch_cb',
	'arena_populate',
	'arena_claim_range',
	'arena_claim_for_user',
	'arena_alloc_pages',
	'arena_free_pages',
	'arena_free_worker',
	'bpf_arena_handle_page_fault',
	'arena_vm_fault',
] as const;

/** Functions that each form of the page-table helpers has in place of the core's (`ptelab/candidate.h`). */
export const candidateSlots = [
	'candidate_hooks_fault',
	'candidate_try_set',
	'candidate_set',
	'candidate_get_and_clear',
] as const;

/** Functions that the machine calls. */
export const coreExports = ['machine_boot', 'cpu_online', 'cpu_run', 'cpu_recover', 'arena_destroy'] as const;

/** Name of the function in which a program starts. */
const programEntry = 'program';

/** Compiles, links and emits. Rejects with a `CompileError`, `IrError` or `LinkError` that names file and cause. */
export async function buildImage(input: BuildImageInput): Promise<Image> {
	const {arch} = input;
	const headers = {...headersOf(input.kernel), ...generatedHeaders(arch, input.pgtable)};
	const compile = unitsCompiler(input, headers);
	const kernelTarget = {triple: arch.triple, defines: arch.defines};
	const programTarget = {triple: arch.bigEndian ? 'bpfeb' : 'bpfel', defines: {}};
	const programFiles = Object.fromEntries(input.programs.map(({file, text}) => [file, text]));
	const programUnits = new Map((await compile(programFiles, programTarget)).map(unit => [unit.name, unit]));
	const programs = input.programs.map(({id, file}) => ({
		id,
		unit: programUnits.get(file) as Unit,
		entry: programEntry,
	}));
	const {core, variants} = await compileKernel(compile, coreFiles(input), input.variants, kernelTarget);

	return emitRun(
		link({
			arch: arch.id,
			memoryBytes: input.memoryBytes ?? arch.memoryBytes ?? defaultMemoryBytes,
			core: core.map(unit => ({unit, direct: unit.name.startsWith('hw/')})),
			variants,
			programs,
			slots: [...slots, ...candidateSlots],
			exports: [...coreExports],
		}),
	);
}

/**
 * Units of the core and of the variants. Those with the same page-table helpers are compiled together. A variant's file may have the
 * name of another's or of the core's: such files are compiled after the others.
 */
export async function compileKernel(
	compile: CompileUnits,
	core: SourceTree,
	variants: readonly VariantInput[],
	target: Target,
): Promise<{core: Unit[]; variants: {id: string; units: Unit[]}[]}> {
	const compiled = new Map<VariantInput, Unit[]>();
	let coreUnits: Unit[] = [];

	for (const {id: candidate} of candidates) {
		const isUpstream = candidate === 'upstream';
		const chosen = variants.filter(variant => (variant.candidate ?? 'upstream') === candidate);
		const shared = isUpstream ? core : candidateFiles;
		const helped = isUpstream ? target : withCandidateDefine(target, candidate);
		if (!isUpstream && chosen.length === 0) continue;
		const together = {...shared};
		const apart = new Set<VariantInput>();

		for (const variant of chosen) {
			if (Object.keys(variant.files).some(path => Object.hasOwn(together, path))) apart.add(variant);
			else Object.assign(together, variant.files);
		}

		const units = new Map((await compile(together, helped)).map(unit => [unit.name, unit]));
		const unitsOf = (paths: string[]) => paths.flatMap(path => units.get(path) ?? []);

		for (const variant of chosen) {
			const {files} = variant;
			compiled.set(variant, [
				...(apart.has(variant) ? await compile(files, helped) : unitsOf(Object.keys(files))),
				...(isUpstream ? [] : unitsOf(Object.keys(candidateFiles))),
			]);
		}

		if (isUpstream) coreUnits = unitsOf(Object.keys(core));
	}

	return {
		core: coreUnits,
		variants: variants.map(variant => ({id: variant.id, units: compiled.get(variant) ?? []})),
	};
}

/** What tells others of the helpers that a variant was compiled with. */
const candidateFiles: SourceTree = {'variants/candidate.c': '#include <ptelab/candidate_slots.h>\n'};

function withCandidateDefine(target: Target, candidate: CandidateId): Target {
	return {...target, defines: {...target.defines, LAB_CANDIDATE: String(candidateNumber(candidate))}};
}

/** C files of the core, the generated walker among them, by path in a stable order. */
export function coreFiles({kernel, arch}: Pick<BuildImageInput, 'kernel' | 'arch'>): SourceTree {
	const files = Object.entries(kernel).filter(
		([path]) => path.endsWith('.c') && !path.startsWith('explore/'),
	);
	const sorted = [...files, ['hw/walk.c', generateWalker(arch)] as const].sort(([a], [b]) =>
		a < b ? -1 : 1,
	);

	return Object.fromEntries(sorted);
}

/** The headers of a tree. */
export function headersOf(kernel: SourceTree): SourceTree {
	return Object.fromEntries(Object.entries(kernel).filter(([path]) => path.endsWith('.h')));
}

/** Headers that depend on the architecture or come from the shared word lists. */
export function generatedHeaders(arch: Arch, pgtable: string): SourceTree {
	return {
		'include/asm/lab_arch.h': generateConfigHeader(arch),
		'include/asm/hw_walk.h': generateHwWalkHeader(),
		'include/asm/pgtable.h': pgtable,
		'include/ptelab/vocabulary.h': generateVocabularyHeader(),
	};
}
