/**
 * Reads what machines show of themselves while they run: counters, CPUs and programs, as plain objects. The CPUs are not
 * stopped for it, so two numbers of one snapshot may be a moment apart.
 */
import type {ImageManifest} from '../compiler/image.ts';
import type {Location} from '../compiler/ir/ir.ts';
import type {Counters, CpuSnapshot, MachineSnapshot, ProgramSnapshot} from './lab.ts';
import * as layout from './layout.ts';
import type {MemoryReader} from './memory-reader.ts';
import {counterIds, cpuStates} from './vocabulary.ts';

/** The parts of a snapshot that come out of memory. */
export type SnapshotParts = Pick<MachineSnapshot, 'counters' | 'perCpu' | 'cpus' | 'programs'>;

/** Reads everything a snapshot shows of the memory. */
export function readParts(reader: MemoryReader, manifest: ImageManifest, cpus: number): SnapshotParts {
	const perCpu = Array.from({length: cpus}, (_, cpu) => readCounters(reader, cpu));

	return {
		counters: sumCounters(perCpu),
		perCpu,
		cpus: readCpus(reader, manifest, cpus),
		programs: readPrograms(reader, manifest),
	};
}

/** What a snapshot shows of a machine that has no memory yet. */
export function emptyParts(manifest: ImageManifest, cpus: number): SnapshotParts {
	const perCpu = Array.from({length: cpus}, () => sumCounters([]));

	return {
		counters: sumCounters(perCpu),
		perCpu,
		cpus: perCpu.map((_, cpu) => ({
			cpu,
			state: 'offline',
			program: null,
			page: null,
			interruptsOff: false,
			locksHeld: 0,
			location: [],
		})),
		programs: Object.keys(manifest.programs).map(id => ({id, state: 'absent', violations: 0, runs: 0})),
	};
}

/** One line that says which CPUs do not stop, and where they are. */
export function stuckText(reader: MemoryReader, manifest: ImageManifest, cpus: readonly number[]): string {
	const snapshots = readCpus(reader, manifest, Math.max(...cpus) + 1);
	const places = cpus.map(cpu => {
		const snapshot = snapshots[cpu];
		const [place] = snapshot?.location ?? [];
		const where = place === undefined ? '' : `, last seen in ${place.function} (${place.file}:${place.line})`;

		return `CPU ${cpu} stuck in ${snapshot?.state ?? 'unknown'}${where}`;
	});

	return places.join('; ');
}

/** Counters of one CPU. */
export function readCounters(reader: MemoryReader, cpu: number): Counters {
	const base = reader.address('lab_counters') + cpu * layout.counterSlots * 8;
	const entries = counterIds.map((id, index) => [id, reader.count(base + index * 8)] as const);

	return Object.fromEntries(entries) as Counters;
}

/** Counters of all CPUs added up. */
export function sumCounters(perCpu: readonly Counters[]): Counters {
	const entries = counterIds.map(
		id => [id, perCpu.reduce((sum, counters) => sum + counters[id], 0)] as const,
	);

	return Object.fromEntries(entries) as Counters;
}

/** What each CPU does right now. */
export function readCpus(reader: MemoryReader, manifest: ImageManifest, cpus: number): CpuSnapshot[] {
	const programs = Object.keys(manifest.programs);

	return Array.from({length: cpus}, (_, cpu) => {
		const base = reader.address('lab_cpus') + cpu * layout.cpuWords * 4;
		const word = (index: number) => reader.u32(base + index * 4);
		const page = word(layout.cpu.page);

		return {
			cpu,
			state: cpuStates[word(layout.cpu.state)] ?? 'dead',
			program: programs[word(layout.cpu.program)] ?? null,
			page: page === layout.nothing ? null : page,
			interruptsOff: word(layout.cpu.interruptsOff) > 0,
			locksHeld: word(layout.cpu.locksHeld),
			location: locationOfSite(manifest, word(layout.cpu.site)),
		};
	});
}

/** All programs of the image with their state. A program's number in memory is its place in the manifest. */
export function readPrograms(reader: MemoryReader, manifest: ImageManifest): ProgramSnapshot[] {
	return Object.keys(manifest.programs).map((id, index) => {
		const base = reader.address('lab_programs') + index * layout.programWords * 4;

		return {
			id,
			state: layout.programStates[reader.u32(base + layout.program.state * 4)] ?? 'absent',
			violations: reader.u32(base + layout.program.violations * 4),
			runs: reader.u32(base + layout.program.runs * 4),
		};
	});
}

/** The C positions of an access site, innermost first; empty where there is none. */
export function locationOfSite(manifest: ImageManifest, site: number): Location[] {
	const chain: Location[] = [];
	let index = manifest.sites[site] ?? -1;

	while (index >= 0) {
		const location = manifest.locations[index];

		// A chain longer than any inlining is a damaged manifest, not a reason to hang.
		if (location === undefined || chain.length > 64) {
			break;
		}

		chain.push(location);
		index = location.inlinedAt;
	}

	return chain;
}
