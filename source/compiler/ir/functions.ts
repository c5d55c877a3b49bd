/**
 * Function definitions: header, blocks, terminators, and the finished `IrFunction`.
 */
import {
	parseAlign,
	parseParameterAttributes,
	skipCallingConvention,
	skipFunctionAttributes,
} from './attributes.ts';
import {
	type BlockDraft,
	constant,
	defineLocal,
	type FunctionDraft,
	newRegister,
	registerOperand,
	valueType,
} from './builder.ts';
import {readLinkage, skipBindingWords} from './globals.ts';
import type {IrFunction, Operand} from './ir.ts';
import {copyMemory} from './memory-intrinsics.ts';
import {
	expect,
	expectText,
	type Module,
	placeOf,
	readAttachment,
	readAttachments,
	readType,
} from './module.ts';
import {readInstruction} from './opcodes.ts';
import {eliminatePhis, retarget, successorsOf} from './phis.ts';
import {blockIndex, readTerminator} from './terminators.ts';
import type {Type} from './types.ts';

/** Read a definition from the token after `define` to its closing brace. */
export function readFunction(module: Module): IrFunction {
	const {lexer} = module;
	module.fallbackPlace = headerPlace(module);
	const linkage = readLinkage(module);
	skipBindingWords(module);
	skipCallingConvention(lexer);
	parseParameterAttributes(lexer, module.named, module.fail);
	const resultType = readType(module);
	const name = expectText(module, 'global');
	const draft = newDraft(module, name, resultType);
	const {variadic, copies, unnamed} = readParameters(draft);
	const parameters = [...draft.registers];
	const section = readHeaderTrailer(draft);
	copyByvalParameters(draft, copies);
	readBody(draft, String(unnamed));
	checkAllDefined(draft);
	draft.blocks[0]!.instructions.unshift(...draft.prologue);
	eliminatePhis(draft);
	return {
		name,
		linkage: linkage.linkage,
		parameters,
		results: draft.results.map(leaf => valueType(leaf.width)),
		registers: draft.registers,
		frame: draft.frame,
		blocks: finishBlocks(draft.blocks),
		at: draft.at,
		variadic,
		section,
	};
}

function newDraft(module: Module, name: string, resultType: Type): FunctionDraft {
	return {
		module,
		name,
		registers: [],
		results: module.layout.leaves(resultType),
		frame: [],
		blocks: [],
		blockIndex: new Map(),
		locals: new Map(),
		prologue: [],
		current: newBlock(''),
		variadicBuffer: null,
		argumentSlot: null,
		at: -1,
	};
}

function newBlock(label: string): BlockDraft {
	return {label, instructions: [], phis: [], terminator: null, trapAfter: null, trapAt: null};
}

/** Place of the function from the `!dbg` of its header line, before the header has been read. */
function headerPlace(module: Module): {file: string; line: number} {
	const {source, start} = module.lexer;
	const lineEnd = source.indexOf('\n', start);
	const debug = /!dbg !(\d+)/.exec(source.slice(start, lineEnd < 0 ? source.length : lineEnd))?.[1];
	const at = debug === undefined ? -1 : module.metadata.locationOfFunction(debug);
	return module.metadata.locations[at] ?? {file: '', line: 0};
}

interface ByvalCopy {
	type: Type;
	align: number;
	/** Pointer that the caller passed. */
	register: number;
	name: string;
}

interface ParameterList {
	variadic: boolean;
	copies: ByvalCopy[];
	/** Number of parameters without a name: the first unnamed block is counted on from there. */
	unnamed: number;
}

