/** The walk in TypeScript on tables built by hand: mapped, unmapped at each level, ends of the area, malformed. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Arch, Level} from '../../source/arch/arch.ts';
import {isTable} from '../../source/arch/entry.ts';
import {
	archById,
	archs,
	decodeEntry,
	encodeLeaf,
	encodeTable,
	leafTable,
	memoryReader,
	tableBytes,
	walk,
} from '../../source/arch/index.ts';
import {makeTables} from './support/table-builder.ts';

const memoryBytes = 1 << 20;

function malformedAddresses(arch: Arch): bigint[] {
	const first = 1n << BigInt(arch.vaBits);
	const top = 0xffff_ffff_ffff_ffffn;
	if (arch.vaBits === arch.pointerBits) {
		return [];
	}
	if (arch.kernelHigh !== undefined) {
		return [first, top, arch.vmallocStart ^ (1n << 62n)];
	}
	if (arch.splitRoots === true) {
		return [first, top ^ first];
	}
	return arch.signExtended ? [first >> 1n, top ^ (first >> 1n), first] : [first, top];
}

for (const arch of archs) {
	const page = 1n << BigInt(arch.pageShift);
	const last = arch.levels.length - 1;
	const frame = arch.physOffset + 0x8_0000n;
	/** The largest arena, as far as the tests are concerned. */
	const windowBytes = arch.pointerBits === 64 ? 1n << 32n : 1n << 26n;

	describe(`walk ${arch.id}`, () => {
		it('finds a mapped page with its permissions, level by level', () => {
			const tables = makeTables(arch, memoryBytes);
			const read = memoryReader(arch, tables.memory);
			tables.write(arch.vmallocStart, last, encodeLeaf(arch, frame, arch.pageKernel));
			tables.write(arch.userStart, last, encodeLeaf(arch, frame + page, arch.pageUser));
			const kernel = walk(arch, read, tables.root, arch.vmallocStart + 0x123n);
			assert.equal(kernel.end, 'mapped');
			assert.deepEqual(
				kernel.steps.map(step => [step.level, step.name, step.kind]),
				arch.levels.map((level, number) => [number, level.name, number === last ? 'leaf' : 'table']),
			);
			assert.equal(kernel.steps[last]?.entryPhys, tables.entryPhys(arch.vmallocStart, last));
			assert.deepEqual(kernel.result, {
				phys: frame + 0x123n,
				pageShift: arch.pageShift,
				writable: true,
				user: arch.hardware.user === null,
				accessed: true,
				dirty: true,
			});
			const user = walk(arch, read, tables.root, arch.userStart + page - 1n);
			assert.equal(user.result?.phys, frame + 2n * page - 1n);
			assert.equal(user.result?.user, true);
		});

		it('finds the first and the last page of the window, and nothing beside them', () => {
			const tables = makeTables(arch, memoryBytes);
			const read = memoryReader(arch, tables.memory);
			const end = arch.vmallocStart + windowBytes;
			tables.write(arch.vmallocStart, last, encodeLeaf(arch, frame, arch.pageKernel));
			tables.write(end - page, last, encodeLeaf(arch, frame + page, arch.pageKernel));
			const phys = (address: bigint) => walk(arch, read, tables.root, address).result?.phys ?? null;
			assert.equal(phys(arch.vmallocStart), frame);
			assert.equal(phys(end - 1n), frame + 2n * page - 1n);
			assert.equal(phys(arch.vmallocStart + page), null);
			assert.equal(phys(arch.vmallocStart - 1n), null);
			assert.equal(phys(end - page - 1n), null);
			assert.equal(phys(end), null);
		});

		it('stops at an empty and at an invalid entry of each level', () => {
			for (let stop = 0; stop <= last; stop++) {
				const tables = makeTables(arch, memoryBytes);
				const read = memoryReader(arch, tables.memory);
				const level = arch.levels[stop];
				assert.ok(level !== undefined);
				tables.entryPhys(arch.vmallocStart, stop);
				const empty = walk(arch, read, tables.root, arch.vmallocStart);
				assert.equal(empty.end, 'not-mapped');
				assert.equal(empty.result, null);
				assert.equal(empty.steps.length, stop + 1);
				assert.equal(empty.steps[stop]?.kind, 'empty');
				// The address bits alone make an entry that is neither empty nor usable, but where a table's entry is no more.
				const bare = level.empty | 0x40_0000n;
				if (level.table?.differs === true) {
					// Where any address is a table, it is one outside memory.
					tables.write(arch.vmallocStart, stop, bare);
					assert.equal(walk(arch, read, tables.root, arch.vmallocStart).end, 'bus-error');
					continue;
				}
				const raw = isTable(level, bare) ? (level.table?.mask ?? 0n) : bare;
				if (raw === 0n) {
					continue;
				}
				tables.write(arch.vmallocStart, stop, raw);
				const invalid = walk(arch, read, tables.root, arch.vmallocStart);
				assert.equal(invalid.end, 'not-mapped');
				assert.equal(invalid.steps[stop]?.kind, 'invalid');
			}
		});

		it('ends in a bus error when a table is outside memory', () => {
			const outside = arch.physOffset + BigInt(memoryBytes);
			const below = arch.physOffset;
			for (let level = 0; level < last; level++) {
				for (const table of [outside, below]) {
					const tables = makeTables(arch, memoryBytes);
					const description = arch.levels[level];
					assert.ok(description !== undefined);
					const entry = encodeTable(arch, description, table);
					// A bare address of the first byte of memory is no table where that is zero.
					if (entry === description.empty) {
						continue;
					}
					tables.write(arch.vmallocStart, level, entry);
					const read = memoryReader(arch, tables.memory);
					const result = walk(arch, read, tables.root, arch.vmallocStart);
					assert.equal(result.end, 'bus-error');
					assert.equal(result.steps.length, level + 1);
					assert.equal(leafTable(arch, read, tables.root, arch.vmallocStart) === null, level < last - 1);
				}
			}
		});

		it('refuses a non-canonical address without reading', () => {
			const read = () => assert.fail('an entry was read');
			for (const address of malformedAddresses(arch)) {
				assert.deepEqual(walk(arch, read, arch.physOffset, address), {
					end: 'non-canonical',
					steps: [],
					result: null,
				});
			}
		});

		it('maps blocks where the architecture has them', () => {
			for (const [number, level] of arch.levels.entries()) {
				if (level.leaf === undefined || number === last) {
					continue;
				}
				const tables = makeTables(arch, memoryBytes);
				const size = 1n << BigInt(level.shift);
				const aligned = (arch.vmallocStart / size) * size;
				// The next one may be beyond the end of a small address space.
				const address = arch.pointerBits === 64 ? aligned + size : aligned;
				const raw = encodeLeaf(arch, 4n * size, 0n) | level.leaf.value;
				tables.write(address, number, raw);
				const read = memoryReader(arch, tables.memory);
				const result = walk(arch, read, tables.root, address + size - 1n);
				assert.equal(result.end, 'mapped', level.name);
				assert.equal(result.result?.phys, 5n * size - 1n);
				assert.equal(result.result?.pageShift, level.shift);
				assert.equal(leafTable(arch, read, tables.root, address), null);
				const fields = decodeEntry(arch, number, raw);
				assert.equal(
					fields.reduce((sum, field) => sum | (field.value << BigInt(field.low)), 0n),
					raw,
				);
			}
		});

		it('finds the last-level table that the walk uses', () => {
			const tables = makeTables(arch, memoryBytes);
			const read = memoryReader(arch, tables.memory);
			const first = arch.vmallocStart;
			tables.write(first, last, encodeLeaf(arch, frame, arch.pageKernel));
			tables.write(first + 5n * page, last, encodeLeaf(arch, frame + 7n * page, arch.pageKernel));
			const table = leafTable(arch, read, tables.root, first + 5n * page);
			assert.ok(table !== null);
			assert.equal(table.index, 5);
			assert.equal(table.firstAddress, first);
			assert.equal(table.phys, tables.entryPhys(first, last));
			assert.equal(table.entries * table.entryBytes, tableBytes(arch.levels[last] as Level));
			const at = table.phys + BigInt(table.index * table.entryBytes);
			assert.equal(at, walk(arch, read, tables.root, first + 5n * page).steps[last]?.entryPhys);
			assert.equal(leafTable(arch, read, tables.root, first + windowBytes), null);
		});
	});
}

