/**
 * POWER9 in hypervisor state with the radix MMU: a partition table and a process table of one entry each, and loads with data
 * translation on while instructions come from real memory.
 */
import {wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf} from '../machine.ts';

const partitionTable = prober.tables;
const processTable = prober.tables + 0x1000n;
/** Beyond any image, for its tables must lie at multiples of their 64 KiB. */
const partitionRoot = 0x4000_0000n;
const partitionNext = 0x4001_0000n;
/** The host uses the radix MMU; its own second-level tables, of 52 bits, translate the address of the process table alone. */
const host = (1n << 63n) | (2n << 61n) | (5n << 5n) | 13n | partitionRoot;
const valid = 1n << 63n;
/** A leaf of 1 GiB at 0: referenced, changed, readable, writable. */
const firstGiB = valid | (1n << 62n) | 0x186n;
/** MSR: 64-bit, hypervisor, data translation. */
const translatedData = (1n << 63n) | (1n << 60n) | 0x10n;
const dataStorage = 0x300n;

/** Pages of 4 and of 64 KiB. */
export const ppc64: Adapter = subject => ({
	binary: 'qemu-system-ppc64',
	package: 'qemu-system-ppc',
	// Without a machine its CPU has no hypervisor state; without firmware nothing lies where the image goes.
	arguments: ['-M', 'powernv9', '-bios', '/dev/null'],
	leastRam: 0x4800_0000n,
	// Its device tree.
	taken: {at: 0x100_0000n, bytes: 0x1_0000},
	bigEndian: true,
	loadBytes: 8,
	how: 'ld as hypervisor with MSR.DR, radix, PID 0',
	memory: [
		// ld r4, 0(r3)
		{at: prober.code, bytes: wordBytes([0xe883_0000], 4, true)},
		{at: partitionTable, bytes: wordBytes([host, processTable], 8, true)},
		{at: partitionRoot, bytes: wordBytes([valid | partitionNext | 9n], 8, true)},
		{at: partitionNext, bytes: wordBytes([firstGiB], 8, true)},
		{at: processTable, bytes: wordBytes([registerOf(subject, 'PRTE0'), 0n], 8, true)},
	],
	async enter(guest) {
		await guest.set([
			['ptcr', partitionTable],
			['lpcr', registerOf(subject, 'LPCR')],
		]);
	},
	beforeLoad: [
		['msr', translatedData],
		['pc', prober.code],
	],
	// The stub takes an instruction's translation where there is none for data, so both are on.
	beforeLook: [['msr', translatedData | 0x20n]],
	names: {address: 'r3', loaded: 'r4', counter: 'pc'},
	after: {load: prober.code + 4n, fault: dataStorage},
});
