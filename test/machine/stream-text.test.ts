import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ImageManifest} from '../../source/compiler/image.ts';
import * as layout from '../../source/machine/layout.ts';
import {createMemoryReader, type MemoryReader} from '../../source/machine/memory-reader.ts';
import {readStream, streamText} from '../../source/machine/stream-text.ts';
import {streamKinds} from '../../source/machine/vocabulary.ts';

const manifest = {
	arch: 'x86_64',
	pointerBits: 64,
	symbols: {lab_stream: {address: 0x100, size: 4 + 256 * 48}},
	programs: {churn: 1, 'one-past-end': 2},
	sites: [-1, 0],
	locations: [
		{function: 'bpf_kfunc_fill', file: 'bpf/kfuncs.c', line: 42, column: 2, inlinedAt: 1},
		{function: 'caller', file: 'bpf/prog.c', line: 7, column: 1, inlinedAt: -1},
	],
} as unknown as ImageManifest;

function stream(bigEndian: boolean): MemoryReader {
	return createMemoryReader(new SharedArrayBuffer(65_536), {...manifest, bigEndian});
}

/** Writes record number `number` (from 0) the way the kernel does. */
function push(
	reader: MemoryReader,
	number: number,
	fields: Partial<Record<keyof typeof layout.stream, number>>,
) {
	const base = reader.address('lab_stream');
	const record = base + 4 + (number % layout.streamRecords) * layout.streamRecordWords * 4;

	for (const [field, value] of Object.entries({mark: number + 1, ...fields})) {
		reader.setU32(record + layout.stream[field as keyof typeof layout.stream] * 4, value);
	}

	reader.setU32(base, number + 1);
}

for (const bigEndian of [false, true]) {
	test(`a record is read in full, ${bigEndian ? 'big' : 'little'}-endian`, () => {
		const reader = stream(bigEndian);
		push(reader, 0, {
			kind: streamKinds.indexOf('kernel_write_violation'),
			cpu: 1,
			program: 1,
			addressHigh: 0xffff_c900,
			addressLow: 0x0012_3000,
			site: 1,
		});
		assert.deepEqual(readStream(reader, {...manifest, bigEndian}, 0, new Map()), [
			{
				sequence: 1,
				kind: 'kernel_write_violation',
				cpu: 1,
				program: 'one-past-end',
				address: 0xffff_c900_0012_3000n,
				text: [
					'ERROR: Arena WRITE access by the kernel at unmapped address 0xffffc90000123000',
					'CPU: 1 PID: 0 Comm: one-past-end',
					'Call trace:',
					' bpf_kfunc_fill (bpf/kfuncs.c:42)',
					' caller (bpf/prog.c:7)',
				].join('\n'),
				location: manifest.locations,
			},
		]);
	});
}

test('only what is newer is given, and what the ring has lost is left out', () => {
	const reader = stream(false);

	for (let number = 0; number < 300; number++) {
		push(reader, number, {kind: 1});
	}

	const sequences = (after: number) =>
		readStream(reader, manifest, after, new Map()).map(entry => entry.sequence);
	assert.equal(sequences(0).length, layout.streamRecords);
	assert.equal(sequences(0)[0], 45);
	assert.deepEqual(sequences(298), [299, 300]);
	assert.deepEqual(sequences(300), []);
});

test('a record that is being written waits, with all after it', () => {
	const reader = stream(false);
	push(reader, 0, {kind: 1});
	push(reader, 1, {kind: 1, mark: 0});
	push(reader, 2, {kind: 1});
	const sequences = (after: number) =>
		readStream(reader, manifest, after, new Map()).map(entry => entry.sequence);
	assert.deepEqual(sequences(0), [1]);
	push(reader, 1, {kind: 1});
	reader.setU32(reader.address('lab_stream'), 3);
	assert.deepEqual(sequences(1), [2, 3]);
});

test('the text of an engine trap is added to its record', () => {
	const reader = stream(false);
	push(reader, 0, {kind: streamKinds.indexOf('oops'), argument: 3});
	const [entry] = readStream(reader, manifest, 0, new Map([[1, 'unreachable in f']]));
	assert.match(entry?.text ?? '', /^Oops: access outside of memory.*\nunreachable in f$/s);
});

test('a warning of the kernel has a line and no address', () => {
	const record = {kind: 'warn', cpu: 2, program: 'churn', address: 0n, argument: 77, location: []} as const;
	assert.equal(streamText(record, 64), 'WARNING: at line 77 of the kernel\nCPU: 2 PID: 0 Comm: churn');
});

for (const kind of streamKinds) {
	test(`${kind} has a headline with the address in full width`, () => {
		const text = streamText(
			{kind, cpu: 0, program: null, address: 0x1000n, argument: 0, location: []},
			kind === 'unload' ? 64 : 32,
		);
		const lines = text.split('\n');
		assert.equal(lines.length, 2);
		assert.match(lines[0] ?? '', kind === 'unload' ? /unloaded after 0 violations/ : /0x00001000/);
		assert.equal(lines[1], 'CPU: 0 PID: 0 Comm: kernel');
	});
}
