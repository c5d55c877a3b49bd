/** The system registers that make a core walk these tables. */
import type {WalkRegister} from '../arch.ts';

/** What the registers depend on. */
interface Layout {
	pageShift: number;
	vaBits: number;
	paBits: number;
}

/** TCR_EL1.TG0 and TG1 number the granules differently. */
const granules: Record<number, {lower: bigint; upper: bigint}> = {
	12: {lower: 0n, upper: 2n},
	14: {lower: 2n, upper: 1n},
	16: {lower: 1n, upper: 3n},
};

/** Walks are cacheable and inner shareable. */
const cacheable = (1n << 8n) | (1n << 10n) | (3n << 12n);

/** For a granule and address sizes; both halves have the same. */
export function walkRegisters({pageShift, vaBits, paBits}: Layout): WalkRegister[] {
	const size = BigInt(64 - vaBits);
	const {lower, upper} = granules[pageShift] ?? {lower: 0n, upper: 0n};
	const lowerHalf = size | cacheable | (lower << 14n);
	const upperHalf = size | cacheable | (upper << 14n);
	const wide = paBits === 52;
	const physicalSize = wide ? 6n : 5n;
	// DS: the descriptors of LPA2, where the granule has no 52-bit form of its own.
	const descriptors = wide && pageShift !== 16 ? 1n << 59n : 0n;

	return [
		{name: 'TTBR1_EL1', text: 'the root table of the upper half', value: 0n, root: 'kernel'},
		{name: 'TTBR0_EL1', text: 'the root table of the lower half', value: 0n, root: 'user'},
		{
			name: 'TCR_EL1',
			text: `${vaBits} bits in both halves, ${2 ** (pageShift - 10)} KiB granules, cacheable inner-shareable walks, ${paBits}-bit physical addresses`,
			value: lowerHalf | (upperHalf << 16n) | (physicalSize << 32n) | descriptors,
		},
		{name: 'MAIR_EL1', text: 'memory type 0 is normal, write-back', value: 0xffn},
		{name: 'SCTLR_EL1', text: 'M, C, I and the bits that are one: the MMU is on', value: 0x30d0_1805n},
	];
}
