/**
 * x86: the guest begins in real mode, loads its descriptor tables, gets the control registers of the manifest and jumps to a
 * segment of the mode. Code is fetched through the same root as data, so the first entry of the root, which the kernel leaves
 * empty, is given to the prober.
 */
import {joinBytes, numberBytes, wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf, type Subject, steps} from '../machine.ts';

const segments = prober.tables;
const gates = prober.tables + 0x100n;
const ownTables = prober.tables + 0x1000n;
const present = 1n;
const writable = 2n;
const pageSize = 0x80n;
const codeSelector = 8n;
const pageFault = 14n;
const exceptions = 32;

/** Every mode of x86: long mode with four or five levels, protected mode with or without PAE. */
export const x86: Adapter = subject => {
	const {arch} = subject;
	const isLong = arch.pointerBits === 64;
	const bytes = isLong ? 8 : 4;
	const handler = (vector: bigint) => prober.vectors + vector * 16n;
	const code = joinBytes(
		Uint8Array.of(0x0f, 0x01, 0x16), // lgdt [segments + 0x80]
		numberBytes(segments + 0x80n, 2, false),
		Uint8Array.of(0x0f, 0x01, 0x1e), // lidt [segments + 0x90]
		numberBytes(segments + 0x90n, 2, false),
		Uint8Array.of(0xea), // ljmp code:load
		numberBytes(prober.code + 0x20n, 2, false),
		numberBytes(codeSelector, 2, false),
	);
	// mov rbx, [rax] or mov ebx, [eax]
	const load = isLong ? Uint8Array.of(0x48, 0x8b, 0x18) : Uint8Array.of(0x8b, 0x18);
	const register = (name: string) => registerOf(subject, name);

	return {
		binary: isLong ? 'qemu-system-x86_64' : 'qemu-system-i386',
		package: 'qemu-system-x86',
		arguments: ['-cpu', 'max,apic-id=0'],
		bigEndian: false,
		loadBytes: bytes,
		how: `mov from memory, ${isLong ? 'long mode' : 'protected mode'}`,
		memory: [
			{at: prober.code, bytes: code},
			{at: prober.code + 0x20n, bytes: load},
			{
				at: segments,
				// null, code, data
				bytes: wordBytes(
					[0n, isLong ? 0x00af_9b00_0000_ffffn : 0x00cf_9b00_0000_ffffn, 0x00cf_9300_0000_ffffn],
					8,
					false,
				),
			},
			{at: segments + 0x80n, bytes: pointerBytes(23n, segments)},
			{at: segments + 0x90n, bytes: pointerBytes(BigInt(exceptions * 16 - 1), gates)},
			{
				at: gates,
				bytes: joinBytes(
					...Array.from({length: exceptions}, (_, vector) => gate(handler(BigInt(vector)), isLong)),
				),
			},
			...ownMapping(subject),
		],
		async enter(guest) {
			await guest.set([
				['cs', 0n],
				[isLong ? 'rip' : 'eip', prober.code],
			]);
			await steps(guest, 2);
			await guest.set([['cr3', register('CR3')]]);
			await guest.set([['cr4', register('CR4')]]);

			if (subject.registers.has('EFER')) {
				// The CPU sets LMA itself when paging is turned on.
				await guest.set([['efer', register('EFER') & ~0x400n]]);
			}

			await guest.set([['cr0', register('CR0')]]);
			await steps(guest, 1);

			for (const name of isLong ? [] : ['ss', 'ds', 'es']) {
				await guest.set([[name, 16n]]);
			}
		},
		beforeLoad: isLong
			? [
					['rsp', prober.stack],
					['rip', prober.code + 0x20n],
				]
			: [
					['esp', prober.stack],
					['eip', prober.code + 0x20n],
				],
		names: isLong
			? {address: 'rax', loaded: 'rbx', counter: 'rip'}
			: {address: 'eax', loaded: 'ebx', counter: 'eip'},
		after: {load: prober.code + 0x20n + BigInt(load.length), fault: handler(pageFault)},
	};
};

/** Limit and base, as lgdt and lidt read them. */
function pointerBytes(limit: bigint, base: bigint): Uint8Array {
	return joinBytes(numberBytes(limit, 2, false), numberBytes(base, 4, false), new Uint8Array(4));
}

/** An interrupt gate. */
function gate(to: bigint, isLong: boolean): Uint8Array {
	return joinBytes(
		numberBytes(to & 0xffffn, 2, false),
		numberBytes(codeSelector, 2, false),
		Uint8Array.of(0, 0x8e),
		numberBytes(to >> 16n, isLong ? 10 : 2, false),
	);
}

/** Maps the prober at its own address: from the root's first entry through one table per level to one large page. */
function ownMapping({arch, kernelRoot}: Subject): {at: bigint; bytes: Uint8Array}[] {
	const [root] = arch.levels;

	if (root === undefined) {
		throw new Error(`${arch.id} has no levels`);
	}

	// Large pages: 1 GiB in long mode, 2 MiB with PAE, 4 MiB without.
	const tables = arch.levels.filter(level => level.shift > (arch.pointerBits === 64 ? 30 : 22)).length;
	const entries = Array.from({length: tables + 1}, (_, number) => {
		const at = number === 0 ? kernelRoot : ownTables + BigInt(number - 1) * 0x1000n;
		const next = ownTables + BigInt(number) * 0x1000n;
		const flags =
			arch.pointerBits === 32 && root.entryBytes === 8 && number === 0 ? present : present | writable;

		return {
			at,
			bytes: numberBytes(number === tables ? flags | pageSize : next | flags, root.entryBytes, false),
		};
	});

	return entries;
}
