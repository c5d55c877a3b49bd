/**
 * The page-table slot race at one step a memory access, lock operation or per-CPU invalidation: an allocator fills the slots
 * under a lock, a freeing CPU empties them, flushes and releases, other CPUs access slots and put a scratch page where none is.
 * Its exact sizes are known from two other explorers.
 */

import type {Access, Footprint} from '../../../source/explore/system.ts';
import type {Cells, Model} from './cells.ts';

/** Size and seeded bugs of a race. Each bug and check is off by default. */
export interface RaceOptions {
	slots: number;
	/** CPUs that access slots; there is one allocator (process 0) and one freeing CPU (process 1) beside them. */
	faulting: number;
	/** Accesses each of them makes. */
	accesses: number;
	/** Allocator: check, then a plain store. */
	plain?: boolean;
	/** Freeing CPU: releases before the flush. */
	early?: boolean;
	/** Walk and TLB fill are two steps. */
	split?: boolean;
	/** Freeing CPU flushes before it unlocks. */
	lockedFlush?: boolean;
	/** The last slot starts with an old page. */
	old?: boolean;
	/** Check that the allocator never installs while another valid entry is cached. */
	breakBeforeMake?: boolean;
	/** Check that no access goes to a page other than the one mapped. */
	stale?: boolean;
	/** Have a canonical state that leaves out what nobody will look at. */
	forget?: boolean;
	/** Mark accesses that hit, and the allocator's installs, as progress. */
	progress?: boolean;
}

const none = 0;
const scratch = 1;

const alloc = {lock: 0, cas: 1, read: 2, store: 3, exchange: 4, flush: 5, unlock: 6, end: 7};
const free = {lock: 0, exchange: 1, unlock: 2, flush: 3, release: 4, end: 5};
const fault = {pick: 0, access: 1, cas: 2, fill: 3, end: 4};

