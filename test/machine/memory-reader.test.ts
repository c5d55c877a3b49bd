import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMemoryReader, swapBytes, wordInMemory} from '../../source/machine/memory-reader.ts';
import {fakeImage} from './fake-image.ts';

function reader(bigEndian: boolean) {
	const {manifest} = fakeImage('x86_64', bigEndian);

	return createMemoryReader(new SharedArrayBuffer(manifest.memoryBytes), manifest);
}

const orders = [
	{name: 'little-endian', bigEndian: false, word: [0x44, 0x33, 0x22, 0x11]},
	{name: 'big-endian', bigEndian: true, word: [0x11, 0x22, 0x33, 0x44]},
];

for (const {name, bigEndian, word} of orders) {
	test(`${name} 32-bit words`, () => {
		const memory = reader(bigEndian);
		memory.bytes.set(word, 0x100);
		assert.equal(memory.u32(0x100), 0x1122_3344);
		memory.setU32(0x104, 0x1122_3344);
		memory.publishU32(0x108, 0x1122_3344);
		assert.deepEqual([...memory.bytes.subarray(0x104, 0x10c)], [...word, ...word]);
	});

	test(`${name} 64-bit words`, () => {
		const memory = reader(bigEndian);
		const value = 0x8000_0000_1234_5163n;
		const bytes = Array.from({length: 8}, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
		memory.bytes.set(bigEndian ? bytes.reverse() : bytes, 0x200);
		assert.equal(memory.u64(0x200), value);
		assert.equal(memory.count(0x208), 0);
	});

	test(`${name} words with the top bit set stay unsigned`, () => {
		const memory = reader(bigEndian);
		memory.publishU32(0x300, 0xffff_fffe);
		assert.equal(memory.u32(0x300), 0xffff_fffe);
	});
}

test('a word in memory as Atomics see it', () => {
	assert.equal(wordInMemory(1, false), 1);
	assert.equal(wordInMemory(1, true), 0x0100_0000);
	assert.equal(wordInMemory(0x80, true), -0x8000_0000);
	assert.equal(swapBytes(swapBytes(-2)), -2);
});

test('an image without a symbol is named', () => {
	assert.throws(() => reader(false).address('no_such'), /x86_64 has no symbol no_such/);
});
