/**
 * The first half of step code: a function's blocks are cut where a CPU can stop. What an access does becomes explicit:
 * the check for a direct pointer, the call of the translate hook, and the access itself at an address that is then known.
 * So a stop stands right before the access, and the hook has run by then.
 */
import type {Computation} from './emit-compute.ts';
import {pointerType} from './emit-context.ts';
import {createKnownPlaces, isInside} from './emit-direct.ts';
import type {SiteTable} from './emit-sites.ts';
import {mayStop, privateSlots, type StopAnalysis} from './emit-step-stops.ts';
import type {Instruction, LocationIndex, Operand, Terminator, ValueType} from './ir/ir.ts';
import {describeLocation} from './link-references.ts';
import {
	LinkError,
	type LinkedFunction,
	type LinkedIntrinsic,
	type LinkedProgram,
	type LinkedSlot,
} from './link-types.ts';

type MemoryInstruction = Extract<Instruction, {op: 'load' | 'store' | 'rmw' | 'cmpxchg'}>;
type StackInstruction = Extract<Instruction, {op: 'alloca' | 'stackSave' | 'stackRestore'}>;
type IrCall = Extract<Instruction, {op: 'call'}>;

/** Where an access goes once its address is known to be direct. */
export type StepPlace =
	| {kind: 'frame'; slot: number; offset: number}
	| {kind: 'data'; address: number}
	/** A pointer of the target. */
	| {kind: 'pointer'; operand: Operand}
	/** An i32 register; 0 means that the access is not done. */
	| {kind: 'translated'; register: number; mayFail: boolean};

export interface StepAccess {
	op: 'access';
	access: MemoryInstruction;
	place: StepPlace;
	/** `dynamic`: its address decides when it runs. */
	visibility: 'private' | 'dynamic';
	site: number;
}

export interface StepCall {
	op: 'call';
	target: LinkedFunction | LinkedSlot | {kind: 'indirect'; index: Operand};
	to: number[];
	args: Operand[];
	parameters: ValueType[];
	results: ValueType[];
	site: number;
}

/** Waits until a word is equal to (1) or different from (2) a value. */
export interface StepAwait {
	op: 'await';
	mode: 1 | 2;
	address: Operand;
	value: Operand;
	site: number;
}

export type StepInstruction =
	| Computation
	| StackInstruction
	| StepAccess
	| StepCall
	| StepAwait
	| {op: 'choose'; to: number | null; count: Operand; site: number}
	| {op: 'assert'; condition: Operand; property: Operand; site: number}
	| {op: 'atomic'; begins: boolean}
	/** Ends the atomic block that a translate hook has left open, where `held` (i32) is not 0. */
	| {op: 'release'; held: number}
	| {op: 'query'; what: 'cpu' | 'variant' | 'static_end' | 'memory_end'; to: number}
	/** `to` (i32) gets whether that many bytes at the pointer are direct. */
	| {op: 'isDirect'; to: number; pointer: Operand; bytes: number}
	/** `to` (i32) gets a number. */
	| {op: 'set'; to: number; value: number}
	/** `to` (i32) gets the address that a direct pointer stands for. */
	| {op: 'narrow'; to: number; pointer: Operand};

export type StepTerminator =
	| Terminator
	/** A call in which the CPU may stop; control goes on at `next`. */
	| {op: 'stoppingCall'; call: StepCall; next: number}
	| {op: 'die'; death: 'trap' | 'unreachable'; code: Operand; argument: Operand; site: number};

export interface StepBlock {
	/** Place where the CPU can go on after a stop, from 1 on, or 0: before the first instruction. */
	resume: number;
	instructions: StepInstruction[];
	terminator: StepTerminator;
}

/** A function ready to be emitted. */
export interface StepFunction {
	/** With the registers that lowering added. */
	fn: LinkedFunction;
	/** Number of the function in frames. */
	id: number;
	blocks: StepBlock[];
	/** Whether it has frames at all: it can stop, or something it calls can. */
	stops: boolean;
	/** Site by place to go on, from index 1 on. */
	resumeSites: number[];
	/** Sites of its plain accesses. */
	plainSites: number[];
}