/** The race as a model. */
export function race(options: RaceOptions): Model {
	const {slots, faulting, accesses} = options;
	const pages = 3 + slots;
	const oldPage = 2 + slots;
	const page = (slot: number) => 2 + slot;
	let cellCount = 0;
	const cellsFor = (count: number) => {
		cellCount += count;
		return cellCount - count;
	};
	const pte = cellsFor(slots);
	const tlb = cellsFor(slots * faulting);
	const gone = cellsFor(pages);
	const held = cellsFor(pages);
	const lock = cellsFor(1);
	const done = cellsFor(1);
	const allocator = cellsFor(3);
	const freer = cellsFor(3);
	const kept = cellsFor(slots);
	const cpus = cellsFor(faulting * 4);
	const initial: number[] = Array(cellCount).fill(0);
	if (options.old) initial[pte + slots - 1] = oldPage;
	if (options.old) initial[held + oldPage] = 1;
	const entry = (cpu: number, slot: number) => tlb + cpu * slots + slot;
	const firstTry = options.plain ? alloc.read : alloc.cas;

	const get = (cells: Cells, at: number) => cells[at] as number;
	const bump = (cells: Cells, at: number) => {
		cells[at] = get(cells, at) + 1;
	};
	const nextSlot = (cells: Cells) => {
		bump(cells, allocator + 1);
		const last = cells[allocator + 1] === slots;
		if (last) cells[allocator + 1] = 0;
		cells[allocator] = last ? alloc.unlock : firstTry;
	};
	const install = (cells: Cells, slot: number): string | null => {
		let broken: string | null = null;
		for (let cpu = 0; options.breakBeforeMake && cpu < faulting; cpu++) {
			const cached = get(cells, entry(cpu, slot));
			if (cached !== none && cached !== page(slot)) broken = 'break-before-make';
		}
		cells[pte + slot] = page(slot);
		cells[held + page(slot)] = 1;
		nextSlot(cells);
		return broken;
	};

	const stepAllocator = (cells: Cells): string | null => {
		const slot = get(cells, allocator + 1);
		const found = get(cells, pte + slot);
		switch (cells[allocator]) {
			case alloc.lock:
				cells[lock] = 1;
				cells[allocator] = firstTry;
				return null;
			case alloc.cas:
				if (found === none) return install(cells, slot);
				cells[allocator] = alloc.read;
				return null;
			case alloc.read:
				if (found === none) cells[allocator] = options.plain ? alloc.store : alloc.cas;
				else if (found === scratch) cells[allocator] = alloc.exchange;
				else nextSlot(cells);
				return null;
			case alloc.store:
				if (found !== none) {
					install(cells, slot);
					return 'valid-to-valid';
				}
				return install(cells, slot);
			case alloc.exchange:
				cells[pte + slot] = none;
				cells[allocator] = alloc.flush;
				return found > scratch ? 'foreign-page' : null;
			case alloc.flush:
				cells[entry(get(cells, allocator + 2), slot)] = none;
				bump(cells, allocator + 2);
				if (cells[allocator + 2] === faulting) {
					cells[allocator + 2] = 0;
					cells[allocator] = firstTry;
				}
				return null;
			default:
				cells[lock] = 0;
				bump(cells, done);
				cells[allocator] = alloc.end;
				return null;
		}
	};

	const afterExchange = options.lockedFlush ? free.flush : free.unlock;
	const afterUnlock = options.early || options.lockedFlush ? free.release : free.flush;
	const afterFlush = options.early ? free.end : options.lockedFlush ? free.unlock : free.release;
	const afterRelease = options.early ? free.flush : free.end;
	const freerGoes = (cells: Cells, to: number) => {
		cells[freer + 1] = 0;
		cells[freer] = to;
		if (to === free.end) bump(cells, done);
	};

	const stepFreer = (cells: Cells): string | null => {
		const slot = get(cells, freer + 1);
		switch (cells[freer]) {
			case free.lock:
				cells[lock] = 1;
				cells[freer] = free.exchange;
				return null;
			case free.exchange:
				cells[kept + slot] = get(cells, pte + slot);
				cells[pte + slot] = none;
				bump(cells, freer + 1);
				if (cells[freer + 1] === slots) freerGoes(cells, afterExchange);
				return null;
			case free.unlock:
				cells[lock] = 0;
				cells[freer] = afterUnlock;
				return null;
			case free.flush:
				cells[entry(get(cells, freer + 2), slot)] = none;
				bump(cells, freer + 2);
				if (cells[freer + 2] !== faulting) return null;
				cells[freer + 2] = 0;
				bump(cells, freer + 1);
				if (cells[freer + 1] === slots) freerGoes(cells, afterFlush);
				return null;
			default: {
				const old = get(cells, kept + slot);
				const twice = old > scratch && cells[gone + old] === 1;
				if (old > scratch) cells[gone + old] = 1;
				cells[kept + slot] = 0;
				bump(cells, freer + 1);
				if (cells[freer + 1] === slots) freerGoes(cells, afterRelease);
				return twice ? 'double-free' : null;
			}
		}
	};

	const stepCpu = (cells: Cells, cpu: number, choice: number): string | null => {
		const at = cpus + cpu * 4;
		if (cells[at] === fault.pick) cells[at + 1] = choice;
		const slot = get(cells, at + 1);
		const mapped = get(cells, pte + slot);
		if (cells[at] === fault.fill) {
			cells[entry(cpu, slot)] = get(cells, at + 3);
			cells[at + 3] = 0;
			cells[at] = fault.access;
			return null;
		}
		if (cells[at] === fault.cas) {
			if (mapped === none) cells[pte + slot] = scratch;
			cells[at] = fault.access;
			return null;
		}
		const used = get(cells, entry(cpu, slot));
		if (used === none) {
			if (mapped === none) {
				cells[at] = fault.cas;
			} else if (options.split) {
				cells[at + 3] = mapped;
				cells[at] = fault.fill;
			} else {
				cells[entry(cpu, slot)] = mapped;
				cells[at] = fault.access;
			}
			return null;
		}
		cells[at + 1] = 0;
		bump(cells, at + 2);
		cells[at] = fault.pick;
		if (cells[at + 2] === accesses) {
			cells[at + 2] = 0;
			cells[at] = fault.end;
			bump(cells, done);
		}
		if (cells[gone + used] === 1) return 'use-after-free';
		return options.stale && mapped > scratch && mapped !== used ? 'lost-write' : null;
	};

	const places = footprints();
	return {
		processes: 2 + faulting,
		initial,
		status(cells, process) {
			const [at, locking, end] =
				process === 0
					? [allocator, alloc.lock, alloc.end]
					: process === 1
						? [freer, free.lock, free.end]
						: [cpus + (process - 2) * 4, -1, fault.end];
			if (cells[at] === end) return 'finished';
			return cells[at] === locking && cells[lock] === 1 ? 'blocked' : 'ready';
		},
		pending(cells, process) {
			const picks = process > 1 && cells[cpus + (process - 2) * 4] === fault.pick;
			return {kind: 'block', address: 0, choices: picks ? slots : 1};
		},
		step(cells, process, choice) {
			if (process === 0) return stepAllocator(cells);
			return process === 1 ? stepFreer(cells) : stepCpu(cells, process - 2, choice);
		},
		end(cells) {
			if (cells[lock] !== 0) return 'lock-held';
			for (let one = 2; one < pages; one++) {
				const home = one === oldPage ? slots - 1 : one - 2;
				if (cells[held + one] && !cells[gone + one] && cells[pte + home] !== one) return 'leak';
			}
			return null;
		},
		...(options.forget && !options.breakBeforeMake && {canonical: forgetting}),
		touches: places.now,
		mayAccess: places.later,
		...(options.progress && {
			progress: (before: Cells, after: Cells, process: number) =>
				process === 0
					? before[allocator + 1] !== after[allocator + 1]
					: process > 1 && before[cpus + (process - 2) * 4 + 2] !== after[cpus + (process - 2) * 4 + 2],
		}),
	};

	/**
	 * Leaves out what nobody will look at: cached entries of CPUs that are done, and beside the slot of a CPU's last access;
	 * whether the freeing CPU took scratch or nothing from a slot.
	 */
	function forgetting(cells: Cells): Cells {
		const copy = cells.slice();
		for (let cpu = 0; cpu < faulting; cpu++) {
			const at = cpus + cpu * 4;
			const over = cells[at] === fault.end;
			const last = get(cells, at + 2) + 1 === accesses && cells[at] !== fault.pick;
			for (let slot = 0; slot < slots; slot++) {
				if (over || (last && slot !== cells[at + 1])) copy[entry(cpu, slot)] = none;
			}
		}
		for (let slot = 0; slot < slots; slot++) if (cells[kept + slot] === scratch) copy[kept + slot] = none;
		return copy;
	}

	/** Where steps go. The sum `done` is left out: it is only added to, and nobody reads it. */
	function footprints() {
		const write = (address: number, bytes = 1): Access => ({address, bytes, write: true});
		const read = (address: number, bytes = 1): Access => ({address, bytes, write: false});
		const cachedBy = (cells: Cells, cpu: number, slot: number): Access[] => {
			const used = get(cells, entry(cpu, slot));
			return used === none ? [write(entry(cpu, slot))] : [read(entry(cpu, slot)), read(gone + used)];
		};
		const column = (slot: number) => Array.from({length: faulting}, (_, cpu) => write(entry(cpu, slot)));
		const goneOf = (slot: number): Access[] => [
			{address: gone + page(slot), bytes: 1, write: true},
			...(slot === slots - 1 ? [write(gone + oldPage)] : []),
		];
		const readOnly = (list: Access[]) => list.map(one => ({...one, write: false}));

		const now = (cells: Cells, process: number): Footprint => {
			if (process === 0) {
				const slot = get(cells, allocator + 1);
				switch (cells[allocator]) {
					case alloc.lock:
					case alloc.unlock:
						return [write(lock)];
					case alloc.read:
						return [read(pte + slot)];
					case alloc.flush:
						return [write(entry(get(cells, allocator + 2), slot))];
					default:
						return [write(pte + slot), ...(options.breakBeforeMake ? readOnly(column(slot)) : [])];
				}
			}
			if (process === 1) {
				const slot = get(cells, freer + 1);
				switch (cells[freer]) {
					case free.lock:
					case free.unlock:
						return [write(lock)];
					case free.exchange:
						return [write(pte + slot)];
					case free.flush:
						return [write(entry(get(cells, freer + 2), slot))];
					default: {
						const old = get(cells, kept + slot);
						return old > scratch ? [write(gone + old)] : [];
					}
				}
			}
			const cpu = process - 2;
			const at = cpus + cpu * 4;
			const one = (slot: number): Access[] => {
				if (cells[at] === fault.cas) return [write(pte + slot)];
				if (cells[at] === fault.fill) return [write(entry(cpu, slot))];
				const hit = cells[entry(cpu, slot)] !== none;
				return [...(hit && !options.stale ? [] : [read(pte + slot)]), ...cachedBy(cells, cpu, slot)];
			};
			if (cells[at] !== fault.pick) return one(get(cells, at + 1));
			return Array.from({length: slots}, (_, slot) => one(slot)).flat();
		};

		const all = (count: number, of: (index: number) => Access[], from = 0): Access[] =>
			Array.from({length: Math.max(0, count - from)}, (_, index) => of(from + index)).flat();

		const later = (cells: Cells, process: number): Footprint => {
			if (process === 0) {
				if (cells[allocator] === alloc.unlock) return [write(lock)];
				return [
					write(lock),
					...all(slots, slot => [write(pte + slot), ...column(slot)], get(cells, allocator + 1)),
				];
			}
			if (process === 1) {
				const slot = get(cells, freer + 1);
				const releases = all(slots, one => {
					if (cells[freer] === free.lock || cells[freer] === free.exchange) return goneOf(one);
					const old = get(cells, kept + one);
					return old > scratch ? [write(gone + old)] : [];
				});
				const flushes = all(slots, column, cells[freer] === free.flush ? slot : 0);
				switch (cells[freer]) {
					case free.lock:
						return [write(lock), ...all(slots, one => [write(pte + one)]), ...flushes, ...releases];
					case free.exchange:
						return [write(lock), ...all(slots, one => [write(pte + one)], slot), ...flushes, ...releases];
					case free.release:
						return [...releases, ...(options.early ? flushes : [])];
					default:
						return [write(lock), ...flushes, ...releases];
				}
			}
			const cpu = process - 2;
			const at = cpus + cpu * 4;
			const whole = (slot: number) => [write(pte + slot), write(entry(cpu, slot)), ...readOnly(goneOf(slot))];
			const last = get(cells, at + 2) + 1 === accesses && cells[at] !== fault.pick;
			return last
				? [...whole(get(cells, at + 1)), read(gone + scratch)]
				: [...all(slots, whole), read(gone + scratch)];
		};
		return {now, later};
	}
}
