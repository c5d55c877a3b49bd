/**
 * What the reader does not cover is an error that names the construct and the C line.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {IrError} from '../../../source/compiler/ir/ir.ts';
import {readLlvm} from '../../../source/compiler/ir/read-llvm.ts';

const head = 'target datalayout = "e-m:e-i64:64-n32:64-S128"\ntarget triple = "riscv64-unknown-linux-gnu"\n';
const metadata = `
!1 = !DIFile(filename: "a.c", directory: "/")
!2 = distinct !DISubprogram(name: "f", scope: !1, file: !1, line: 3, unit: !0)
!3 = !DILocation(line: 5, column: 7, scope: !2)
`;

/** One instruction in a function. */
function body(line: string): string {
	return `define void @f(ptr %p, i32 %a, i128 %w, i64 %b) !dbg !2 {\n  ${line}, !dbg !3\n  ret void\n}\n`;
}

const cases: {name: string; text: string; message: RegExp; line: number}[] = [
	{
		name: 'floating point',
		text: body('%x = fadd double 1.0e+00, 2.0e+00'),
		message: /'fadd' is not supported/,
		line: 5,
	},
	{
		name: 'a vector',
		text: body('%x = load <4 x i32>, ptr %p, align 16'),
		message: /type <4 x i32> is not supp/,
		line: 5,
	},
	{
		name: 'an unknown flag',
		text: body('%x = add quick i32 %a, 1'),
		message: /expected a type, found 'quick'/,
		line: 5,
	},
	{
		name: 'an unknown attribute',
		text: body('call void @g(i32 sparkling %a)'),
		message: /'sparkling'/,
		line: 5,
	},
	{
		name: 'an unknown trailer',
		text: body('store i32 %a, ptr %p, align 4, swift'),
		message: /'swift'/,
		line: 5,
	},
	{
		name: 'words after an instruction',
		text: body('store i32 %a, ptr %p, align 4 fast'),
		message: /'fast'/,
		line: 5,
	},
	{
		name: 'inline assembly',
		text: body('call void asm sideeffect "nop", ""()'),
		message: /assembly 'nop' is not/,
		line: 5,
	},
	{
		name: 'a wide division',
		text: body('%x = udiv i128 %w, 3'),
		message: /'udiv' of integers above 64 bits/,
		line: 5,
	},
	{name: 'a wider integer', text: body('%x = load i256, ptr %p, align 16'), message: /of 256 bits/, line: 5},
	{
		name: 'an unknown intrinsic',
		text: body('call void @llvm.wonder.i32(i32 %a)'),
		message: /'llvm.wonder.i32'/,
		line: 5,
	},
	{
		name: 'an atomic of odd width',
		text: body('%x = load atomic i24, ptr %p acquire, align 4'),
		message: /24 bits/,
		line: 5,
	},
	{
		name: 'an atomic operation',
		text: body('%x = atomicrmw uinc_wrap ptr %p, i32 1 seq_cst'),
		message: /'uinc_wrap'/,
		line: 5,
	},
	{
		name: 'another address space',
		text: body('%x = load i8, ptr addrspace(3) %p, align 1'),
		message: /space 3/,
		line: 5,
	},
	{
		name: 'a long copy in address space 1',
		text: body('call void @llvm.memset.p1.i64(ptr addrspace(1) null, i8 0, i64 %b, i1 false)'),
		message: /address space 1/,
		line: 5,
	},
	{
		name: 'an operand bundle',
		text: body('call void @g(i32 %a) [ "kcfi"(i32 1) ]'),
		message: /operand bundles/,
		line: 5,
	},
	{
		name: 'an undefined value',
		text: body('%x = add i32 %nothing, 1'),
		message: /%nothing in @f is used but/,
		line: 3,
	},
	{
		name: 'a thread-local variable',
		text: '@t = thread_local global i32 0, align 4, !dbg !4\n!4 = !DIGlobalVariable(name: "t", file: !1, line: 9)\n',
		message: /thread-local/,
		line: 9,
	},
	{
		name: 'a difference of symbols in an initialiser',
		text: '@a = global i32 0\n@b = global i64 sub (i64 ptrtoint (ptr @a to i64), i64 ptrtoint (ptr @b to i64))\n',
		message: /'sub' of addresses/,
		line: 0,
	},
	{
		name: 'constructors',
		text: '@llvm.global_ctors = appending global [0 x i8] zeroinitializer\n',
		message: /constructors/,
		line: 0,
	},
	{
		name: 'assembly at file level',
		text: 'module asm ".globl x"\n',
		message: /assembly at file level/,
		line: 0,
	},
	{
		name: 'text that is no IR',
		text: 'int main(void) { return 0; }\n',
		message: /'int' at the top level/,
		line: 0,
	},
	{
		name: 'a body that ends early',
		text: 'define void @f() !dbg !2 {\n  store i8 1,',
		message: /expected a type/,
		line: 3,
	},
];

describe('errors of the reader', () => {
	for (const {name, text, message, line} of cases) {
		it(name, () => {
			assert.throws(
				() => readLlvm(head + text + metadata, 'unit'),
				error => {
					assert.ok(error instanceof IrError, String(error));
					assert.match(error.message, message);
					assert.equal(error.line, line, error.message);
					if (line > 0) assert.ok(error.message.startsWith(`a.c:${line}: `), error.message);
					return true;
				},
			);
		});
	}
});
