/**
 * Variable arguments.
 *
 * The caller puts them into a buffer in its frame, each in slots of 8 bytes (4 where pointers have 32 bits), and
 * passes the buffer's address as one more pointer. Clang itself expands `va_arg` for each target: by stepping
 * through memory, or through the target's register save area and then its stack. `va_start` therefore makes a
 * `va_list` that says the registers are used up, so that all arguments are looked for in the buffer.
 */
import {
	addOffset,
	binary,
	constant,
	type FunctionDraft,
	leavesOf,
	registerOperand,
	zeroExtend,
} from './builder.ts';
import type {Operand} from './ir.ts';
import {alignUp} from './layout.ts';
import {at, loadBits, loadValue, type Place, storeBits, storeValue} from './memory.ts';
import {copyMemory} from './memory-intrinsics.ts';
import {expect, readType} from './module.ts';
import {pointerType, typeText} from './types.ts';
import {type Argument, readPointer} from './values.ts';

/** A field of a target's `va_list`: bits, and a number or (null) the buffer's address. */
type VaListField = readonly [bits: number, value: number | null];

/** What `va_start` writes, in the order of fields, naturally aligned. Targets not listed have one pointer. */
const vaLists: readonly {triple: RegExp; fields: readonly VaListField[]}[] = [
	// gp_offset and fp_offset past their areas, overflow_arg_area, reg_save_area
	{
		triple: /^x86_64-(?!.*(?:windows|gnux32))/,
		fields: [
			[32, 48],
			[32, 304],
			[64, null],
			[64, 0],
		],
	},
	// stack, gr_top, vr_top, gr_offs and vr_offs not negative
	{
		triple: /^aarch64(?:_be)?-(?!.*(?:windows|apple|darwin))/,
		fields: [
			[64, null],
			[64, 0],
			[64, 0],
			[32, 0],
			[32, 0],
		],
	},
	// gpr and fpr counts past the last register, overflow_arg_area, reg_save_area
	{
		triple: /^s390x-/,
		fields: [
			[64, 5],
			[64, 4],
			[64, null],
			[64, 0],
		],
	},
	// gpr and fpr counts, padding, overflow_arg_area, reg_save_area
	{
		triple: /^powerpc(?:le)?-/,
		fields: [
			[8, 8],
			[8, 8],
			[16, 0],
			[32, null],
			[32, 0],
		],
	},
	// current_saved_reg_area_pointer past saved_reg_area_end_pointer, overflow_area_pointer
	{
		triple: /^hexagon-.*(?:linux|musl)/,
		fields: [
			[32, 0],
			[32, 0],
			[32, null],
		],
	},
];

/** Bytes of the smallest slot. */
function slotBytes(draft: FunctionDraft): number {
	return draft.module.layout.pointerBits / 8;
}

/** Store the variable arguments of a call; gives the address of the buffer. */
export function passVariableArguments(draft: FunctionDraft, args: readonly Argument[]): Operand {
	const {layout} = draft.module;
	if (args.length === 0) return constant(layout.pointerBits, 0);
	const slot = argumentSlot(draft);
	let end = 0;
	for (const argument of args) end = passArgument(draft, argument, slot, end);
	const frameSlot = draft.frame[slot]!;
	frameSlot.size = Math.max(frameSlot.size, end);
	return {kind: 'frame', slot, offset: 0};
}

/** One buffer serves all calls of a function: it is in use only from the stores to the end of the call. */
function argumentSlot(draft: FunctionDraft): number {
	if (draft.argumentSlot === null) {
		draft.argumentSlot = draft.frame.length;
		draft.frame.push({size: 0, align: 16, name: ''});
	}
	return draft.argumentSlot;
}