describe('permissions over the levels', () => {
	it('loses write and user where a table above takes them', () => {
		let checked = 0;
		for (const arch of archs) {
			const last = arch.levels.length - 1;
			for (const [number, level] of arch.levels.slice(0, last).entries()) {
				for (const [what, restriction] of [
					['writable', level.removesWrite],
					['user', level.removesUser],
				] as const) {
					if (restriction === undefined) {
						continue;
					}
					const tables = makeTables(arch, memoryBytes);
					const read = memoryReader(arch, tables.memory);
					const leaf = encodeLeaf(arch, arch.physOffset + 0x8_0000n, arch.pageUser);
					tables.write(arch.userStart, last, leaf);
					assert.equal(walk(arch, read, tables.root, arch.userStart).result?.[what], true);
					const raw = read(tables.entryPhys(arch.userStart, number), level.entryBytes) ?? 0n;
					tables.write(arch.userStart, number, (raw & ~restriction.mask) | restriction.value);
					assert.equal(walk(arch, read, tables.root, arch.userStart).result?.[what], false, arch.id);
					checked++;
				}
			}
		}
		// x86: 3 and 4 levels x 2, arm64: twice 17 levels in 7 geometries x 2, s390x: 2 and 3 levels x 1;
		// i386: 2 modes x 2, arm-lpae: 2 x 2, m68k: 2 x 1.
		assert.equal(checked, 14 + 68 + 5 + 10);
	});

	it('reads memory in the byte order of the mode', () => {
		const memory = new DataView(new ArrayBuffer(0x2_0000));
		memory.setUint8(0x1_0007, 0x24);
		assert.equal(memoryReader(archById('s390x'), memory)(0x1_0000n, 8), 0x24n);
		assert.equal(memoryReader(archById('x86_64'), memory)(0x1_0000n, 8), 0x24n << 56n);
		assert.equal(memoryReader(archById('x86_64'), memory)(0xfff8n, 8), null);
		assert.equal(memoryReader(archById('x86_64'), memory)(0x2_0000n - 8n, 8), 0n);
		assert.equal(memoryReader(archById('x86_64'), memory)(0x2_0000n - 7n, 8), null);
	});
});
