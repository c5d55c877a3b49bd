/**
 * Runs native and WebAssembly races in turn and compares them pair by pair, since the speed of a shared machine drifts.
 */
import {readFileSync} from 'node:fs';
import {archById} from '../../source/arch/index.ts';
import {buildImage, coreFiles, generatedHeaders} from '../../source/compiler/build-image.ts';
import {clangVersion} from '../../source/compiler/clang.ts';
import {folderCache} from '../../source/compiler/folder-cache.ts';
import {builtInSources} from '../../source/compiler/source-tree.ts';
import {builtFile} from '../../source/machine/built-file.ts';
import {buildNative, raceNatively} from './native-race.ts';
import {buildRaceCpu, raceInWasm} from './wasm-race.ts';

export interface RaceOptions {
	archs: string[];
	cpus: number[];
	/** Pairs of runs; one more comes first and is not counted. */
	rounds: number;
	/** Operations of each CPU in a run. */
	operations: number;
	/** Where the native program is built. */
	folder: string;
	/** C file that takes the place of `lab/workload.c`. */
	workload: string;
}

export interface RaceComparison {
	arch: string;
	cpus: number;
	/** Median of `ratios`. */
	ratio: number;
	/** Native seconds by our seconds, pair by pair: above 1 ours is faster. */
	ratios: number[];
	/** Operations a second of all CPUs together: medians. */
	native: number;
	wasm: number;
}

/** Only little-endian 64-bit architectures can be compared: the native program has this host's byte order. */
export async function raceArchitectures(options: RaceOptions): Promise<RaceComparison[]> {
	const comparisons: RaceComparison[] = [];
	const script = await buildRaceCpu(options.folder);
	const cache = folderCache({version: clangVersion(), folders: [builtFile('llvm'), options.folder]});

	for (const id of options.archs) {
		const arch = archById(id);

		if (arch.bigEndian || arch.pointerBits !== 64) {
			throw new Error(`${id} cannot run natively: its byte order or pointer size is not the host's`);
		}

		const sources = builtInSources(arch);
		const workload = readFileSync(options.workload, 'utf8');
		const kernel = {...sources.kernel, 'lab/workload.c': workload};
		const variants = sources.variants.filter(variant => variant.id === 'VJ');
		const image = await buildImage({...sources, kernel, variants, programs: [], cache});
		const headers = generatedHeaders(arch, sources.pgtable);
		const program = buildNative(
			{...kernel, ...headers, ...coreFiles({arch, kernel}), ...variants[0]?.files},
			`${options.folder}/${id}`,
		);

		for (const cpus of options.cpus) {
			const pairs = [];

			for (let round = 0; round <= options.rounds; round++) {
				const native = raceNatively(program, cpus, options.operations, round + 1);
				const wasm = await raceInWasm(script, image, cpus, options.operations, round + 1);

				if (native.installs === 0 || wasm.installs === 0 || native.scratch === 0 || wasm.scratch === 0) {
					throw new Error(`${id}: a race without installs or scratch pages is no race`);
				}

				if (round > 0) pairs.push({native, wasm});
			}

			const operations = cpus * options.operations;
			comparisons.push({
				arch: id,
				cpus,
				ratio: median(pairs.map(({native, wasm}) => native.seconds / wasm.seconds)),
				ratios: pairs.map(({native, wasm}) => native.seconds / wasm.seconds),
				native: median(pairs.map(({native}) => operations / native.seconds)),
				wasm: median(pairs.map(({wasm}) => operations / wasm.seconds)),
			});
		}
	}

	return comparisons;
}

function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;

	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
