/**
 * One function of step code. It runs as WebAssembly runs, registers in locals and calls on the host's stack, until the CPU
 * has to stop: then every function that is active saves the registers it still needs into its frame in the CPU's own
 * stack memory and leaves. To go on, only the innermost frame is entered again; its caller when that returns.
 */

import {constant, type Expression, wasmType, wasmTypes} from './emit-binaryen.ts';
import {emitReturn, resultType} from './emit-call.ts';
import {emitComputation} from './emit-compute.ts';
import {
	createFunctionContext,
	emitOperand,
	names,
	narrowAddress,
	stackAlign,
	widenAddress,
} from './emit-context.ts';
import {emitAwait, emitStepAccess, emitStop} from './emit-step-access.ts';
import {emitStepCall, takeSavedResults} from './emit-step-call.ts';
import {
	accessKinds,
	failureKinds,
	firstResult,
	frameEnd,
	frameHead,
	getGlobal,
	getLocal,
	helpers,
	type StepContext,
	type StepModule,
	setGlobal,
} from './emit-step-context.ts';
import {emitStates, spendFuel} from './emit-step-control.ts';
import {checkCall, checkDivision, die, leaveEmpty} from './emit-step-die.ts';
import {planFrame} from './emit-step-liveness.ts';
import type {StepFunction, StepInstruction} from './emit-step-lower.ts';
import type {FrameSlot} from './ir/ir.ts';

/** Adds a function and, if it can stop, the one without parameters that goes on with a frame of it. */
export function emitStepFunction(module: StepModule, step: StepFunction): void {
	const f = createStepContext(module, step);
	const {name, ir} = step.fn;
	const entry = f.local('i32');
	const states = emitStates(f, entry, {
		emitBlock: index => emitBlock(f, index),
		emitResume: resume => restore(f, resume),
		emitEndless: index => [...die(f, 'endless-loop', lastSite(f, index)), ...leaveEmpty(f)],
	});
	const result = resultType(f, ir.results);
	const body = [...enter(f, entry), states, f.module.unreachable()];
	module.module.addFunction(
		name,
		wasmTypes(f.api, ir.parameters),
		result,
		f.locals(),
		f.module.block(null, body, result),
	);
	if (step.stops) addResume(module, step);
}

function createStepContext(module: StepModule, step: StepFunction): StepContext {
	const base = createFunctionContext(module, step.fn);
	const plan = step.stops ? planFrame(step) : {saved: [], offsets: new Map<number, number>(), size: 0};
	const grows = step.blocks.some(({instructions}) =>
		instructions.some(({op}) => op === 'alloca' || op === 'stackRestore'),
	);
	const head = step.stops ? frameHead + plan.size + (grows ? 4 : 0) : 0;
	return {
		...base,
		...module,
		frame: placeSlots(head, step.fn.ir.frame),
		step,
		plan,
		wasSaved: base.local('i32'),
		parent: base.local('i32'),
		top: grows ? base.local('i32') : null,
	};
}

function placeSlots(start: number, slots: readonly FrameSlot[]): StepContext['frame'] {
	let size = start;
	let align: number = stackAlign;
	const offsets = slots.map(slot => {
		const offset = Math.ceil(size / slot.align) * slot.align;
		size = offset + slot.size;
		align = Math.max(align, slot.align);
		return offset;
	});
	return {offsets, size: Math.ceil(size / stackAlign) * stackAlign, align};
}

