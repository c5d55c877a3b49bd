/**
 * Three descriptions of each mode against each other on the host: the accessors of `pgtable.h`, the generated C walker and
 * the TypeScript walk. A big-endian mode runs with the host's byte order here, which checks its values and not its bytes.
 */
import assert from 'node:assert/strict';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import type {Arch, Level} from '../../source/arch/arch.ts';
import {
	archs,
	encodeLeaf,
	encodeTable,
	memoryReader,
	pgtableHeader,
	type ReadEntry,
	type Walk,
	walk,
} from '../../source/arch/index.ts';
import {buildHarness, runHarness, whyNotNative} from './support/native.ts';
import {makeTables} from './support/table-builder.ts';

const memoryBytes = 0x11_0000;
const lowBytes = 0x1_0000;
const skip = whyNotNative() ?? false;
if (skip !== false) {
	console.log(`native checks of the architectures skipped: ${skip}`);
}

/** Flags of `asm/hw_walk.h` that a walk in TypeScript gives. */
function flagsOf(result: Walk): number {
	if (result.end === 'non-canonical') {
		return 64;
	}
	if (result.end === 'bus-error') {
		return 32;
	}
	if (result.result === null) {
		return 0;
	}
	const {writable, user, accessed, dirty} = result.result;
	return 1 + (writable ? 2 : 0) + (user ? 4 : 0) + (accessed ? 8 : 0) + (dirty ? 16 : 0);
}

/** The words the harness prints for a walk, from the walk in TypeScript. */
function walkWords(arch: Arch, read: ReadEntry, root: bigint, address: bigint): string[] {
	const result = walk(arch, read, root, address);
	const lastStep = result.steps.at(-1);
	const level = result.end === 'bus-error' ? result.steps.length : (lastStep?.level ?? 0);
	const at = lastStep === undefined ? 0n : lastStep.entryPhys - arch.physOffset;
	return [
		address.toString(16),
		flagsOf(result).toString(16),
		(lastStep?.raw ?? 0n).toString(16),
		at.toString(16),
		(result.result?.phys ?? 0n).toString(16),
		String(level),
		String(result.result?.pageShift ?? 0),
	];
}

/** Writes an entry of a level; memory is the host's, so little-endian. */
function put(memory: DataView, at: bigint, {entryBytes}: Level, raw: bigint): void {
	if (entryBytes === 8) {
		memory.setBigUint64(Number(at), raw, true);
	} else {
		memory.setUint32(Number(at), Number(BigInt.asUintN(32, raw)), true);
	}
}

/** A repeatable sequence of 64-bit numbers. */
function numbers(seed: bigint): () => bigint {
	let state = seed;
	return () => {
		state ^= (state << 13n) & 0xffff_ffff_ffff_ffffn;
		state ^= state >> 7n;
		state ^= (state << 17n) & 0xffff_ffff_ffff_ffffn;
		return state;
	};
}

/** The mode with the kernel's entries in place of the hardware's, where those are not the same. */
function kernelView(arch: Arch): Arch {
	const {kernelLeaf} = arch;
	if (kernelLeaf === undefined) {
		return arch;
	}
	const {addressMask, pageKernel, pageUser} = kernelLeaf;
	return {...arch, leafAddressMask: addressMask, leafAddressShift: 0, pageKernel, pageUser};
}