function readParameters(draft: FunctionDraft): ParameterList {
	const {module} = draft;
	const {lexer} = module;
	const list: ParameterList = {variadic: false, copies: [], unnamed: 0};
	expect(module, '(');
	while (!lexer.is(')')) {
		if (lexer.accept('...')) {
			list.variadic = true;
		} else {
			const type = readType(module);
			const {byval, align} = parseParameterAttributes(lexer, module.named, module.fail);
			const name = lexer.is('local') ? lexer.text : String(list.unnamed);
			if (/^\d+$/.test(name)) list.unnamed++;
			if (lexer.is('local')) lexer.next();
			const registers = module.layout.leaves(type).map(leaf => newRegister(draft, leaf.width));
			if (byval === null) defineLocal(draft, name, registers.map(registerOperand));
			else list.copies.push({type: byval, align, register: registers[0]!, name});
		}
		if (!lexer.accept(',') && !lexer.is(')')) module.fail(`'${lexer.text}' on a parameter is not supported`);
	}
	lexer.next();
	if (list.variadic) draft.variadicBuffer = newRegister(draft, module.layout.pointerBits);
	return list;
}

/** Read what stands between the parameters and the body, up to and with the brace; gives the section. */
function readHeaderTrailer(draft: FunctionDraft): string {
	const {module} = draft;
	const {lexer} = module;
	let section = '';
	for (;;) {
		skipBindingWords(module);
		skipFunctionAttributes(lexer, module.fail);
		if (lexer.is('metadata')) {
			const debug = readAttachment(module);
			if (debug !== '') draft.at = module.metadata.locationOfFunction(debug);
		} else if (lexer.acceptWord('section')) {
			section = expectText(module, 'string');
		} else if (lexer.acceptWord('partition')) {
			expect(module, 'string');
		} else if (lexer.acceptWord('align')) {
			parseAlign(lexer, module.fail);
		} else if (lexer.acceptWord('comdat')) {
			if (lexer.accept('(')) {
				expect(module, 'comdat');
				expect(module, ')');
			}
		} else if (lexer.accept('{')) {
			module.fallbackPlace = placeOf(module, draft.at);
			return section;
		} else if (!lexer.is('attribute') && !lexer.is('string') && !isBindingOrAttribute(module)) {
			module.fail(`'${lexer.text}' on a function is not supported`);
		}
	}
}

/** The words skipped before have come back: tell whether the current token is one of them. */
function isBindingOrAttribute(module: Module): boolean {
	const before = module.lexer.start;
	skipBindingWords(module);
	skipFunctionAttributes(module.lexer, module.fail);
	return module.lexer.start !== before;
}

/** A byval argument is the callee's own: copy it to the frame before anything else. */
function copyByvalParameters(draft: FunctionDraft, copies: readonly ByvalCopy[]): void {
	const {layout} = draft.module;
	for (const {type, align: givenAlign, register, name} of copies) {
		const align = givenAlign || layout.alignOf(type);
		const slot = draft.frame.length;
		draft.frame.push({size: layout.sizeOf(type), align, name});
		const own: Operand = {kind: 'frame', slot, offset: 0};
		draft.current = {...newBlock(''), instructions: draft.prologue};
		copyMemory(draft, {
			to: {operand: own, space: 0},
			from: {operand: registerOperand(register), space: 0},
			toAlign: align,
			fromAlign: align,
			length: constant(layout.pointerBits, layout.sizeOf(type)),
			volatile: false,
			mayOverlap: false,
		});
		for (const instruction of draft.prologue) instruction.at = draft.at;
		defineLocal(draft, name, [own]);
	}
}

function readBody(draft: FunctionDraft, firstLabel: string): void {
	const {module} = draft;
	const {lexer} = module;
	if (!lexer.is('label')) beginBlock(draft, firstLabel);
	while (!lexer.is('}')) {
		if (lexer.is('label')) {
			beginBlock(draft, lexer.text);
			lexer.next();
		} else if (lexer.is('record')) {
			readDebugRecord(draft);
		} else {
			readLine(draft);
		}
	}
	lexer.next();
	if (draft.blocks.some(block => block.terminator === null))
		module.fail(`a block of @${draft.name} has no end`);
}

function beginBlock(draft: FunctionDraft, label: string): void {
	const index = blockIndex(draft, label);
	if (draft.blocks[index] !== undefined) draft.module.fail(`block %${label} is defined twice`);
	draft.current = newBlock(label);
	draft.blocks[index] = draft.current;
}