/** Makes the function's blocks for stepping. Throws a `LinkError` where an access needs a hook that the core lacks. */
export function lowerForStep(
	program: LinkedProgram,
	fn: LinkedFunction,
	id: number,
	analysis: StopAnalysis,
	sites: SiteTable,
	holdsAccesses: boolean,
): StepFunction {
	const pointer = pointerType(fn.unit.unit.pointerBits);
	const registers: ValueType[] = [...fn.ir.registers];
	const findKnown = createKnownPlaces(fn);
	const isPrivate = privateSlots(fn, findKnown);
	const resumeSites = [-1];
	const plainSites: number[] = [];
	const unset: StepTerminator = {op: 'unreachable', trap: false, at: -1};
	const blocks = fn.ir.blocks.map((): StepBlock => ({resume: 0, instructions: [], terminator: unset}));
	let current: StepBlock = {resume: 0, instructions: [], terminator: unset};

	const register = (type: ValueType): number => registers.push(type) - 1;
	const siteOf = (at: LocationIndex): number => sites.add(fn, at);

	for (const [index, block] of fn.ir.blocks.entries()) {
		current = blocks[index] ?? current;
		let goesOn = true;
		for (const instruction of block.instructions) {
			goesOn = lower(instruction);
			if (!goesOn) break;
		}
		if (goesOn) current.terminator = lowerEnd(block.terminator);
	}
	const ir = {...fn.ir, registers};
	return {fn: {...fn, ir}, id, blocks, stops: mayStop(analysis, fn), resumeSites, plainSites};

	function emit(instruction: StepInstruction): void {
		current.instructions.push(instruction);
	}

	function addBlock(resume: number): number {
		return blocks.push({resume, instructions: [], terminator: unset}) - 1;
	}

	function continueAt(index: number): void {
		current = blocks[index] ?? current;
	}

	/** Starts a block in which the CPU can go on after it has stopped. */
	function cutHere(site: number): void {
		const next = addBlock(resumeSites.push(site) - 1);
		current.terminator = {op: 'jump', target: next, at: -1};
		continueAt(next);
	}

	/** False when control does not come back. */
	function lower(instruction: Instruction): boolean {
		switch (instruction.op) {
			case 'load':
			case 'store':
			case 'rmw':
			case 'cmpxchg':
				lowerAccess(instruction);
				return true;
			case 'fence':
				// Under sequential consistency it does nothing.
				return true;
			case 'call':
				return lowerCall(instruction);
			default:
				emit(instruction);
				return true;
		}
	}

	function lowerEnd(terminator: Terminator): StepTerminator {
		if (terminator.op !== 'unreachable') return terminator;
		const death = terminator.trap ? 'trap' : 'unreachable';
		return die(death, constant(bugTrapCode), constant(0), siteOf(terminator.at));
	}

	function lowerAccess(access: MemoryInstruction): void {
		const site = siteOf(access.at);
		const bytes = access.width / 8;
		if ((access.op === 'load' || access.op === 'store') && access.ordering === 'plain' && !access.volatile) {
			plainSites.push(site);
		}
		if (access.space === 1) {
			arenaAccess(access, site);
			return;
		}
		const known = findKnown(access.address);
		if (known && isInside(known, bytes)) {
			if (known.kind === 'frame') {
				const {slot, offset} = known;
				const visibility = isPrivate.has(slot) ? 'private' : 'dynamic';
				finishAccess({op: 'access', access, place: {kind: 'frame', slot, offset}, visibility, site});
				return;
			}
			const address = known.address + known.offset;
			const isConstant = access.op === 'load' && address < program.constantEnd;
			const visibility = isConstant ? 'private' : 'dynamic';
			finishAccess({op: 'access', access, place: {kind: 'data', address}, visibility, site});
			return;
		}
		if (fn.unit.direct) {
			const place: StepPlace = {kind: 'pointer', operand: access.address};
			finishAccess({op: 'access', access, place, visibility: 'dynamic', site});
			return;
		}
		checkedAccess(access, bytes, site);
	}

	/** A direct pointer is used as it is, any other goes to the hook first. */
	function checkedAccess(access: MemoryInstruction, bytes: number, site: number): void {
		const translated = register('i32');
		const isDirect = register('i32');
		const held = holdsAccesses ? register('i32') : null;
		const [asItIs, byHook, both] = [addBlock(0), addBlock(0), addBlock(0)];
		emit({op: 'isDirect', to: isDirect, pointer: access.address, bytes});
		const condition: Operand = {kind: 'register', register: isDirect};
		current.terminator = {op: 'branch', condition, whenTrue: asItIs, whenFalse: byHook, at: access.at};
		continueAt(asItIs);
		emit({op: 'narrow', to: translated, pointer: access.address});
		if (held !== null) emit({op: 'set', to: held, value: 0});
		current.terminator = {op: 'jump', target: both, at: -1};
		continueAt(byHook);
		callHook(program.translate, '__mmu_translate', access, access.address, translated, site);
		if (held !== null) emit({op: 'set', to: held, value: 1});
		current.terminator = {op: 'jump', target: both, at: -1};
		continueAt(both);
		const place: StepPlace = {kind: 'translated', register: translated, mayFail: false};
		finishAccess({op: 'access', access, place, visibility: 'dynamic', site});
		if (held !== null) emit({op: 'release', held});
	}

	function arenaAccess(access: MemoryInstruction, site: number): void {
		const translated = register('i32');
		let low = access.address;
		if (pointer === 'i64') {
			const [half, whole] = [register('i32'), register('i64')];
			const at = access.at;
			emit({op: 'convert', kind: 'truncate', fromWidth: 64, toWidth: 32, to: half, from: low, at});
			const from: Operand = {kind: 'register', register: half};
			emit({op: 'convert', kind: 'zeroExtend', fromWidth: 32, toWidth: 64, to: whole, from, at});
			low = {kind: 'register', register: whole};
		}
		callHook(program.translateArena, '__mmu_translate_arena', access, low, translated, site);
		const place: StepPlace = {kind: 'translated', register: translated, mayFail: true};
		finishAccess({op: 'access', access, place, visibility: 'dynamic', site});
		if (holdsAccesses) emit({op: 'release', held: translated});
	}

	function callHook(
		hook: LinkedFunction | null,
		name: string,
		access: MemoryInstruction,
		address: Operand,
		to: number,
		site: number,
	): void {
		if (!hook) {
			throw new LinkError([
				`${describeLocation(fn.unit.unit, access.at)}: this access needs '${name}', which no core unit defines`,
			]);
		}
		call({
			op: 'call',
			target: hook,
			to: [to],
			args: [address, constant(flagsOf(access)), constant(site)],
			parameters: [pointer, 'i32', 'i32'],
			results: ['i32'],
			site,
		});
	}

	function finishAccess(access: StepAccess): void {
		if (access.visibility !== 'private') cutHere(access.site);
		emit(access);
	}

	function call(instruction: StepCall): void {
		if (!mayStop(analysis, instruction.target)) {
			emit(instruction);
			return;
		}
		const next = addBlock(resumeSites.push(instruction.site) - 1);
		current.terminator = {op: 'stoppingCall', call: instruction, next};
		continueAt(next);
	}

	function lowerCall({callee, to, args, parameters, results, at}: IrCall): boolean {
		const site = siteOf(at);
		if (callee.kind === 'indirect') {
			const target = {kind: 'indirect', index: callee.target} as const;
			call({op: 'call', target, to, args, parameters, results, site});
			return true;
		}
		const symbol = fn.unit.symbols.get(callee.name);
		switch (symbol?.kind) {
			case 'function':
			case 'slot':
				call({op: 'call', target: symbol, to, args, parameters, results, site});
				return true;
			case 'intrinsic':
				return lowerIntrinsic(symbol, to, args, site);
			default:
				throw new Error(`function '${fn.name}' calls '${callee.name}', which is no function`);
		}
	}

	function lowerIntrinsic(
		{intrinsic}: LinkedIntrinsic,
		to: number[],
		args: Operand[],
		site: number,
	): boolean {
		const [first = constant(0), second = constant(0)] = args;
		const [result] = to;
		switch (intrinsic) {
			case 'cpu':
			case 'variant':
			case 'static_end':
			case 'memory_end':
				if (result !== undefined) emit({op: 'query', what: intrinsic, to: result});
				return true;
			case 'trap':
				current.terminator = die('trap', first, second, site);
				return false;
			case 'wait':
			case 'block_until':
				cutHere(site);
				emit({op: 'await', mode: intrinsic === 'wait' ? 2 : 1, address: first, value: second, site});
				return true;
			case 'wake':
				return true;
			case 'atomic_begin':
			case 'atomic_end':
				emit({op: 'atomic', begins: intrinsic === 'atomic_begin'});
				return true;
			case 'choose':
				cutHere(site);
				emit({op: 'choose', to: result ?? null, count: first, site});
				return true;
			case 'assert':
				emit({op: 'assert', condition: first, property: second, site});
				return true;
		}
	}
}

/** Trap code of a place that the program must not reach (docs/machine.md: BUG()). */
const bugTrapCode = 3;

const writeFlag = 0x100;
const atomicFlag = 0x200;

/** What the access does, as the hooks are told. */
function flagsOf(access: MemoryInstruction): number {
	const updates = access.op === 'rmw' || access.op === 'cmpxchg';
	const isWrite = updates || access.op === 'store';
	const isAtomic = updates || access.ordering !== 'plain';
	return access.width / 8 + (isWrite ? writeFlag : 0) + (isAtomic ? atomicFlag : 0);
}

function die(death: 'trap' | 'unreachable', code: Operand, argument: Operand, site: number): StepTerminator {
	return {op: 'die', death, code, argument, site};
}

function constant(value: number): Operand {
	return {kind: 'constant', type: 'i32', value: BigInt(value)};
}
