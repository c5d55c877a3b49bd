/**
 * A tiny image that keeps the machine's contract without a kernel: its variants are ways in which a CPU may behave.
 */
import binaryen from 'binaryen';
import type {Image, ImageManifest} from '../../source/compiler/image.ts';
import {counterIds} from '../../source/machine/vocabulary.ts';

const base = 0x1_0000;

/** Symbols at places of their own, with the sizes of docs/machine.md. */
const symbols: ImageManifest['symbols'] = place({
	lab_control: 64,
	lab_counters: 8 * 64 * 8,
	lab_cpus: 8 * 64,
	lab_programs: 32 * 32,
	lab_stream: 4 + 256 * 48,
	lab_heat: 65_536,
	lab_arena: 128,
	mem_map: 32,
});

/**
 * What the variants of the fake image do in `cpu_run()`. All count operations; from the moment when the program `second` is
 * loaded they behave as said.
 */
export const fakeVariants = [
	/** Goes on. */
	'works',
	/** Shows the state `program` and never comes back. */
	'hangs',
	/** Does an operation, then executes `unreachable`. */
	'breaks',
	/** Calls trap(1, 0) before it has done anything. */
	'oopses',
	/** Executes `unreachable`, in recovery too. */
	'dies',
	/** Traps in `machine_boot()` already. */
	'never-boots',
] as const;

/** The fake image for an architecture mode. */
export function fakeImage(arch: string, bigEndian: boolean): Image {
	const module = binaryen.parseText(text(bigEndian));
	module.setFeatures(binaryen.Features.Atomics | binaryen.Features.MutableGlobals);

	if (!module.validate()) {
		throw new Error('the fake image is not valid');
	}

	return {
		wasm: module.emitBinary(),
		manifest: {
			arch,
			pointerBits: 64,
			bigEndian,
			memoryBytes: 8 * 65_536,
			staticEnd: 4 * 65_536,
			symbols,
			variants: [...fakeVariants],
			variantSlots: {},
			programs: {first: 1, second: 2},
			sites: [0],
			locations: [{function: 'spin', file: 'fake.c', line: 7, column: 1, inlinedAt: -1}],
		},
	};
}

function text(bigEndian: boolean): string {
	const at = (symbol: string, offset: number) => (symbols[symbol]?.address ?? 0) + offset;
	const operations = at('lab_counters', counterIds.indexOf('operations') * 8);
	const second = at('lab_programs', 32 + 4);
	const swap32 = (value: number) => (bigEndian ? value << 24 : value);
	const swap64 = (value: bigint) => (bigEndian ? value << 56n : value);

	return `(module
	(import "env" "memory" (memory 8 8 shared))
	(import "env" "trap" (func $trap (param i32 i32)))
	(global $cpu (export "cpu") (mut i32) (i32.const 0))
	(global $variant (export "variant") (mut i32) (i32.const 0))
	(global $stack_pointer (export "stack_pointer") (mut i32) (i32.const ${base}))
	(; A 32-bit word between the two byte orders. ;)
	(func $turn (param $word i32) (result i32)
		${bigEndian ? '(i32.or (i32.and (i32.rotl (local.get $word) (i32.const 8)) (i32.const 0x00ff00ff)) (i32.and (i32.rotl (local.get $word) (i32.const 24)) (i32.const 0xff00ff00)))' : '(local.get $word)'})
	(func $count
		(local $at i32)
		(local.set $at
			(i32.add (i32.const ${operations + (bigEndian ? 4 : 0)}) (i32.mul (global.get $cpu) (i32.const 512))))
		(i32.store
			(local.get $at)
			(call $turn (i32.add (call $turn (i32.load (local.get $at))) (i32.const 1)))))
	(func $behaviour (result i32)
		(if (result i32)
			(i32.eq (i32.atomic.load (i32.const ${second})) (i32.const ${swap32(1)}))
			(then (global.get $variant))
			(else (i32.const 0))))
	(; The pool is one page, the scratch page. ;)
	(func (export "machine_boot") (param i32 i32)
		(if (i32.eq (global.get $variant) (i32.const 5)) (then (call $trap (i32.const 3) (i32.const 9))))
		(i64.store (i32.const ${at('lab_arena', 9 * 8)}) (i64.const ${swap64(1n)}))
		(i32.store (i32.const ${at('mem_map', 0)}) (i32.const ${swap32(3)})))
	(func (export "cpu_online") (param i32))
	(func (export "arena_destroy"))
	(func (export "cpu_recover") (param i32)
		(if (i32.eq (global.get $variant) (i32.const 4)) (then (unreachable))))
	(func (export "cpu_run") (param $operations i32) (result i32)
		(if (i32.eq (call $behaviour) (i32.const 4)) (then (unreachable)))
		(if (i32.eq (call $behaviour) (i32.const 3)) (then (call $trap (i32.const 1) (i32.const 0))))
		(call $count)
		(if (i32.eq (call $behaviour) (i32.const 2)) (then (unreachable)))
		(if (i32.eq (call $behaviour) (i32.const 1))
			(then
				(i32.store
					(i32.add (i32.const ${at('lab_cpus', 0)}) (i32.mul (global.get $cpu) (i32.const 64)))
					(i32.const ${swap32(2)}))
				(loop $forever (br $forever))))
		(i32.const 1)))`;
}

function place(sizes: Record<string, number>): ImageManifest['symbols'] {
	let address = base;
	const placed: ImageManifest['symbols'] = {};

	for (const [name, size] of Object.entries(sizes)) {
		placed[name] = {address, size};
		address += Math.ceil(size / 16) * 16;
	}

	return placed;
}