/** Read one instruction with its attachments, and give what it emitted its location. */
function readLine(draft: FunctionDraft): void {
	const {module, current} = draft;
	const {lexer} = module;
	if (current.terminator !== null) module.fail('an instruction after the end of a block');
	const firstInstruction = current.instructions.length;
	const firstPrologue = draft.prologue.length;
	const name = lexer.is('local') ? lexer.text : null;
	if (name !== null) {
		lexer.next();
		expect(module, '=');
	}
	const opcode = lexer.text;
	if (!lexer.is('word')) module.fail(`expected an instruction, found '${opcode}'`);
	lexer.next();
	const isTerminator = readTerminator(draft, opcode);
	const parts = isTerminator ? null : readInstruction(draft, opcode, name);
	if (parts !== null && name !== null) defineLocal(draft, name, parts);
	const debug = readAttachments(module);
	if (!lexer.onNewLine) module.fail(`unexpected '${lexer.text}' in '${opcode}'`);
	const at = debug === '' ? -1 : module.metadata.locationOf(debug);
	setLocations(draft, firstInstruction, firstPrologue, at);
}

function setLocations(
	draft: FunctionDraft,
	firstInstruction: number,
	firstPrologue: number,
	at: number,
): void {
	const {instructions, terminator} = draft.current;
	for (let index = firstInstruction; index < instructions.length; index++) instructions[index]!.at = at;
	for (let index = firstPrologue; index < draft.prologue.length; index++) draft.prologue[index]!.at = at;
	if (draft.current.trapAfter !== null) draft.current.trapAt ??= at;
	// What ends a block at a trap stands where the trap does.
	if (terminator !== null) terminator.at = draft.current.trapAt ?? at;
}

/** `#dbg_declare(ptr %slot, !variable, …)` names a frame slot; all other records say nothing that is needed. */
function readDebugRecord(draft: FunctionDraft): void {
	const {lexer, metadata} = draft.module;
	const lineEnd = lexer.source.indexOf('\n', lexer.start);
	const line = lexer.source.slice(lexer.start, lineEnd < 0 ? lexer.source.length : lineEnd);
	const declared =
		/^#dbg_(?:declare\(ptr %([-\w$.]+), !(\d+), |value\(ptr %([-\w$.]+), !(\d+), !DIExpression\(DW_OP_deref\))/.exec(
			line,
		);
	const name = declared?.[1] ?? declared?.[3];
	const variable = declared?.[2] ?? declared?.[4];
	if (name !== undefined && variable !== undefined) {
		const part = draft.locals.get(name)?.parts[0];
		const slot = part?.kind === 'frame' && part.offset === 0 ? draft.frame[part.slot] : undefined;
		if (slot !== undefined && slot.name === '') slot.name = metadata.variableName(variable);
	}
	lexer.skipLine();
}

function checkAllDefined(draft: FunctionDraft): void {
	for (const [name, local] of draft.locals) {
		if (!local.defined) draft.module.fail(`%${name} in @${draft.name} is used but not defined`);
	}
	draft.blockIndex.forEach((index, label) => {
		if (draft.blocks[index] === undefined)
			draft.module.fail(`block %${label} in @${draft.name} is not defined`);
	});
}

/** Drop blocks that control never reaches and number the rest anew. */
function finishBlocks(drafts: readonly BlockDraft[]): IrFunction['blocks'] {
	const reached = new Set([0]);
	for (const index of reached) {
		for (const target of successorsOf(drafts[index]!.terminator)) reached.add(target);
	}
	const order = [...reached].sort((a, b) => a - b);
	const renumbered = new Map(order.map((old, index) => [old, index]));
	return order.map(old => {
		const {instructions, terminator} = drafts[old]!;
		return {instructions, terminator: retarget(terminator!, target => renumbered.get(target)!)};
	});
}
