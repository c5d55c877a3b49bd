/**
 * The reader on hand-written modules: what each construct becomes.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {big64, functionOf, instructionsOf, read} from './modules.ts';

describe('memory accesses', () => {
	it('carry ordering, volatility, space and alignment', () => {
		const unit = read(`define i32 @f(ptr %p, ptr addrspace(1) %q) {
  %a = load atomic volatile i32, ptr %p syncscope("agent") acquire, align 4
  store atomic i8 1, ptr addrspace(1) %q release, align 1
  %b = atomicrmw volatile umax ptr %p, i32 %a acq_rel, align 4
  %c = cmpxchg weak ptr %p, i32 %a, i32 %b release acquire, align 4
  fence syncscope("singlethread") seq_cst
  fence acq_rel
  %d = load i16, ptr %p, align 1, !range !0
  ret i32 %a
}`);
		const [load, store, rmw, cmpxchg, fence, plain] = instructionsOf(unit);
		assert.ok(load?.op === 'load' && store?.op === 'store' && rmw?.op === 'rmw' && cmpxchg?.op === 'cmpxchg');
		assert.deepEqual([load.ordering, load.volatile, load.width, load.align], ['acquire', true, 32, 4]);
		assert.deepEqual([store.ordering, store.volatile, store.width, store.space], ['release', false, 8, 1]);
		assert.deepEqual([rmw.ordering, rmw.operator, rmw.volatile], ['acq_rel', 'umax', true]);
		assert.deepEqual([cmpxchg.ordering, cmpxchg.space], ['acq_rel', 0]);
		assert.deepEqual([fence?.op, plain?.op], ['fence', 'load']);
		assert.ok(plain?.op === 'load');
		assert.deepEqual([plain.ordering, plain.align, plain.width], ['plain', 1, 16]);
	});

	it('short copies are expanded, long ones are calls', () => {
		const unit = read(`define void @f(ptr %p, ptr %q, i64 %n) {
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 %p, ptr align 8 %q, i64 7, i1 false)
  call void @llvm.memset.p0.i64(ptr align 8 %p, i8 0, i64 65, i1 false)
  call void @llvm.memcpy.p0.p0.i64(ptr %p, ptr %q, i64 %n, i1 false)
  ret void
}`);
		const all = instructionsOf(unit);
		const widths = all.flatMap(one => (one.op === 'store' ? [one.width] : []));
		assert.deepEqual(widths, [32, 16, 8]);
		const callees = all.flatMap(one =>
			one.op === 'call' && one.callee.kind === 'direct' ? [one.callee.name] : [],
		);
		assert.deepEqual(callees, ['memset', 'memcpy']);
		assert.deepEqual(unit.externals, ['memset', 'memcpy']);
	});

	it('an alloca in the entry block is a frame slot with the name of its variable', () => {
		const unit = read(`define void @f() {
  %p = alloca [3 x i32], align 4
    #dbg_declare(ptr %p, !5, !DIExpression(), !6)
  ret void
}
!5 = !DILocalVariable(name: "values", scope: !7, file: !8, line: 2, type: !9)`);
		assert.deepEqual(functionOf(unit).frame, [{size: 12, align: 4, name: 'values'}]);
	});
});

describe('calls', () => {
	it('pass aggregates flattened, and a buffer for variable arguments', () => {
		const unit = read(`declare i32 @variadic(i32, ...)
declare i32 @old(...)
define void @f(ptr %g, [2 x i64] %x) {
  %a = call i32 (i32, ...) @variadic(i32 1, i32 -1, i64 2)
  %b = tail call fastcc signext i32 (i32, ...) @old(i32 signext 1, i64 2) #3
  %c = call { i64, i8 } %g([2 x i64] %x, i1 true)
  %d = call i32 (i32, ...) @variadic(i32 1)
  ret void
}`);
		const calls = instructionsOf(unit).filter(one => one.op === 'call');
		assert.deepEqual(
			calls.map(({parameters, results}) => [parameters.join(), results.join()]),
			[
				['i32,i64', 'i32'],
				['i32,i64', 'i32'],
				['i64,i64,i32', 'i64,i32'],
				['i32,i64', 'i32'],
			],
		);
		assert.deepEqual(calls[0]?.args[1], {kind: 'frame', slot: 0, offset: 0});
		assert.deepEqual(calls[1]?.args[1], {kind: 'constant', type: 'i64', value: 2n});
		assert.deepEqual(calls[2]?.callee, {kind: 'indirect', target: {kind: 'register', register: 0}});
		assert.deepEqual(calls[3]?.args[1], {kind: 'constant', type: 'i64', value: 0n});
		assert.deepEqual(functionOf(unit).frame, [{size: 16, align: 16, name: ''}]);
		const stored = instructionsOf(unit).flatMap(one => (one.op === 'store' ? [one.value] : []));
		assert.deepEqual(stored[0], {kind: 'constant', type: 'i64', value: 0xffffffffn});
	});
});

describe('control flow', () => {
	it('a critical edge gets a block for its moves', () => {
		const unit = read(`define i32 @f(i1 %a, i1 %b) {
entry:
  br i1 %a, label %join, label %other
other:
  br i1 %b, label %join, label %end
join:
  %x = phi i32 [ 1, %entry ], [ 2, %other ]
  ret i32 %x
end:
  ret i32 3
}`);
		const {blocks} = functionOf(unit);
		assert.equal(blocks.length, 6);
		const moving = blocks.filter(block => block.instructions.some(one => one.op === 'move'));
		assert.deepEqual(
			moving.map(block => block.terminator.op),
			['jump', 'jump'],
		);
	});

	it('a trap ends its block', () => {
		const unit = read(`declare void @llvm.trap()
define void @f(ptr %p) {
  call void @llvm.trap()
  store i8 1, ptr %p, align 1
  unreachable
}`);
		const [block] = functionOf(unit).blocks;
		assert.deepEqual(block?.instructions, []);
		assert.deepEqual(block?.terminator, {op: 'unreachable', trap: true, at: -1});
	});

	it('blocks that are never reached are dropped', () => {
		const unit = read(`define void @f() {
  ret void
dead:
  br label %dead
}`);
		assert.equal(functionOf(unit).blocks.length, 1);
	});
});

describe('globals', () => {
	it('initialisers become bytes and relocations', () => {
		const unit = read(
			`%struct.s = type { i8, i32, ptr, [3 x i8] }
@s = dso_local global %struct.s { i8 1, i32 -2, ptr getelementptr inbounds (i8, ptr @t, i64 3), [3 x i8] c"a\\00\\FF" }, section ".data.s", align 16
@t = internal unnamed_addr constant <{ i8, i32 }> <{ i8 1, i32 258 }>, align 1
@z = weak global [1000000 x i64] zeroinitializer, align 8
@u = external global i32, align 4
@p = global i64 ptrtoint (ptr @f to i64)
@d = constant i64 sub (i64 ptrtoint (ptr getelementptr (i8, ptr @s, i64 8) to i64), i64 ptrtoint (ptr @s to i64))
@llvm.used = appending global [1 x ptr] [ptr @s], section "llvm.metadata"
declare void @f()`,
			big64,
		);
		const [s, t, z, p, d] = unit.globals;
		assert.deepEqual(
			[s?.name, s?.size, s?.align, s?.section, s?.linkage],
			['s', 24, 16, '.data.s', 'external'],
		);
		assert.deepEqual(
			Array.from(s?.initial ?? []),
			[1, 0, 0, 0, 255, 255, 255, 254, 0, 0, 0, 0, 0, 0, 0, 0, 97, 0, 255, 0, 0, 0, 0, 0],
		);
		assert.deepEqual(s?.relocations, [{offset: 8, symbol: 't', addend: 3, size: 8}]);
		assert.deepEqual([t?.size, t?.constant, t?.linkage], [5, true, 'internal']);
		assert.deepEqual(Array.from(t?.initial ?? []), [1, 0, 0, 1, 2]);
		assert.deepEqual([z?.size, z?.initial, z?.linkage], [8000000, null, 'weak']);
		assert.deepEqual(p?.relocations, [{offset: 0, symbol: 'f', addend: 0, size: 8}]);
		assert.deepEqual(Array.from(d?.initial ?? []), [0, 0, 0, 0, 0, 0, 0, 8]);
		assert.deepEqual(unit.externals, ['u', 'f']);
		assert.equal(unit.globals.length, 5);
	});
});

describe('source locations', () => {
	it('follow inlining, and are not repeated', () => {
		const unit = read(`define void @f(ptr %p) section ".text.f" !dbg !10 {
  store i8 1, ptr %p, align 1, !dbg !20
  store i8 2, ptr %p, align 1, !dbg !21
  store i8 3, ptr %p, align 1, !dbg !20
  ret void, !dbg !23
}
!1 = !DIFile(filename: "mm/a.c", directory: "/")
!2 = !DIFile(filename: "include/b.h", directory: "/src")
!10 = distinct !DISubprogram(name: "f", scope: !1, file: !1, line: 3, type: !5, scopeLine: 4, unit: !0)
!11 = distinct !DISubprogram(name: "inner", linkageName: "x(y: 1)", scope: !2, file: !2, line: 30, unit: !0)
!12 = distinct !DILexicalBlock(scope: !11, file: !2, line: 31, column: 2)
!20 = !DILocation(line: 5, column: 7, scope: !10)
!21 = !DILocation(line: 32, column: 4, scope: !12, inlinedAt: !22)
!22 = distinct !DILocation(line: 6, column: 1, scope: !10)
!23 = !DILocation(line: 5, column: 7, scope: !10)`);
		const definition = functionOf(unit);
		assert.equal(definition.section, '.text.f');
		const at = instructionsOf(unit).map(one => one.at);
		assert.equal(at[0], at[2]);
		assert.equal(definition.blocks[0]?.terminator.at, at[0]);
		const inner = unit.locations[at[1] ?? -1];
		assert.deepEqual(
			[inner?.function, inner?.file, inner?.line, inner?.column],
			['inner', '/src/include/b.h', 32, 4],
		);
		const outer = unit.locations[inner?.inlinedAt ?? -1];
		assert.deepEqual(outer, {function: 'f', file: 'mm/a.c', line: 6, column: 1, inlinedAt: -1});
		assert.deepEqual(unit.locations[definition.at], {
			function: 'f',
			file: 'mm/a.c',
			line: 3,
			column: 0,
			inlinedAt: -1,
		});
	});
});
