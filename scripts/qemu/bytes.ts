/** Numbers as bytes, for guest code, tables and registers. */

/** A number as bytes. */
export function numberBytes(value: bigint, bytes: number, bigEndian: boolean): Uint8Array {
	const little = Uint8Array.from({length: bytes}, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));

	return bigEndian ? little.reverse() : little;
}

/** The number that bytes are. */
export function bytesNumber(bytes: Uint8Array, bigEndian: boolean): bigint {
	const ordered = bigEndian ? [...bytes] : [...bytes].reverse();

	return ordered.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Joins words of so many bytes each. */
export function wordBytes(
	values: readonly (bigint | number)[],
	bytes: number,
	bigEndian: boolean,
): Uint8Array {
	return joinBytes(...values.map(value => numberBytes(BigInt(value), bytes, bigEndian)));
}

/** Joins bytes. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
	return Uint8Array.from(parts.flatMap(part => [...part]));
}
