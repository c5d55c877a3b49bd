/**
 * A compiler process of the build: takes one architecture after another and writes its two images, to run and to explore. Its own process, because
 * Clang keeps its thread busy and its memory for good.
 */
import {writeFile} from 'node:fs/promises';
import {archById} from '../source/arch/index.ts';
import {buildImage} from '../source/compiler/build-image.ts';
import {clangVersion} from '../source/compiler/clang.ts';
import {folderCache} from '../source/compiler/folder-cache.ts';
import type {Image} from '../source/compiler/image.ts';
import {builtInSources} from '../source/compiler/source-tree.ts';
import {buildExploreImage} from '../source/explore/build-explore-image.ts';
import {scenarioSources} from '../source/explore/scenario-sources.ts';

/** One image to build. */
export interface ImageJob {
	/** Architecture mode. */
	arch: string;
	/** Where `<arch>.wasm` and `<arch>.json` go. */
	folder: string;
	/** The same for the image that is stepped. */
	exploreFolder: string;
	/** Folder of cached compiler output. */
	cache: string;
}

export interface ImageResult {
	/** Null when the image was written. */
	problem: string | null;
	milliseconds: number;
	/** Names of the cache files that were used or made. */
	keys: string[];
}

const version = clangVersion();

process.on('message', async (job: ImageJob) => {
	process.send?.(await buildOne(job));
});

async function buildOne({arch, folder, exploreFolder, cache}: ImageJob): Promise<ImageResult> {
	const begin = performance.now();
	const keys: string[] = [];
	let problem: string | null = null;

	try {
		const sources = builtInSources(archById(arch));
		const compiling = {
			cache: folderCache({version, folders: [cache], used: file => keys.push(file)}),
			warn: (text: string) => console.error(text.trimEnd()),
		};
		const image = await buildImage({...sources, ...compiling});
		await write(image, `${folder}/${arch}`);
		const explored = await buildExploreImage({...sources, ...scenarioSources(arch), ...compiling});
		await write(explored, `${exploreFolder}/${arch}`);
	} catch (error) {
		problem = error instanceof Error ? explain(error) : String(error);
	}

	return {problem, milliseconds: performance.now() - begin, keys};
}

async function write({wasm, manifest}: Image, path: string): Promise<void> {
	await writeFile(`${path}.wasm`, wasm);
	await writeFile(`${path}.json`, JSON.stringify(manifest));
}

/** Messages about the C say all; anything else is a fault of the compiler, whose place is wanted too. */
function explain(error: Error): string {
	const isExpected = ['CompileError', 'IrError', 'LinkError'].includes(error.name);

	return isExpected ? error.message : (error.stack ?? error.message);
}
