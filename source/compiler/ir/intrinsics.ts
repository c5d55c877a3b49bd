/**
 * LLVM intrinsics in terms of ordinary instructions.
 */
import {
	binary,
	compare,
	constant,
	emit,
	type FunctionDraft,
	leavesOf,
	newRegister,
	registerOperand,
	resize,
	select,
	unary,
	zeroExtend,
} from './builder.ts';
import type {Operand, Predicate} from './ir.ts';
import {loadBits} from './memory.ts';
import {lowerMemoryIntrinsic} from './memory-intrinsics.ts';
import {lowerOverflow, lowerSaturating} from './overflow.ts';
import {type Type, typeText} from './types.ts';
import type {Argument} from './values.ts';
import {copyVariableArguments, startVariableArguments} from './varargs.ts';
import {lowerWideIntrinsic} from './wide-intrinsics.ts';

/** Intrinsics that do nothing here, their arguments unread. Any result is 0. */
const ignored = [
	'llvm.assume',
	'llvm.dbg.',
	'llvm.donothing',
	'llvm.experimental.noalias.scope.decl',
	'llvm.fake.use',
	'llvm.frameaddress',
	'llvm.invariant.end',
	'llvm.invariant.start',
	'llvm.is.constant.',
	'llvm.lifetime.',
	'llvm.prefetch',
	'llvm.pseudoprobe',
	'llvm.returnaddress',
	'llvm.sideeffect',
	'llvm.va_end',
	'llvm.var.annotation',
];

/** Intrinsics whose result is their first argument. */
const transparent = [
	'llvm.annotation.',
	'llvm.expect.',
	'llvm.launder.invariant.group',
	'llvm.ptr.annotation.',
	'llvm.ssa.copy',
	'llvm.strip.invariant.group',
	'llvm.arithmetic.fence',
];

/** True when a call of the intrinsic can be skipped unread. */
export function isIgnoredIntrinsic(name: string): boolean {
	return ignored.some(prefix => name.startsWith(prefix));
}

/** Lower a call of an intrinsic; gives the operands of its result, null for none. */
export function readIntrinsic(
	draft: FunctionDraft,
	name: string,
	result: Type,
	args: readonly Argument[],
): readonly Operand[] | null {
	if (transparent.some(prefix => name.startsWith(prefix))) return args[0]!.parts;
	const word = name.slice('llvm.'.length);
	const lowered = lowerControl(draft, word, args);
	if (lowered !== undefined) return lowered;
	const argumentLeaves = args[0] === undefined ? [] : leavesOf(draft, args[0].type);
	const wide = argumentLeaves.some(leaf => leaf.half !== undefined);
	const operation = word.replace(/(?:\.[ip]\d+)+$/, '');
	if (wide) {
		const bits = args[0]!.type.kind === 'integer' ? args[0]!.type.bits : 0;
		return lowerWideIntrinsic(draft, operation, bits, args) ?? unsupported(draft, name);
	}
	const width = argumentLeaves[0]?.width;
	if (width === undefined || argumentLeaves.length !== 1) return unsupported(draft, name);
	const operands = args.map(({parts}) => parts[0]!);
	return lowerInteger(draft, operation, width, operands, result) ?? unsupported(draft, name);
}

function unsupported(draft: FunctionDraft, name: string): never {
	return draft.module.fail(`the intrinsic '${name}' is not supported`);
}

/** Intrinsics about control, the stack and memory; undefined when the word is none of them. */
function lowerControl(
	draft: FunctionDraft,
	word: string,
	args: readonly Argument[],
): readonly Operand[] | null | undefined {
	const first = args[0]?.parts[0];
	const head = /^[a-z_]+/.exec(word)?.[0] ?? '';
	switch (head) {
		case 'trap':
		case 'debugtrap':
		case 'ubsantrap':
			draft.current.trapAfter ??= draft.current.instructions.length;
			return null;
		case 'memcpy':
		case 'memmove':
		case 'memset':
			if (word.includes('element')) return undefined;
			lowerMemoryIntrinsic(draft, head, args);
			return null;
		case 'va_start':
			startVariableArguments(draft, first!);
			return null;
		case 'va_copy':
			copyVariableArguments(draft, first!, args[1]!.parts[0]!);
			return null;
		case 'stacksave': {
			const to = newRegister(draft, draft.module.layout.pointerBits);
			emit(draft, {op: 'stackSave', to});
			return [registerOperand(to)];
		}
		case 'stackrestore':
			emit(draft, {op: 'stackRestore', from: first!});
			return null;
		case 'bpf':
			return word.startsWith('bpf.passthrough.') ? args[1]!.parts : undefined;
		case 'allow':
			return [constant(1, 1)];
		default:
			return undefined;
	}
}

