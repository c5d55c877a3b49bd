/**
 * A 68040 in supervisor mode. Transparent translation registers give the prober all instruction fetches, and the data of the first
 * 16 MiB for its vectors and its stack; everything else goes through the tables of SRP.
 */
import {wordBytes} from '../bytes.ts';
import {type Adapter, prober, registerOf, steps} from '../machine.ts';

const controls = {tc: 0x003, itt0: 0x004, dtt0: 0x006, vbr: 0x801, srp: 0x807} as const;

/** movec d<from>, <control register> */
function movec(from: number, to: keyof typeof controls): number[] {
	return [0x4e7b, from * 0x1000 + controls[to]];
}

const setUp = [movec(0, 'srp'), movec(1, 'vbr'), movec(2, 'itt0'), movec(3, 'dtt0'), movec(4, 'tc')];
const loadAt = prober.code + BigInt(setUp.length * 4);
/** move.l (a0), d5 */
const load = 0x2a10;
/** Enabled in both modes, for all addresses, and for those with zeros in the highest byte. */
const everything = 0x00ff_c000n;
const first16 = 0x0000_c000n;
const accessError = 2n;
const vectors = 64;

const handler = (vector: bigint) => prober.vectors + vector * 16n;

/** The 68040's tables. */
export const m68k: Adapter = subject => ({
	binary: 'qemu-system-m68k',
	package: 'qemu-system-misc',
	arguments: ['-cpu', 'm68040'],
	bigEndian: true,
	loadBytes: 4,
	how: 'move.l in supervisor mode, tables of SRP',
	memory: [
		{at: prober.code, bytes: wordBytes([...setUp.flat(), load], 2, true)},
		{
			at: prober.tables,
			bytes: wordBytes(
				Array.from({length: vectors}, (_, vector) => handler(BigInt(vector))),
				4,
				true,
			),
		},
	],
	async enter(guest) {
		await guest.set([
			['pc', prober.code],
			['d0', registerOf(subject, 'SRP')],
			['d1', prober.tables],
			['d2', everything],
			['d3', first16],
			['d4', registerOf(subject, 'TC')],
		]);
		await steps(guest, setUp.length);
	},
	beforeLoad: [
		['sp', prober.stack],
		['pc', loadAt],
	],
	names: {address: 'a0', loaded: 'd5', counter: 'pc'},
	after: {load: loadAt + 2n, fault: handler(accessError)},
});