function enter(f: StepContext, entry: number): Expression[] {
	const m = f.module;
	const frame = f.frameLocal();
	const set = m.local.set;
	const {size, align} = f.frame;
	const start = m.i32.and(m.i32.add(getGlobal(f, 'stackTop'), m.i32.const(align - 1)), m.i32.const(-align));
	const fresh = [
		set(f.parent, getGlobal(f, 'frame')),
		set(frame, align === stackAlign ? getGlobal(f, 'stackTop') : start),
		...(f.top === null ? [] : [set(f.top, m.i32.add(getLocal(f, frame), m.i32.const(size)))]),
		...(size > 0
			? [m.if(m.i32.gt_u(frameEnd(f), getGlobal(f, 'stackEnd')), m.block(null, overflow(f)))]
			: []),
		// A function that calls nothing cannot go on for ever by being called: the turn is its caller's, who then has the blame.
		...(callsAny(f.step)
			? [spendFuel(f, [...die(f, 'endless-loop', functionSite(f)), ...leaveEmpty(f)])]
			: []),
	];
	if (!f.step.stops) return fresh;
	const again = [
		set(frame, getGlobal(f, 'resume')),
		setGlobal(f, 'resume', m.i32.const(0)),
		set(f.wasSaved, m.i32.const(1)),
		set(f.parent, m.i32.load(4, 4, getLocal(f, frame))),
		set(entry, m.i32.load16_u(0, 2, getLocal(f, frame))),
		...(f.top === null ? [] : [set(f.top, m.i32.load(frameHead + f.plan.size, 4, getLocal(f, frame)))]),
	];
	return [m.if(getGlobal(f, 'resume'), m.block(null, again), m.block(null, fresh))];
}

function callsAny({blocks}: StepFunction): boolean {
	return blocks.some(
		({instructions, terminator}) =>
			terminator.op === 'stoppingCall' || instructions.some(({op}) => op === 'call'),
	);
}

function overflow(f: StepContext): Expression[] {
	return [...die(f, 'stack-overflow', functionSite(f)), ...leaveEmpty(f)];
}

/** Registers as they were when the CPU stopped; those that a call gives come from where its function left them. */
function restore(f: StepContext, resume: number): Expression[] {
	const m = f.module;
	const loads = (f.plan.saved[resume] ?? []).map(register => {
		const offset = frameHead + (f.plan.offsets.get(register) ?? 0);
		const base = getLocal(f, f.frameLocal());
		const isWide = f.step.fn.ir.registers[register] === 'i64';
		return m.local.set(register, isWide ? m.i64.load(offset, 4, base) : m.i32.load(offset, 4, base));
	});
	const call = f.step.blocks.find(
		({terminator}) => terminator.op === 'stoppingCall' && f.step.blocks[terminator.next]?.resume === resume,
	)?.terminator;
	if (call?.op !== 'stoppingCall') return loads;
	return [...loads, ...takeSavedResults(f, call.call)];
}

/** Saves the registers for a place to go on and leaves. */
function save(f: StepContext, resume: number): Expression[] {
	const m = f.module;
	const live = new Set(f.plan.saved[resume] ?? []);
	const at = (offset: number): Expression => m.i32.add(getLocal(f, f.frameLocal()), m.i32.const(offset));
	const put = (offset: number, value: Expression): Expression =>
		m.call(helpers.put32, [at(offset), value], f.api.none);
	const used = new Set<number>();
	const stores: Expression[] = [];
	for (const register of live) {
		const offset = frameHead + (f.plan.offsets.get(register) ?? 0);
		const isWide = f.step.fn.ir.registers[register] === 'i64';
		used.add(offset);
		if (isWide) used.add(offset + 4);
		stores.push(
			isWide
				? m.call(helpers.store64, [at(offset), getLocal(f, register, 'i64')], f.api.none)
				: put(offset, getLocal(f, register)),
		);
	}
	const dead: Expression[] = [];
	for (let offset = frameHead; offset < frameHead + f.plan.size; offset += 4) {
		if (!used.has(offset)) dead.push(put(offset, m.i32.const(0)));
	}
	return [
		put(0, m.i32.const((f.step.id << 16) | resume)),
		put(4, getLocal(f, f.parent)),
		...stores,
		...(f.top === null ? [] : [put(frameHead + f.plan.size, getLocal(f, f.top))]),
		...(dead.length > 0 ? [m.if(getLocal(f, f.wasSaved), m.block(null, dead))] : []),
		...leaveEmpty(f),
	];
}

/** Site of the function's first line; of one that the compiler made up, of its first instruction that has one. */
function functionSite(f: StepContext): number {
	const {fn} = f.step;
	const hasLine = (at: number): boolean => (fn.unit.unit.locations[at]?.line ?? 0) > 0;
	const instructions = fn.ir.blocks.flatMap(block => block.instructions);
	const at = hasLine(fn.ir.at) ? fn.ir.at : instructions.find(each => hasLine(each.at))?.at;
	return f.sites.add(fn, at ?? fn.ir.at);
}