/** What the entry of an address must hold after the logged calls; also checks what each call returned. */
function replay(arch: Arch, candidate: number, lines: string[][]): Map<string, bigint> {
	const empty = arch.levels.at(-1)?.empty ?? 0n;
	// The helper as merged writes a long, and that is half of such an entry (arch-facts.md 3.2).
	const tried = arch.twoWords === true && candidate === 0 ? 0xffff_ffffn : ~0n;
	const entries = new Map<string, bigint>();
	for (const [kind, name, user, address = '', pfn, result] of lines) {
		if (kind !== 'op') {
			continue;
		}
		const before = entries.get(address) ?? empty;
		const prot = user === '1' ? arch.pageUser : arch.pageKernel;
		const entry = encodeLeaf(arch, BigInt(`0x${pfn}`) << BigInt(arch.pageShift), prot);
		const returned = BigInt(`0x${result}`);
		switch (name) {
			case 'set':
				entries.set(address, entry);
				break;
			case 'clear':
				entries.set(address, empty);
				break;
			case 'get_and_clear':
				assert.equal(returned, before);
				entries.set(address, empty);
				break;
			case 'try_set':
				assert.equal(returned, before === empty ? 1n : 0n);
				entries.set(address, before === empty ? entry & tried : before);
				break;
			case 'get':
				assert.equal(returned, before);
				break;
			default:
				assert.fail(`unknown call ${name}`);
		}
	}
	return entries;
}

/** Every mode, with `ptep_try_set` as upstream has it and as it would be right. */
const cases = archs.flatMap(mode =>
	pgtableHeader(mode).includes('LAB_CANDIDATE == 2')
		? [
				{mode, candidate: 0},
				{mode, candidate: 2},
			]
		: [{mode, candidate: 0}],
);

/** None, present, writable, dirty, young, as the kernel says of a page of its own or of the user's. */
function bitsOfPage(arch: Arch, user: boolean): string[] {
	// PAGE_KERNEL of xtensa has none of the bits that software asks for when it writes (arch-facts.md 3.12).
	return arch.id === 'xtensa' && !user ? ['0', '1', '0', '0', '1'] : ['0', '1', '1', '1', '1'];
}

/** The answers of `arch_kernel_fault_entry` as the harness asks, and the local flushes: arch-facts.md 3.4. */
function faultEntries(arch: Arch, isMapped: boolean): string[] {
	if (arch.notPresentCached !== 'yes') {
		return ['0', '0', '0', '0', '0'];
	}
	if (arch.pointerBits === 64) {
		return ['0', '0', '1', '0', '1'];
	}
	return isMapped ? ['1', '0', '1', '1', '3'] : ['0', '0', '0', '0', '0'];
}

