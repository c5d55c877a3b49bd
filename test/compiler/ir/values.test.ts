/**
 * The reader on hand-written modules: what they compute.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {big64, little32, little64, run} from './modules.ts';

describe('values', () => {
	const cases: {name: string; text: string; args: bigint[]; expected: bigint[]; head?: string}[] = [
		{
			name: 'odd widths wrap and stay zero-extended',
			text: `define i33 @f(i33 %a) {
  %b = mul nuw nsw i33 %a, -3
  %c = ashr exact i33 %b, 1
  ret i33 %c
}`,
			args: [3n],
			expected: [BigInt.asUintN(33, -5n)],
		},
		{
			name: 'comparison flags',
			text: `define i1 @f(i8 %a) {
  %c = icmp samesign ult i8 %a, -2
  ret i1 %c
}`,
			args: [0xfdn],
			expected: [1n],
		},
		{
			name: 'conversion flags',
			text: `define i64 @f(i16 %a) {
  %t = trunc nuw nsw i16 %a to i7
  %s = sext i7 %t to i64
  %z = zext nneg i7 %t to i64
  %r = or disjoint i64 %s, 0
  %q = sub i64 %r, %z
  ret i64 %q
}`,
			args: [0x7fn],
			expected: [BigInt.asUintN(64, -128n)],
		},
		{
			name: 'phis of a swap take the old values',
			text: `define i32 @f(i32 %n) {
entry:
  br label %loop
loop:
  %a = phi i32 [ 1, %entry ], [ %b, %loop ]
  %b = phi i32 [ 2, %entry ], [ %a, %loop ]
  %i = phi i32 [ 0, %entry ], [ %j, %loop ]
  %j = add i32 %i, 1
  %more = icmp ult i32 %j, %n
  br i1 %more, label %loop, label %done
done:
  %x = mul i32 %a, 10
  %y = add i32 %x, %b
  ret i32 %y
}`,
			args: [4n],
			expected: [21n],
		},
		{
			name: 'a phi used after its loop keeps the value of the last turn',
			text: `define i32 @f(i32 %n) {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %j, %loop ]
  %j = add i32 %i, 1
  %more = icmp ult i32 %j, %n
  br i1 %more, label %loop, label %done
done:
  %last = phi i32 [ %i, %loop ]
  ret i32 %last
}`,
			args: [5n],
			expected: [4n],
		},
		{
			name: 'a use may stand before its definition in the text',
			text: `define i32 @f(i32 %n) {
  br label %first
second:
  %r = add i32 %v, %w
  ret i32 %r
first:
  %v = freeze i32 %n
  %w = add i32 %v, 1
  br label %second
}`,
			args: [5n],
			expected: [11n],
		},
		{
			name: 'unnamed values, blocks and parameters',
			text: `define i32 @f(i32 %0, i32 %1) {
  %3 = icmp eq i32 %0, 0
  br i1 %3, label %5, label %4
4:
  br label %5
5:
  %6 = phi i32 [ %1, %2 ], [ 7, %4 ]
  ret i32 %6
}`,
			args: [0n, 9n],
			expected: [9n],
		},
		{
			name: 'aggregates are flattened',
			text: `define { i32, [2 x i64] } @f(i32 %a, [2 x i64] %b) {
  %x = extractvalue [2 x i64] %b, 1
  %p = insertvalue { i32, [2 x i64] } poison, [2 x i64] %b, 1
  %q = insertvalue { i32, [2 x i64] } %p, i64 %x, 1, 0
  %c = icmp eq i32 %a, 0
  %s = select i1 %c, { i32, [2 x i64] } zeroinitializer, { i32, [2 x i64] } %q
  ret { i32, [2 x i64] } %s
}`,
			args: [1n, 2n, 3n],
			expected: [0n, 3n, 3n],
		},
		{
			name: 'an i24 in little-endian memory',
			text: `define i32 @f(i24 %a) {
  %p = alloca i24, align 4
  store i24 %a, ptr %p, align 4
  %x = load i24, ptr %p, align 4
  %b = load i8, ptr %p, align 4
  %w = zext i24 %x to i32
  %v = zext i8 %b to i32
  %s = shl i32 %v, 24
  %r = or i32 %w, %s
  ret i32 %r
}`,
			args: [0x123456n],
			expected: [0x56123456n],
		},
		{
			name: 'an i24 in big-endian memory',
			text: `define i32 @f(i24 %a) {
  %p = alloca i24, align 4
  store i24 %a, ptr %p, align 4
  %x = load i24, ptr %p, align 4
  %b = load i8, ptr %p, align 4
  %w = zext i24 %x to i32
  %v = zext i8 %b to i32
  %s = shl i32 %v, 24
  %r = or i32 %w, %s
  ret i32 %r
}`,
			args: [0x123456n],
			expected: [0x12123456n],
			head: big64,
		},
		{
			name: 'an i33 fills five bytes',
			text: `define i64 @f(i33 %a) {
  %p = alloca i64, align 8
  store i64 -1, ptr %p, align 8
  store i33 %a, ptr %p, align 8
  %x = load i64, ptr %p, align 8
  ret i64 %x
}`,
			args: [0x1_2345_6789n],
			expected: [0xffffff0123456789n],
		},
		{
			name: 'an i128 in big-endian memory has its high half first',
			text: `define i64 @f(i64 %a, i64 %b) {
  %p = alloca i128, align 16
  %x = zext i64 %a to i128
  %s = shl i128 %x, 64
  %y = zext i64 %b to i128
  %z = or i128 %s, %y
  store i128 %z, ptr %p, align 16
  %r = load i64, ptr %p, align 8
  ret i64 %r
}`,
			args: [5n, 6n],
			expected: [5n],
			head: big64,
		},
		{
			name: 'an i96 shifts, compares and counts',
			text: `define i64 @f(i96 %a, i64 %n) {
  %w = zext i64 %n to i96
  %s = shl i96 %a, %w
  %t = ashr i96 %s, %w
  %c = icmp slt i96 %t, 0
  %z = zext i1 %c to i64
  %l = trunc i96 %t to i64
  %r = add i64 %l, %z
  ret i64 %r
}`,
			args: [3n, 0x80000000n, 0n],
			expected: [4n],
		},
		{
			name: 'getelementptr through structs and arrays with a narrow index',
			text: `%struct.s = type { i8, [4 x { i16, i32 }], i64 }
define i64 @f(i8 %i) {
  %p = getelementptr inbounds nuw %struct.s, ptr null, i64 1, i32 1, i8 %i, i32 1
  %r = ptrtoint ptr %p to i64
  ret i64 %r
}`,
			args: [0xffn],
			expected: [48n],
		},
		{
			name: 'address arithmetic wraps at 32 bits',
			text: `define i32 @f(ptr %p) {
  %q = getelementptr i32, ptr %p, i64 4294967295
  %r = ptrtoint ptr %q to i32
  ret i32 %r
}`,
			args: [8n],
			expected: [4n],
			head: little32,
		},
		{
			name: 'computed goto',
			text: `@table = internal constant [2 x ptr] [ptr blockaddress(@f, %one), ptr blockaddress(@f, %two)]
define i32 @f(i64 %i) {
  %p = getelementptr [2 x ptr], ptr @table, i64 0, i64 %i
  %t = load ptr, ptr %p, align 8
  indirectbr ptr %t, [label %two, label %one]
one:
  ret i32 1
two:
  ret i32 2
}`,
			args: [1n],
			expected: [2n],
		},
		{
			name: 'inline assembly without instructions gives its inputs back',
			text: `define i32 @f(i32 %a, i32 %b) {
  %r = call { i32, i32 } asm sideeffect "", "=r,=r,1,0,~{memory},~{flags}"(i32 %a, i32 %b)
  %x = extractvalue { i32, i32 } %r, 0
  ret i32 %x
}`,
			args: [1n, 2n],
			expected: [2n],
		},
		{
			name: 'undef and poison are 0',
			text: `define i32 @f(i1 %c) {
  %r = select i1 %c, i32 poison, i32 undef
  ret i32 %r
}`,
			args: [1n],
			expected: [0n],
		},
		{
			name: 'funnel shift by the width is none',
			text: `define i8 @f(i8 %a, i8 %b) {
  %l = call i8 @llvm.fshl.i8(i8 %a, i8 %b, i8 8)
  %r = call i8 @llvm.fshr.i8(i8 %l, i8 %b, i8 16)
  %s = call i8 @llvm.fshl.i8(i8 %l, i8 %r, i8 4)
  ret i8 %s
}`,
			args: [0x12n, 0x34n],
			expected: [0x23n],
		},
		{
			name: 'a three-way comparison',
			text: `define i8 @f(i32 %a, i32 %b) {
  %r = call i8 @llvm.scmp.i8.i32(i32 %a, i32 %b)
  ret i8 %r
}`,
			args: [0xffffffffn, 1n],
			expected: [0xffn],
		},
		{
			name: 'byval gives the callee a copy',
			text: `define i64 @g(ptr byval([9 x i64]) align 8 %p) {
  store i64 7, ptr %p, align 8
  ret i64 0
}
define i64 @f() {
  %p = alloca [9 x i64], align 8
  store i64 5, ptr %p, align 8
  %x = call i64 @g(ptr byval([9 x i64]) align 8 %p)
  %r = load i64, ptr %p, align 8
  ret i64 %r
}`,
			args: [],
			expected: [5n],
		},
		{
			name: 'memmove of a short overlapping range loads before it stores',
			text: `define i64 @f(i64 %a) {
  %p = alloca [16 x i8], align 8
  store i64 %a, ptr %p, align 8
  %q = getelementptr i8, ptr %p, i64 1
  call void @llvm.memmove.p0.p0.i64(ptr align 1 %q, ptr align 8 %p, i64 7, i1 false)
  %r = load i64, ptr %p, align 8
  ret i64 %r
}`,
			args: [0x8877665544332211n],
			expected: [0x7766554433221111n],
		},
		{
			name: 'an alias of a function is that function',
			text: `@g = weak alias i32 (i32), ptr @h
define i32 @h(i32 %a) {
  %r = add i32 %a, 1
  ret i32 %r
}
define i32 @f(i32 %a) {
  %r = call i32 @g(i32 %a)
  ret i32 %r
}`,
			args: [1n],
			expected: [2n],
		},
		{
			name: 'a constant expression that must be computed',
			text: `@v = global i32 5, align 4
define i32 @f() {
  %c = icmp eq i32 trunc (i64 ptrtoint (ptr @v to i64) to i32), 0
  %r = zext i1 %c to i32
  ret i32 %r
}`,
			args: [],
			expected: [0n],
		},
	];
	for (const {name, text, args, expected, head} of cases) {
		it(name, () => {
			assert.deepEqual(run(text, args, head ?? little64), expected);
		});
	}
});