/** Site of the jump that ends a block. */
function lastSite(f: StepContext, index: number): number {
	const terminator = f.step.blocks[index]?.terminator;
	return terminator && 'at' in terminator ? f.sites.add(f.step.fn, terminator.at) : -1;
}

function emitBlock(f: StepContext, index: number): Expression[] {
	const block = f.step.blocks[index];
	if (!block) throw new Error(`function '${f.step.fn.name}' has no block ${index}`);
	const statements: Expression[] = [];
	const leave = (): Expression[] => save(f, block.resume);
	for (const instruction of block.instructions) {
		statements.push(...emitInstruction(f, instruction, leave));
		f.release();
	}
	const {terminator} = block;
	switch (terminator.op) {
		case 'return': {
			const values = terminator.values.map((value, position) =>
				emitOperand(f, value, f.step.fn.ir.results[position] ?? 'i32'),
			);
			statements.push(...emitReturn(f, values, dropFrame(f)));
			break;
		}
		case 'unreachable':
			statements.push(f.module.unreachable());
			break;
		case 'die': {
			const [code, argument] = [terminator.code, terminator.argument].map(each =>
				emitOperand(f, each, 'i32'),
			);
			statements.push(...die(f, terminator.death, terminator.site, code, argument), ...leaveEmpty(f));
			break;
		}
		case 'stoppingCall': {
			const resume = f.step.blocks[terminator.next]?.resume ?? 0;
			statements.push(
				...checkCall(f, terminator.call),
				...emitStepCall(f, terminator.call, [
					f.module.if(getGlobal(f, 'unwinding'), f.module.block(null, save(f, resume))),
				]),
			);
			break;
		}
	}
	f.release();
	return statements;
}

/** Zeroes what the function had in memory, so that equal stacks have equal bytes. */
function dropFrame(f: StepContext): Expression[] {
	const m = f.module;
	const clear = m.call(helpers.clear, [getLocal(f, f.frameLocal()), frameEnd(f)], f.api.none);
	if (f.step.fn.ir.frame.length > 0 || f.top !== null) return [clear];
	return f.step.stops ? [m.if(getLocal(f, f.wasSaved), clear)] : [];
}

function emitInstruction(
	f: StepContext,
	instruction: StepInstruction,
	leave: () => Expression[],
): Expression[] {
	const m = f.module;
	switch (instruction.op) {
		case 'access':
			return emitStepAccess(f, instruction, leave);
		case 'await':
			return emitAwait(f, instruction, leave);
		case 'call':
			return [...checkCall(f, instruction), ...emitStepCall(f, instruction, [])];
		case 'choose':
			return emitChoose(f, instruction, leave);
		case 'assert': {
			const property = emitOperand(f, instruction.property, 'i32');
			const args = [
				m.i32.const(failureKinds.indexOf('assert')),
				property,
				m.i32.const(0),
				m.i32.const(instruction.site),
			];
			return [
				m.if(m.i32.eqz(emitOperand(f, instruction.condition, 'i32')), m.call(helpers.fail, args, f.api.none)),
			];
		}
		case 'atomic':
			return emitAtomic(f, instruction.begins);
		case 'release':
			return [m.if(getLocal(f, instruction.held), m.block(null, emitAtomic(f, false)))];
		case 'set':
			return [m.local.set(instruction.to, m.i32.const(instruction.value))];
		case 'query':
			return [m.local.set(instruction.to, query(f, instruction.what))];
		case 'isDirect': {
			const ops = m[f.pointer];
			const low = f.program.guard;
			const size = f.layout.contextBase - low - instruction.bytes + 1;
			const pointer = emitOperand(f, instruction.pointer, f.pointer);
			return [
				m.local.set(
					instruction.to,
					ops.lt_u(ops.sub(pointer, constant(m, f.pointer, low)), constant(m, f.pointer, size)),
				),
			];
		}
		case 'narrow':
			return [m.local.set(instruction.to, narrowAddress(f, emitOperand(f, instruction.pointer, f.pointer)))];
		case 'alloca':
		case 'stackSave':
		case 'stackRestore':
			return emitStackChange(f, instruction);
		default:
			return [...checkDivision(f, instruction), ...emitComputation(f, instruction)];
	}
}

