/**
 * arm64 at EL1: the upper half has the tables of the image; the lower half has one of the prober's own, with 4 KiB granules and 39
 * bits, that maps the first GiB.
 */
import {wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf, steps} from '../machine.ts';

/** msr <system register>, x<number> */
function msr(name: keyof typeof systemRegisters, from: number): number {
	const [op1, crn, crm, op2] = systemRegisters[name];

	return 0xd518_0000 + (op1 << 16) + (crn << 12) + (crm << 8) + (op2 << 5) + from;
}

const systemRegisters = {
	sctlr: [0, 1, 0, 0],
	ttbr0: [0, 2, 0, 0],
	ttbr1: [0, 2, 0, 1],
	tcr: [0, 2, 0, 2],
	mair: [0, 10, 2, 0],
	vbar: [0, 12, 0, 0],
} as const;

const isb = 0xd503_3fdf;
/** ldr x7, [x6] */
const load = 0xf940_00c7;
/** T0SZ 25 and cacheable walks; granules of 4 KiB. */
const lowerHalf = 0x3519n;
/** A block descriptor: valid, access flag; memory type 0. */
const block = 0x401n;

const setUp = [
	msr('ttbr0', 0),
	msr('ttbr1', 1),
	msr('tcr', 2),
	msr('mair', 3),
	msr('vbar', 4),
	isb,
	msr('sctlr', 5),
	isb,
];
const loadAt = prober.code + BigInt(setUp.length * 4);

/** Every granule and address size. */
export const arm64: Adapter = subject => ({
	binary: 'qemu-system-aarch64',
	package: 'qemu-system-arm',
	arguments: ['-cpu', 'max,has_el3=off,has_el2=off'],
	bigEndian: false,
	loadBytes: 8,
	how: 'ldr at EL1, tables of TTBR1',
	memory: [
		{at: prober.code, bytes: wordBytes([...setUp, load], 4, false)},
		{at: prober.tables, bytes: wordBytes([block], 8, false)},
	],
	async enter(guest) {
		await guest.set([
			['pc', prober.code],
			['x0', prober.tables],
			['x1', registerOf(subject, 'TTBR1_EL1')],
			['x2', (registerOf(subject, 'TCR_EL1') & ~0xffffn) | lowerHalf],
			['x3', registerOf(subject, 'MAIR_EL1')],
			['x4', prober.vectors],
			['x5', registerOf(subject, 'SCTLR_EL1')],
		]);
		await steps(guest, setUp.length);
	},
	beforeLoad: [['pc', loadAt]],
	names: {address: 'x6', loaded: 'x7', counter: 'pc'},
	// A synchronous exception at the current level, with its own stack pointer.
	after: {load: loadAt + 4n, fault: prober.vectors + 0x200n},
});
