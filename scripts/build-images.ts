/**
 * A compiler thread of the build: takes one image after another and writes it. A thread and not a process, because V8 then
 * compiles Clang and Binaryen once for all of them.
 */
import {writeFile} from 'node:fs/promises';
import {parentPort} from 'node:worker_threads';
import {archById} from '../source/arch/index.ts';
import {buildImage} from '../source/compiler/build-image.ts';
import {clangVersion} from '../source/compiler/clang.ts';
import {folderCache} from '../source/compiler/folder-cache.ts';
import type {Image} from '../source/compiler/image.ts';
import {builtInSources} from '../source/compiler/source-tree.ts';
import {buildExploreImage} from '../source/explore/build-explore-image.ts';
import {portImageInput} from '../source/explore/port-image.ts';
import {scenarioSources} from '../source/explore/scenario-sources.ts';

/** One image to build. */
export interface ImageJob {
	/** Architecture mode. */
	arch: string;
	/** What it is for; `port`: to explore the port scenarios alone. */
	kind: 'run' | 'explore' | 'port';
	/** Where `<arch>.wasm` and `<arch>.json` go. */
	folder: string;
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

parentPort?.on('message', async (job: ImageJob) => {
	parentPort?.postMessage(await buildOne(job));
});

async function buildOne({arch, kind, folder, cache}: ImageJob): Promise<ImageResult> {
	const begin = performance.now();
	const keys: string[] = [];
	let problem: string | null = null;

	try {
		const sources = builtInSources(archById(arch));
		const compiling = {
			cache: folderCache({version, folders: [cache], used: file => keys.push(file)}),
			warn: (text: string) => console.error(text.trimEnd()),
		};
		const image =
			kind === 'run'
				? await buildImage({...sources, ...compiling})
				: await buildExploreImage({
						...(kind === 'port' ? portImageInput(archById(arch)) : {...sources, ...scenarioSources(arch)}),
						...compiling,
					});
		await write(image, `${folder}/${arch}`);
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