/** The stack grows up here; what is given back is zeroed. */
function emitStackChange(
	f: StepContext,
	instruction: Extract<StepInstruction, {op: 'alloca' | 'stackSave' | 'stackRestore'}>,
): Expression[] {
	const m = f.module;
	if (instruction.op === 'stackSave') return [m.local.set(instruction.to, widenAddress(f, frameEnd(f)))];
	const {top} = f;
	if (top === null) throw new Error(`function '${f.step.fn.name}' has no growing frame`);
	if (instruction.op === 'stackRestore') {
		const back = (): Expression => narrowAddress(f, emitOperand(f, instruction.from, f.pointer));
		return [m.call(helpers.clear, [back(), getLocal(f, top)], f.api.none), m.local.set(top, back())];
	}
	const align = Math.max(stackAlign, instruction.align);
	const size = narrowAddress(f, emitOperand(f, instruction.size, f.pointer));
	const start = f.scratch('i32');
	const up = (value: Expression, to: number): Expression =>
		m.i32.and(m.i32.add(value, m.i32.const(to - 1)), m.i32.const(-to));
	return [
		m.local.set(start, up(getLocal(f, top), align)),
		m.local.set(top, up(m.i32.add(getLocal(f, start), size), stackAlign)),
		m.local.set(instruction.to, widenAddress(f, getLocal(f, start))),
		m.if(m.i32.gt_u(getLocal(f, top), getGlobal(f, 'stackEnd')), m.block(null, overflow(f))),
	];
}

function query(f: StepContext, what: 'cpu' | 'variant' | 'static_end' | 'memory_end'): Expression {
	const m = f.module;
	switch (what) {
		case 'cpu':
			return m.global.get(names.cpu, f.api.i32);
		case 'variant':
			return m.global.get(names.variant, f.api.i32);
		case 'static_end':
			return constant(m, f.pointer, f.program.staticEnd);
		case 'memory_end':
			return constant(m, f.pointer, f.program.memoryBytes);
	}
}

function emitAtomic(f: StepContext, begins: boolean): Expression[] {
	const m = f.module;
	const by = (change: number): Expression =>
		setGlobal(f, 'atomic', m.i32.add(getGlobal(f, 'atomic'), m.i32.const(change)));
	if (begins) return [by(1)];
	const isOver = m.i32.and(m.i32.eqz(getGlobal(f, 'atomic')), m.i32.eq(getGlobal(f, 'go'), m.i32.const(2)));
	return [m.if(getGlobal(f, 'atomic'), by(-1)), m.if(isOver, setGlobal(f, 'go', m.i32.const(0)))];
}

function emitChoose(
	f: StepContext,
	{to, count, site}: Extract<StepInstruction, {op: 'choose'}>,
	leave: () => Expression[],
): Expression[] {
	const m = f.module;
	const i = (value: number): Expression => m.i32.const(value);
	const give = (value: Expression): Expression[] =>
		to === null ? [m.drop(value)] : [m.local.set(to, value)];
	const ways = (): Expression => emitOperand(f, count, 'i32');
	const runsFreely = m.i32.ge_u(getGlobal(f, 'go'), i(3));
	const isOnlyWay = m.i32.or(m.i32.le_u(ways(), i(1)), runsFreely);
	const isChosen = m.i32.ge_s(getGlobal(f, 'choice'), i(0));
	const taken = [...give(getGlobal(f, 'choice')), setGlobal(f, 'choice', i(-1))];
	const stop = emitStop(f, [accessKinds.indexOf('block'), i(0), 0, site, ways(), 0, i(0)]);
	return [
		m.if(
			isOnlyWay,
			m.block(null, give(i(0))),
			m.if(isChosen, m.block(null, taken), m.block(null, [...stop, ...leave()])),
		),
	];
}

/** Enters the function again and leaves its results where the caller looks for them when it goes on. */
function addResume(module: StepModule, step: StepFunction): void {
	const {api, module: m} = module;
	const {parameters, results} = step.fn.ir;
	const args = parameters.map(type => constant(m, type, 0));
	const [first] = results;
	const call = m.call(step.fn.name, args, first ? wasmType(api, first) : api.none);
	const body = first ? m.global.set(firstResult(first), call) : call;
	m.addFunction(helpers.resume(step.id), api.none, api.none, [], body);
}
