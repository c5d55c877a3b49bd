/**
 * A compiler process of the build: takes one architecture after another and writes its image. Its own process, because
 * Clang keeps its thread busy and its memory for good.
 */
import {writeFile} from 'node:fs/promises';
import {archById} from '../source/arch/index.ts';
import {buildImage} from '../source/compiler/build-image.ts';
import {clangVersion} from '../source/compiler/clang.ts';
import {folderCache} from '../source/compiler/folder-cache.ts';
import {builtInSources} from '../source/compiler/source-tree.ts';

/** One image to build. */
export interface ImageJob {
	/** Architecture mode. */
	arch: string;
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

process.on('message', async (job: ImageJob) => {
	process.send?.(await buildOne(job));
});

async function buildOne({arch, folder, cache}: ImageJob): Promise<ImageResult> {
	const begin = performance.now();
	const keys: string[] = [];
	let problem: string | null = null;

	try {
		const image = await buildImage({
			...builtInSources(archById(arch)),
			cache: folderCache({version, folders: [cache], used: file => keys.push(file)}),
			warn: text => console.error(text.trimEnd()),
		});
		await writeFile(`${folder}/${arch}.wasm`, image.wasm);
		await writeFile(`${folder}/${arch}.json`, JSON.stringify(image.manifest));
	} catch (error) {
		problem = error instanceof Error ? explain(error) : String(error);
	}

	return {problem, milliseconds: performance.now() - begin, keys};
}

/** Messages about the C say all; anything else is a fault of the compiler, whose place is wanted too. */
function explain(error: Error): string {
	const isExpected = ['CompileError', 'IrError', 'LinkError'].includes(error.name);

	return isExpected ? error.message : (error.stack ?? error.message);
}
