/** A list of 32-bit unsigned numbers that grows, in one typed array: for what a search keeps by the million. */
export class Words {
	array: Uint32Array;
	length = 0;

	constructor(capacity = 256) {
		this.array = new Uint32Array(capacity);
	}

	/** Appends a value, 0 to 2^32 - 1. */
	push(value: number): void {
		if (this.length === this.array.length) {
			const wider = new Uint32Array(Math.ceil(this.length * 1.5) + 16);
			wider.set(this.array);
			this.array = wider;
		}
		this.array[this.length++] = value;
	}

	/** The value at an index below `length`. */
	at(index: number): number {
		return this.array[index] ?? 0;
	}

	/** Memory held, in bytes. */
	get bytes(): number {
		return this.array.byteLength;
	}
}
