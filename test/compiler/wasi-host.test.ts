/**
 * The host of WASI programs, with programs of a few instructions: what they write, how they end, what they read.
 */
import '../compiler/quick-binaryen.ts';
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import binaryen from 'binaryen';
import {createFile, createFolder, findNode, putNode} from '../../source/compiler/memory-files.ts';
import {runWasi} from '../../source/compiler/wasi-host.ts';

const interfaceText = `
	(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
	(import "wasi_snapshot_preview1" "path_open"
		(func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
	(memory (export "memory") 1)`;

function program(data: string, body: string): WebAssembly.Module {
	const module = binaryen.parseText(
		`(module ${interfaceText} (data (i32.const 0) "${data}") (func (export "_start") ${body}))`,
	);
	const wasm = module.emitBinary();
	module.dispose();
	return new WebAssembly.Module(new Uint8Array(wasm));
}

/** A write of `length` bytes from `from`, described by words at 512. */
const write = (descriptor: number | string, from: number | string, length: number | string) => {
	const value = (what: number | string) => (typeof what === 'number' ? `(i32.const ${what})` : what);
	return `(i32.store (i32.const 512) ${value(from)}) (i32.store (i32.const 516) ${value(length)})
		(drop (call $write ${value(descriptor)} (i32.const 512) (i32.const 1) (i32.const 520)))`;
};

/** Opens the path of the first bytes of memory; the descriptor goes to 600. */
const open = (length: number, how: number) =>
	`(call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const ${length}) (i32.const ${how})
		(i64.const 0) (i64.const 0) (i32.const 0) (i32.const 600))`;

describe('runWasi', () => {
	it('gives what a program wrote and how it ended', () => {
		const module = program(
			'hello',
			`${write(1, 0, 3)} ${write(2, 3, 2)} ${write(1, 0, 1)} (call $exit (i32.const 7))`,
		);
		assert.deepEqual(runWasi(module, [], createFolder()), {
			exitCode: 7,
			stdout: 'helh',
			stderr: 'lo',
			trap: null,
		});
	});

	it('gives what was written before a trap', () => {
		const result = runWasi(program('oh', `${write(2, 0, 2)} unreachable`), [], createFolder());
		assert.equal(result.stderr, 'oh');
		assert.ok(result.trap instanceof WebAssembly.RuntimeError);
		assert.notEqual(result.exitCode, 0);
	});

	it('hands arguments over', () => {
		const module = program(
			'',
			`(drop (call $args (i32.const 700) (i32.const 800))) ${write(1, '(i32.load (i32.const 704))', 5)}`,
		);
		assert.equal(runWasi(module, ['one', 'two22'], createFolder()).stdout, 'two22');
	});

	it('reads files', () => {
		const root = createFolder();
		putNode(root, 'in/f', createFile(new TextEncoder().encode('contents')));
		const module = program(
			'in/f',
			`(drop ${open(4, 0)})
			(i32.store (i32.const 512) (i32.const 1000)) (i32.store (i32.const 516) (i32.const 100))
			(drop (call $read (i32.load (i32.const 600)) (i32.const 512) (i32.const 1) (i32.const 620)))
			${write(1, 1000, '(i32.load (i32.const 620))')}`,
		);
		assert.equal(runWasi(module, [], root).stdout, 'contents');
	});

	it('makes files, and says what is not there', () => {
		const root = createFolder();
		const module = program('out', `(drop ${open(3, 1)}) ${write('(i32.load (i32.const 600))', 0, 3)}`);
		assert.equal(runWasi(module, [], root).exitCode, 0);
		const made = findNode(root, 'out');
		assert.ok(made?.kind === 'file');
		assert.equal(Buffer.from(made.data.subarray(0, made.length)).toString(), 'out');
		const missing = 44;
		assert.equal(runWasi(program('out', `(call $exit ${open(2, 0)})`), [], root).exitCode, missing);
	});
});