for (const {mode, candidate} of cases) {
	describe(`native ${mode.id}${candidate === 2 ? ', right candidate' : ''}`, {skip}, () => {
		const arch: Arch = {...mode, bigEndian: false};
		const kernel = kernelView(arch);
		const last = arch.levels.length - 1;
		let directory: string | null = null;
		const built = () => {
			directory ??= buildHarness(arch, candidate);
			return directory;
		};
		after(() => {
			if (directory !== null) {
				rmSync(directory, {recursive: true});
			}
		});

		it('accessors, C walker and TypeScript walk agree on random calls', test => {
			for (const seed of ['1', '2', '3']) {
				const lines = runHarness(built(), ['sequence', seed, 'dump']);
				if (lines === null) {
					test.skip('the host maps nothing at 64 KiB');
					return;
				}
				const only = (kind: string) => lines.filter(line => line[0] === kind);
				const memory = new DataView(new ArrayBuffer(memoryBytes));
				new Uint8Array(memory.buffer).set(readFileSync(join(built(), 'dump')), lowBytes);
				const read = memoryReader(arch, memory);
				const roots = (only('roots')[0] ?? []).slice(1).map(word => BigInt(`0x${word}`));
				assert.deepEqual(only('prot')[0]?.slice(1), [
					kernel.pageKernel.toString(16),
					kernel.pageUser.toString(16),
				]);
				const expected = replay(kernel, candidate, lines);
				assert.equal(only('entry').length, 24);
				const walks = only('walk');
				for (const [number, entry] of only('entry').entries()) {
					const [, user, address = '', at, raw, ...tests] = entry;
					const root = roots[Number(user)] ?? 0n;
					const value = BigInt(`0x${raw}`);
					const empty = arch.levels[last]?.empty ?? 0n;
					assert.equal(value, expected.get(address) ?? empty);
					const result = walk(arch, read, root, BigInt(`0x${address}`));
					const offset = BigInt(arch.kernelLeaf?.offset ?? 0);
					assert.equal(result.steps[last]?.entryPhys, BigInt(`0x${at}`) - offset + arch.physOffset);
					const bits = tests.slice(0, 5);
					if (value === empty) {
						assert.deepEqual(bits.slice(0, 2), ['1', '0']);
						assert.equal(result.end, 'not-mapped');
						assert.equal(result.steps[last]?.raw, empty);
					} else {
						assert.deepEqual(bits, bitsOfPage(arch, user === '1'));
						const pfn = BigInt(`0x${tests[5]}`);
						const phys = pfn << BigInt(arch.pageShift);
						const derived = encodeLeaf(arch, phys, user === '1' ? arch.pageUser : arch.pageKernel);
						assert.equal(result.steps[last]?.raw, arch.kernelLeaf === undefined ? value : derived);
						assert.equal(result.result?.phys, phys);
						assert.equal(result.result?.user, user === '1' || arch.hardware.user === null);
					}
					const words = walks[number] ?? [];
					const walked = BigInt(`0x${words[1]}`);
					assert.deepEqual(words.slice(1), walkWords(arch, read, root, walked));
				}
				const names = only('op').map(line => line[1]);
				assert.equal(names.includes('try_set'), arch.upstream.trySet || candidate !== 0);
				const [events, wrong, ipte, exchanges] = (only('trace')[0] ?? []).slice(1).map(Number);
				const stores = only('op').filter(
					([, name, , , , result]) => name !== 'get' && (name !== 'try_set' || result === '1'),
				);
				assert.equal(wrong, 0);
				// Each store is one exchange: nothing is read first and written later. Of two words, each is one.
				const words = (name: string | undefined) =>
					arch.twoWords === true && name !== 'get_and_clear' ? 2 : 1;
				const exchanged = stores.filter(([, name]) => name !== 'try_set');
				if (arch.kernelLeaf === undefined || candidate !== 2) {
					assert.equal(events, stores.length);
					assert.equal(
						exchanges,
						exchanged.reduce((sum, [, name]) => sum + words(name), 0),
					);
				}
				const clearedValid = only('op').filter(
					([, name, , , , result]) => name === 'get_and_clear' && result !== '400',
				);
				assert.equal(ipte, arch.invalidBit === undefined ? 0 : clearedValid.length);
				const first = walk(arch, read, roots[0] ?? 0n, arch.vmallocStart).end === 'mapped';
				assert.deepEqual(only('fault_entry')[0]?.slice(1), faultEntries(arch, first));
				// By the rule of the architecture, or since it can: where a flush waits for nobody's interrupts.
				const flushes = arch.id === 'arm64' || (candidate === 2 && arch.flush === 'broadcast');
				assert.equal(only('before_set')[0]?.[1], flushes ? '1' : 'none');
			}
		});

		it('C walker and TypeScript walk agree on damaged tables', test => {
			const next = numbers(BigInt(arch.vmallocStart) | 1n);
			const tables = makeTables(arch, memoryBytes);
			const addresses: bigint[] = [];
			// Both ends of memory and what lies just beyond, then any page.
			const pages = [0n, 0xfn, 0x10n, 0x10fn, 0x110n, 0x110n];
			const page = 1n << BigInt(arch.pageShift);
			for (let count = 0; count < 16; count++) {
				// Areas that share no table below the root.
				const area = arch.pointerBits === 64 ? 1n << 32n : 1n << 25n;
				const address = arch.vmallocStart + (next() % 8n) * area + ((next() % 600n) << 12n);
				addresses.push(address, address ^ area, address ^ (page - 1n));
				addresses.push(
					...[62, arch.vaBits, arch.vaBits - 1].map(bit =>
						BigInt.asUintN(arch.pointerBits, address ^ (1n << BigInt(bit))),
					),
				);
				tables.write(address, last, encodeLeaf(arch, arch.physOffset + 0x8_0000n, arch.pageKernel));
			}
			const read = memoryReader(arch, tables.memory);
			const good = new Uint8Array(tables.memory.buffer.slice(0));
			const bits = arch.levels.map(level => BigInt(level.entryBytes * 8));
			const ends = new Set<string>();
			for (let round = 0; round < 16; round++) {
				new Uint8Array(tables.memory.buffer).set(good);
				for (let damages = 0; damages < 5; damages++) {
					const address = addresses[Number(next() % 16n) * 6] ?? 0n;
					const path = walk(arch, read, tables.root, address).steps;
					const level = Number(next() % BigInt(last + 1));
					const step = path[level];
					if (step === undefined) {
						continue;
					}
					const description = arch.levels[level];
					assert.ok(description !== undefined);
					const kind = Number(next() % 4n);
					const damaged = [
						step.raw ^ (1n << (next() % (bits[level] ?? 64n))),
						step.raw ^ (1n << (next() % 12n)),
						next(),
						description.table === undefined
							? encodeLeaf(arch, arch.physOffset, arch.pageUser)
							: encodeTable(
									arch,
									description,
									arch.physOffset + (pages[Number(next() % 8n)] ?? next() % 0x200n) * page,
								),
					][kind];
					assert.ok(damaged !== undefined);
					put(tables.memory, step.entryPhys - arch.physOffset, description, damaged);
				}
				writeFileSync(join(built(), 'image'), new Uint8Array(tables.memory.buffer));
				const input = addresses.map(address => address.toString(16)).join('\n');
				const lines = runHarness(built(), ['walk', 'image', tables.root.toString(16)], input);
				if (lines === null) {
					test.skip('the host maps nothing at 64 KiB');
					return;
				}
				assert.equal(lines.filter(line => line[0] === 'walk').length, addresses.length);
				checkWalks(arch, tables.memory, tables.root, lines);
				for (const address of addresses) {
					ends.add(walk(arch, read, tables.root, address).end);
				}
			}
			assert.deepEqual(
				[...ends].sort(),
				arch.vaBits === arch.pointerBits
					? ['bus-error', 'mapped', 'not-mapped']
					: ['bus-error', 'mapped', 'non-canonical', 'not-mapped'],
			);
		});

		it('the trace of two racing threads adds up', test => {
			const lines = runHarness(built(), ['race']);
			if (lines === null) {
				test.skip('the host maps nothing at 64 KiB');
				return;
			}
			const [name, traced, found] = lines[0] ?? [];
			assert.equal(name, 'race');
			assert.equal(traced, found);
			// What the two leave behind is the same to the kernel and to the hardware.
			if (candidate === 2) {
				const [, , flags, , , phys] = lines[1] ?? [];
				const [, isNone, pfn] = lines[2] ?? [];
				assert.equal(Number(`0x${flags}`) & 1, isNone === '1' ? 0 : 1);
				const frame = isNone === '1' ? 0n : BigInt(`0x${pfn}`) << BigInt(arch.pageShift);
				assert.equal(BigInt(`0x${phys}`), frame);
			}
		});
	});
}

/**
 * Compares each printed walk with the walk in TypeScript, in order; `read` and `write` lines come after the accessed and
 * dirty bits were set, which is done to `memory` here the way the description says.
 */
function checkWalks(arch: Arch, memory: DataView, root: bigint, lines: string[][]): void {
	const read = memoryReader(arch, memory);
	const {accessedMask, dirtyMask, setsAccessedDirty} = arch.hardware;
	for (const [kind, ...words] of lines) {
		const address = BigInt(`0x${words[0]}`);
		const lastStep = walk(arch, read, root, address).steps.at(-1);
		if (kind !== 'walk' && setsAccessedDirty === 'hardware' && lastStep !== undefined) {
			const set = kind === 'write' ? accessedMask | dirtyMask : accessedMask;
			const level = arch.levels[lastStep.level];
			assert.ok(level !== undefined);
			put(memory, lastStep.entryPhys - arch.physOffset, level, lastStep.raw | set);
		}
		assert.deepEqual(words, walkWords(arch, read, root, address), `${kind} ${words[0]}`);
	}
}
