/**
 * C texts brought to a stepper, and plain ways to walk a system: what the tests of the step code share.
 */
import '../compiler/quick-binaryen.ts';
import {compileToLlvm} from '../../source/compiler/clang.ts';
import {
	type EmitStepOptions,
	emitStep,
	type StepImage,
	stepCompileFlags,
} from '../../source/compiler/emit-step.ts';
import type {Unit} from '../../source/compiler/ir/ir.ts';
import {readLlvm} from '../../source/compiler/ir/read-llvm.ts';
import {type LinkOptions, link} from '../../source/compiler/link.ts';
import type {Stepper} from '../../source/explore/stepper.ts';
import type {System} from '../../source/explore/system.ts';

/** Declarations of the operations that only stepping knows. */
export const stepPrelude = `
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
unsigned int __ptelab_cpu(void);
void __ptelab_trap(unsigned int code, unsigned int argument) __attribute__((noreturn));
void __ptelab_wait(unsigned int *word, unsigned int expected, unsigned int microseconds);
void __ptelab_atomic_begin(void);
void __ptelab_atomic_end(void);
unsigned int __ptelab_choose(unsigned int n);
void __ptelab_assert(unsigned int condition, unsigned int property);
void __ptelab_block_until(const volatile unsigned int *word, unsigned int value);
`;

export const defaultTriple = 'x86_64-linux-gnu';

/** Compiles one C text. */
export async function compileUnit(
	name: string,
	text: string,
	triple: string = defaultTriple,
	flags: string[] = [],
): Promise<Unit> {
	const {llvm} = await compileToLlvm({
		name,
		text,
		files: {},
		triple,
		defines: {},
		flags: ['-w', ...stepCompileFlags, ...flags],
	});
	return readLlvm(llvm, name);
}

/** An image for stepping from one C text, all of it direct unless said otherwise. */
export async function stepImage(
	text: string,
	exports: string[],
	{
		triple,
		flags,
		emit,
		...extra
	}: Partial<LinkOptions> & {
		triple?: string;
		flags?: string[];
		emit?: EmitStepOptions;
	} = {},
): Promise<StepImage> {
	const unit = await compileUnit('program.c', stepPrelude + text, triple, flags);
	const program = link({
		arch: 'test',
		memoryBytes: 4 * 0x1_0000,
		core: [{unit, direct: true}],
		variants: [],
		programs: [],
		slots: [],
		exports,
		...extra,
	});
	return emitStep(program, emit);
}

/** Reads a 32-bit word of the program, in the target's byte order. */
export function readWord(stepper: Stepper, image: StepImage, symbol: string, index = 0): number {
	const place = image.manifest.symbols[symbol];
	if (!place) throw new Error(`no data symbol '${symbol}'`);
	const view = new DataView(stepper.memory.buffer);
	return view.getUint32(place.address + 4 * index, !image.manifest.bigEndian);
}

/** The hash as a key. */
export function hashKey({hash}: System): string {
	return hash.join(',');
}

/** Every step there is in the current state. */
export function* stepsOf(system: System): Generator<{process: number; choice: number}> {
	for (let process = 0; process < system.processes; process++) {
		if (system.status(process) !== 'ready') continue;
		const {choices} = system.pending(process);
		for (let choice = 0; choice < choices; choice++) yield {process, choice};
	}
}

/** What a plain enumeration finds. */
export interface Graph {
	states: number;
	transitions: number;
	/** States in which no process has a step. */
	finals: number;
	/** Properties broken by some step. */
	broken: Set<string>;
}

/**
 * Depth-first enumeration of all states by their hash. `visit` sees each new state and says whether to go on from it;
 * `isFinal` is called in those without steps.
 */
export function enumerate(
	system: System,
	visitFinal: () => void = () => {},
	visit: () => void = () => {},
): Graph {
	const seen = new Set([hashKey(system)]);
	const graph: Graph = {states: 0, transitions: 0, finals: 0, broken: new Set()};
	const stack: {position: number; steps: {process: number; choice: number}[]}[] = [];
	enter();
	for (let top = stack.at(-1); top; top = stack.at(-1)) {
		system.rollback(top.position);
		const step = top.steps.pop();
		if (!step) {
			stack.pop();
			continue;
		}
		system.step(step.process, step.choice);
		graph.transitions++;
		const failure = system.failure();
		if (failure) graph.broken.add(failure.property);
		const key = hashKey(system);
		if (seen.has(key)) continue;
		seen.add(key);
		enter();
	}
	return graph;

	function enter(): void {
		graph.states++;
		visit();
		const steps = [...stepsOf(system)];
		if (steps.length === 0) {
			graph.finals++;
			visitFinal();
		}
		stack.push({position: system.position(), steps});
	}
}

/** Steps one process until it has no step left; gives the number of steps. */
export function runToEnd(system: System, process: number): number {
	let steps = 0;
	while (system.status(process) === 'ready') {
		system.step(process, 0);
		steps++;
	}
	return steps;
}
