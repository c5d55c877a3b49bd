import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {seededRandom} from '../../source/explore/random.ts';
import {StateSet} from '../../source/explore/state-set.ts';

describe('state set', () => {
	it('says of every hash whether it is new, and keeps its value while it grows', () => {
		const random = seededRandom(1);
		const set = new StateSet(4);
		const known = new Map<string, number>();
		const hash = new Uint32Array(4);
		for (let round = 0; round < 60_000; round++) {
			// Few different words: many hashes that agree in some of them.
			for (let word = 0; word < 4; word++) hash[word] = (random() % 16) * 0x11111111;
			const name = hash.join();
			assert.equal(set.has(hash), known.has(name), name);
			assert.equal(set.add(hash), !known.has(name), name);
			if (known.has(name)) assert.equal(set.value, known.get(name), name);
			else {
				known.set(name, round);
				set.value = round;
			}
		}
		assert.equal(set.size, known.size);
	});

	it('tells the hash of four zeroes from an empty slot', () => {
		const set = new StateSet();
		assert.equal(set.has(new Uint32Array(4)), false);
		assert.equal(set.add(new Uint32Array(4)), true);
		assert.equal(set.has(new Uint32Array(4)), true);
		assert.equal(set.add(new Uint32Array(4)), false);
		assert.equal(set.size, 1);
	});

	it('needs at most 32 bytes a state from some ten thousand states on, value included', () => {
		const random = seededRandom(2);
		const set = new StateSet(2);
		const hash = new Uint32Array(4);
		let worst = 0;
		for (let round = 0; round < 300_000; round++) {
			for (let word = 0; word < 4; word++) hash[word] = random();
			set.add(hash);
			if (round > 20_000 && round % 100 === 0) worst = Math.max(worst, set.bytes / set.size);
		}
		assert.ok(worst <= 32, `${worst} bytes a state`);
	});
});
