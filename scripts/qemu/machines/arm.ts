/**
 * 32-bit arm, short and long descriptors: a few instructions write the registers and turn the MMU on. Code is fetched through the same
 * root as data, so the first entry of the root, which the kernel leaves empty, is given to the prober.
 */
import {numberBytes, wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf, steps} from '../machine.ts';

/** mcr p15, 0, r<from>, c<n>, c<m>, <op2> */
function mcr(from: number, n: number, m: number, op2: number): number {
	return 0xee00_0f10 + n * 0x1_0000 + from * 0x1000 + op2 * 0x20 + m;
}

const isb = 0xf57f_f06f;
/** mcrr p15, 0, r0, r1, c2: a TTBR0 of 64 bits. */
const writeLongRoot = 0xec41_0f02;
/** ldr r9, [r8] */
const load = 0xe598_9000;
/** A section of 1 MiB at 0, and a block of 1 GiB at 0: the kernel may do everything. */
const section = 0x402n;
const block = 0x701n;
/** Offset of the data abort vector. */
const dataAbort = 0x10n;

/** Classic tables and LPAE. */
export const arm: Adapter = subject => {
	const isLong = subject.arch.levels[0]?.entryBytes === 8;
	const register = (name: string) => registerOf(subject, name);
	const setUp = [
		...(isLong
			? [writeLongRoot, mcr(2, 2, 0, 2), mcr(3, 10, 2, 0), mcr(4, 10, 2, 1)]
			: [mcr(0, 2, 0, 0), mcr(2, 2, 0, 2), mcr(3, 3, 0, 0)]),
		mcr(5, 12, 0, 0),
		isb,
		mcr(6, 1, 0, 0),
		isb,
	];
	const loadAt = prober.code + BigInt(setUp.length * 4);

	return {
		binary: 'qemu-system-arm',
		package: 'qemu-system-arm',
		arguments: ['-cpu', 'cortex-a15,has_el3=off,has_el2=off'],
		bigEndian: false,
		loadBytes: 4,
		how: `ldr in supervisor mode, ${isLong ? 'long' : 'short'} descriptors`,
		memory: [
			{at: prober.code, bytes: wordBytes([...setUp, load], 4, false)},
			{at: subject.kernelRoot, bytes: numberBytes(isLong ? block : section, isLong ? 8 : 4, false)},
		],
		async enter(guest) {
			await guest.set([
				['pc', prober.code],
				['r0', register('TTBR0')],
				['r1', 0n],
				['r2', register('TTBCR')],
				['r3', register(isLong ? 'MAIR0' : 'DACR')],
				['r4', isLong ? register('MAIR1') : 0n],
				['r5', prober.vectors],
				['r6', register('SCTLR')],
			]);
			await steps(guest, setUp.length);
		},
		beforeLoad: [['pc', loadAt]],
		names: {address: 'r8', loaded: 'r9', counter: 'pc'},
		after: {load: loadAt + 4n, fault: prober.vectors + dataAbort},
	};
};
