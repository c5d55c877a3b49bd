/**
 * The set of states seen, as their 128-bit hashes, open addressing with linear probing in typed arrays. The first hash
 * word picks one of 64 segments, the second the place in it; a segment grows alone, so growing never needs room for
 * two whole tables. Between 57 % and 80 % of the slots are in use once a segment has grown: 20 to 28 bytes a state,
 * with the two bytes of a value 23 to 32.
 */

const segmentCount = 64;
const segmentShift = 26;
const firstSlots = 32;
const largestLoad = 0.8;
const growth = 1.4;

/** Bytes of the value kept with each state: a search keeps flags and a sleep set (2), a graph the state's number (4). */
export type ValueBytes = 0 | 2 | 4;

type Values = Uint16Array | Uint32Array;

interface Segment {
	words: Uint32Array;
	values: Values | null;
	slots: number;
	/** Slots over 2^32: a hash word times this is a slot, in the order of the hash, which makes growing a linear pass. */
	scale: number;
	used: number;
	/** Number of states at which it grows. */
	full: number;
}

/** A set of 128-bit hashes. `add` also points the set at the entry, which `value` then reads and writes. */
export class StateSet {
	/** Number of states in the set. */
	size = 0;
	/** Memory of the tables in bytes. */
	bytes = 0;
	private readonly segments: Segment[] = [];
	private readonly valueBytes: ValueBytes;
	private current: Segment;
	private slot = 0;

	constructor(valueBytes: ValueBytes = 0) {
		this.valueBytes = valueBytes;
		for (let index = 0; index < segmentCount; index++) this.segments.push(this.segment(firstSlots));
		this.current = this.segments[0] as Segment;
	}

	/** Adds the hash (four words). Says whether it is new; its value is then 0. Points the set at the entry. */
	add(hash: Uint32Array): boolean {
		const a = hash[0] as number;
		const b = hash[1] as number;
		const c = hash[2] as number;
		let d = hash[3] as number;
		// Four zero words mark an empty slot.
		if ((a | b | c | d) === 0) d = 1;
		let segment = this.segments[a >>> segmentShift] as Segment;
		if (segment.used >= segment.full) segment = this.grow(a >>> segmentShift);
		this.current = segment;
		const words = segment.words;
		const end = segment.slots * 4;
		let at = Math.trunc(b * segment.scale) * 4;
		for (;;) {
			const wordA = words[at] as number;
			const wordB = words[at + 1] as number;
			const wordC = words[at + 2] as number;
			const wordD = words[at + 3] as number;
			if (wordA === a && wordB === b && wordC === c && wordD === d) {
				this.slot = at >>> 2;
				return false;
			}
			if ((wordA | wordB | wordC | wordD) === 0) break;
			at += 4;
			if (at === end) at = 0;
		}
		words[at] = a;
		words[at + 1] = b;
		words[at + 2] = c;
		words[at + 3] = d;
		segment.used++;
		this.size++;
		this.slot = at >>> 2;
		return true;
	}

	/** Whether the hash is in the set. Leaves the set pointing where it pointed. */
	has(hash: Uint32Array): boolean {
		const a = hash[0] as number;
		const b = hash[1] as number;
		const c = hash[2] as number;
		let d = hash[3] as number;
		if ((a | b | c | d) === 0) d = 1;
		const {words, slots, scale} = this.segments[a >>> segmentShift] as Segment;
		let at = Math.trunc(b * scale) * 4;
		for (;;) {
			const wordA = words[at] as number;
			const wordB = words[at + 1] as number;
			const wordC = words[at + 2] as number;
			const wordD = words[at + 3] as number;
			if (wordA === a && wordB === b && wordC === c && wordD === d) return true;
			if ((wordA | wordB | wordC | wordD) === 0) return false;
			at += 4;
			if (at === slots * 4) at = 0;
		}
	}

	/** The value of the entry `add` last pointed at; 0 in a set without values. */
	get value(): number {
		return this.current.values?.[this.slot] ?? 0;
	}

	set value(value: number) {
		if (this.current.values) this.current.values[this.slot] = value;
	}

	private segment(slots: number): Segment {
		const words = new Uint32Array(slots * 4);
		const values =
			this.valueBytes === 0 ? null : this.valueBytes === 2 ? new Uint16Array(slots) : new Uint32Array(slots);
		this.bytes += slots * (16 + this.valueBytes);
		const full = Math.floor(slots * largestLoad);
		return {words, values, slots, scale: slots / 2 ** 32, used: 0, full};
	}

	private grow(index: number): Segment {
		const old = this.segments[index] as Segment;
		const wider = this.segment(Math.ceil(old.slots * growth));
		for (let slot = 0; slot < old.slots; slot++) {
			const from = slot * 4;
			const a = old.words[from] as number;
			const b = old.words[from + 1] as number;
			const c = old.words[from + 2] as number;
			const d = old.words[from + 3] as number;
			if ((a | b | c | d) === 0) continue;
			let to = Math.trunc(b * wider.scale);
			while (!emptySlot(wider.words, to)) to = to + 1 === wider.slots ? 0 : to + 1;
			wider.words[to * 4] = a;
			wider.words[to * 4 + 1] = b;
			wider.words[to * 4 + 2] = c;
			wider.words[to * 4 + 3] = d;
			if (wider.values && old.values) wider.values[to] = old.values[slot] as number;
		}
		wider.used = old.used;
		this.bytes -= old.slots * (16 + this.valueBytes);
		this.segments[index] = wider;
		return wider;
	}
}

function emptySlot(words: Uint32Array, slot: number): boolean {
	const at = slot * 4;
	return (
		((words[at] as number) |
			(words[at + 1] as number) |
			(words[at + 2] as number) |
			(words[at + 3] as number)) ===
		0
	);
}