/** Intrinsics on integers of `width` bits, at most 64; null when the word is none of them. */
function lowerInteger(
	draft: FunctionDraft,
	operation: string,
	width: number,
	args: readonly Operand[],
	result: Type,
): readonly Operand[] | null {
	const [a, b, c] = args as [Operand, Operand, Operand];
	switch (operation) {
		case 'ctpop':
			return [unary(draft, 'popcnt', width, a)];
		case 'ctlz':
			return [unary(draft, 'clz', width, a)];
		case 'cttz':
			return [unary(draft, 'ctz', width, a)];
		case 'bswap':
		case 'bitreverse':
			return [unary(draft, operation, width, a)];
		case 'abs': {
			const negated = binary(draft, 'sub', width, constant(width, 0), a);
			return [select(draft, width, compare(draft, 'slt', width, a, constant(width, 0)), negated, a)];
		}
		case 'smax':
			return [choose(draft, 'sgt', width, a, b)];
		case 'smin':
			return [choose(draft, 'slt', width, a, b)];
		case 'umax':
			return [choose(draft, 'ugt', width, a, b)];
		case 'umin':
			return [choose(draft, 'ult', width, a, b)];
		case 'fshl':
		case 'fshr':
			return [funnelShift(draft, operation, width, a, b, c)];
		case 'scmp':
			return [threeWay(draft, 'sgt', 'slt', width, a, b, result)];
		case 'ucmp':
			return [threeWay(draft, 'ugt', 'ult', width, a, b, result)];
		case 'objectsize': {
			const [leaf] = leavesOf(draft, result);
			return [constant(leaf!.width, b.kind === 'constant' && b.value === 1n ? 0 : -1)];
		}
		case 'ptrmask':
			return [binary(draft, 'and', width, a, b)];
		case 'load.relative':
			return [loadRelative(draft, width, a, args[1]!)];
		default:
			return lowerOverflow(draft, operation, width, a, b) ?? lowerSaturating(draft, operation, width, a, b);
	}
}

function choose(draft: FunctionDraft, predicate: Predicate, width: number, a: Operand, b: Operand): Operand {
	return select(draft, width, compare(draft, predicate, width, a, b), a, b);
}

/** High (fshl) or low (fshr) `width` bits of the pair a:b shifted by c modulo `width`. */
function funnelShift(
	draft: FunctionDraft,
	operation: 'fshl' | 'fshr',
	width: number,
	a: Operand,
	b: Operand,
	c: Operand,
): Operand {
	const last = constant(width, width - 1);
	const powerOfTwo = (width & (width - 1)) === 0;
	const amount = powerOfTwo
		? binary(draft, 'and', width, c, last)
		: binary(draft, 'urem', width, c, constant(width, width));
	const rest = binary(draft, 'sub', width, last, amount);
	const one = constant(width, width === 1 ? 0 : 1);
	// The shift by width - amount is done in two steps, since for amount 0 it would be too far.
	if (operation === 'fshl') {
		const carried = binary(draft, 'lshr', width, binary(draft, 'lshr', width, b, one), rest);
		return binary(draft, 'or', width, binary(draft, 'shl', width, a, amount), carried);
	}
	const carried = binary(draft, 'shl', width, binary(draft, 'shl', width, a, one), rest);
	return binary(draft, 'or', width, binary(draft, 'lshr', width, b, amount), carried);
}

/** -1, 0 or 1 in the result's width. */
function threeWay(
	draft: FunctionDraft,
	above: Predicate,
	below: Predicate,
	width: number,
	a: Operand,
	b: Operand,
	result: Type,
): Operand {
	const [leaf] = leavesOf(draft, result);
	if (leaf === undefined || leaf.width < 2) return draft.module.fail(`a comparison to ${typeText(result)}`);
	const isAbove = zeroExtend(draft, 1, leaf.width, compare(draft, above, width, a, b));
	const isBelow = zeroExtend(draft, 1, leaf.width, compare(draft, below, width, a, b));
	return binary(draft, 'sub', leaf.width, isAbove, isBelow);
}

/** base + sign-extended 32 bits at base + offset. */
function loadRelative(draft: FunctionDraft, width: number, base: Operand, offset: Operand): Operand {
	const address = binary(draft, 'add', width, base, offset);
	const distance = loadBits(draft, 32, {address, ordering: 'plain', volatile: false, space: 0, align: 4});
	if (width === 32) return binary(draft, 'add', width, base, distance);
	const low = binary(draft, 'shl', width, resize(draft, 32, width, distance), constant(width, 32));
	return binary(draft, 'add', width, base, binary(draft, 'ashr', width, low, constant(width, 32)));
}
