/**
 * The instruction words, each with what reads it.
 */
import {type FunctionDraft, leavesOf, newRegister, registerOperand} from './builder.ts';
import {readCall} from './calls.ts';
import {
	readAddress,
	readBinary,
	readCompare,
	readConversion,
	readExtract,
	readInsert,
	readSelect,
} from './instructions.ts';
import type {BinaryOperator, Operand} from './ir.ts';
import {readAlloca, readCmpxchg, readFence, readLoad, readRmw, readStore} from './memory.ts';
import {expect, expectText, readType} from './module.ts';
import {readTypedValue, readValue} from './values.ts';
import {readVaArg} from './varargs.ts';

const binaryOperators = new Set([
	'add',
	'sub',
	'mul',
	'udiv',
	'sdiv',
	'urem',
	'srem',
	'and',
	'or',
	'xor',
	'shl',
	'lshr',
	'ashr',
]);

/**
 * Read an instruction after its word. Gives the operands of its result (none for void), or null when it has no
 * result or has defined `name` itself.
 */
export function readInstruction(
	draft: FunctionDraft,
	opcode: string,
	name: string | null,
): readonly Operand[] | null {
	if (isBinaryOperator(opcode)) return readBinary(draft, opcode);
	switch (opcode) {
		case 'load':
			return readLoad(draft);
		case 'store':
			return readStore(draft);
		case 'getelementptr':
			return readAddress(draft);
		case 'icmp':
			return readCompare(draft);
		case 'trunc':
		case 'zext':
		case 'sext':
		case 'ptrtoint':
		case 'ptrtoaddr':
		case 'inttoptr':
		case 'bitcast':
		case 'addrspacecast':
			return readConversion(draft, opcode);
		case 'select':
			return readSelect(draft);
		case 'phi':
			return readPhi(draft, name);
		case 'call':
			return readCall(draft);
		case 'tail':
		case 'musttail':
		case 'notail':
			if (!draft.module.lexer.acceptWord('call')) draft.module.fail(`expected 'call' after '${opcode}'`);
			return readCall(draft);
		case 'alloca':
			return readAlloca(draft, draft.current === draft.blocks[0]);
		case 'extractvalue':
			return readExtract(draft);
		case 'insertvalue':
			return readInsert(draft);
		case 'freeze':
			return readTypedValue(draft).parts;
		case 'cmpxchg':
			return readCmpxchg(draft);
		case 'atomicrmw':
			return readRmw(draft);
		case 'fence':
			return readFence(draft);
		case 'va_arg':
			return readVaArg(draft);
		default:
			return draft.module.fail(`the instruction '${opcode}' is not supported`);
	}
}

/** Read `phi <type> [<value>, %block], …`: it gets registers of its own, which moves will fill. */
function readPhi(draft: FunctionDraft, name: string | null): null {
	const {module} = draft;
	const type = readType(module);
	const leaves = leavesOf(draft, type);
	const known = name === null ? undefined : draft.locals.get(name);
	const to = known?.parts ?? leaves.map(leaf => registerOperand(newRegister(draft, leaf.width)));
	if (name !== null) draft.locals.set(name, {parts: to, defined: true});
	const incoming = new Map<string, readonly Operand[]>();
	do {
		expect(module, '[');
		const value = readValue(draft, type);
		expect(module, ',');
		incoming.set(expectText(module, 'local'), value);
		expect(module, ']');
	} while (!module.lexer.source.startsWith(' !', module.lexer.end) && module.lexer.accept(','));
	const registers = to.map(part => (part.kind === 'register' ? part.register : -1));
	draft.current.phis.push({to: registers, incoming, at: -1});
	return null;
}

function isBinaryOperator(word: string): word is BinaryOperator {
	return binaryOperators.has(word);
}