/** Store one argument at the first fitting place from `end` on; gives the end after it. */
function passArgument(draft: FunctionDraft, argument: Argument, slot: number, end: number): number {
	const {layout} = draft.module;
	const type = argument.byval ?? argument.type;
	const natural = argument.byval === null ? layout.alignOf(type) : argument.align || layout.alignOf(type);
	const align = Math.max(slotBytes(draft), Math.min(16, natural));
	const offset = alignUp(end, align);
	const place = plain({kind: 'frame', slot, offset}, align);
	if (argument.byval === null) {
		storeInSlots(draft, argument, place);
	} else {
		copyMemory(draft, {
			to: {operand: place.address, space: 0},
			from: {operand: argument.parts[0]!, space: 0},
			toAlign: align,
			fromAlign: natural,
			length: constant(layout.pointerBits, layout.sizeOf(type)),
			volatile: false,
			mayOverlap: false,
		});
	}
	return offset + alignUp(layout.sizeOf(type), slotBytes(draft));
}

/** A number narrower than a slot fills it, as a register saved there would: on big-endian it ends up at the far end. */
function storeInSlots(draft: FunctionDraft, {type, parts}: Argument, place: Place): void {
	const leaves = leavesOf(draft, type);
	const slotBits = slotBytes(draft) * 8;
	if (type.kind === 'integer' && leaves[0]!.width < slotBits && leaves.length === 1) {
		storeBits(draft, slotBits, zeroExtend(draft, leaves[0]!.width, slotBits, parts[0]!), place);
	} else {
		storeValue(draft, type, parts, place);
	}
}

/** `va_start`: make the target's `va_list` at `list`. */
export function startVariableArguments(draft: FunctionDraft, list: Operand): void {
	if (draft.variadicBuffer === null) draft.module.fail('va_start in a function without variable arguments');
	const buffer = registerOperand(draft.variadicBuffer);
	let offset = 0;
	for (const [bits, value] of vaListFields(draft)) {
		const what = value === null ? buffer : constant(bits, value);
		storeBits(draft, bits, what, at(draft, listPlace(draft, list), offset));
		offset += bits / 8;
	}
}

/** `va_copy`: copy the target's `va_list`. */
export function copyVariableArguments(draft: FunctionDraft, to: Operand, from: Operand): void {
	let offset = 0;
	for (const [bits] of vaListFields(draft)) {
		const value = loadBits(draft, bits, at(draft, listPlace(draft, from), offset));
		storeBits(draft, bits, value, at(draft, listPlace(draft, to), offset));
		offset += bits / 8;
	}
}

function vaListFields(draft: FunctionDraft): readonly VaListField[] {
	const listed = vaLists.find(({triple}) => triple.test(draft.module.triple));
	if (listed !== undefined) return listed.fields;
	return [[draft.module.layout.pointerBits, null]];
}

/** Read `va_arg ptr <list>, <type>` after the word: for targets where Clang leaves the expansion to the backend. */
export function readVaArg(draft: FunctionDraft): readonly Operand[] {
	const {layout} = draft.module;
	const list = readPointer(draft).operand;
	expect(draft.module, ',');
	const type = readType(draft.module);
	if (type.kind !== 'integer' && type.kind !== 'pointer') {
		draft.module.fail(`va_arg of type ${typeText(type)} is not supported`);
	}
	if (vaListFields(draft).length > 1)
		draft.module.fail('va_arg with a va_list of several fields is not supported');
	const pointerBits = layout.pointerBits;
	const place = listPlace(draft, list);
	const step = slotBytes(draft);
	const align = Math.max(step, Math.min(16, layout.alignOf(type)));
	const size = alignUp(layout.sizeOf(type), step);
	const position = alignAddress(draft, loadBits(draft, pointerBits, place), align);
	storeBits(draft, pointerBits, addOffset(draft, position, size), place);
	const far = layout.bigEndian && layout.sizeOf(type) < step ? step - layout.sizeOf(type) : 0;
	return loadValue(draft, type, at(draft, plain(position, align), far));
}

function alignAddress(draft: FunctionDraft, address: Operand, align: number): Operand {
	const width = draft.module.layout.pointerBits;
	if (align <= slotBytes(draft)) return address;
	const raised = addOffset(draft, address, align - 1);
	return binary(draft, 'and', width, raised, constant(width, -align));
}

/** A `va_list` is aligned as the pointers in it. */
function listPlace(draft: FunctionDraft, list: Operand): Place {
	return plain(list, draft.module.layout.alignOf(pointerType(0)));
}

function plain(address: Operand, align: number): Place {
	return {address, ordering: 'plain', volatile: false, space: 0, align};
}
