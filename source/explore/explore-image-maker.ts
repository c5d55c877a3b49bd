/** Makes an image to explore that the build left out, and leaves it where the build would have. */
import {randomUUID} from 'node:crypto';
import {rename, rm, writeFile} from 'node:fs/promises';
import {archById} from '../arch/index.ts';
import {clangVersion} from '../compiler/clang.ts';
import type {StepImage} from '../compiler/emit-step.ts';
import {folderCache} from '../compiler/folder-cache.ts';
import {builtInSources} from '../compiler/source-tree.ts';
import {builtFile} from '../machine/built-file.ts';
import {buildExploreImage} from './build-explore-image.ts';
import {scenarioSources} from './scenario-sources.ts';

/**
 * Makes the image of an architecture mode and keeps it in `folder`, if that can be written to. Says one line by `say`.
 * Rejects with a line that names what to install where Clang or Binaryen is missing.
 */
export async function makeExploreImage(
	arch: string,
	folder: string,
	say: (line: string) => void,
): Promise<StepImage> {
	const mode = archById(arch);
	say(`compiling the image of ${arch} to explore, once`);

	try {
		const image = await buildExploreImage({
			...builtInSources(mode),
			...scenarioSources(arch),
			cache: folderCache({version: clangVersion(), folders: [builtFile('llvm')]}),
		});
		await keep(image, `${folder}/${arch}`);
		return image;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(`the build made no image of ${arch} to explore, and it cannot be made now: ${why}`, {
			cause: error,
		});
	}
}

/** Another process may look for the same files: it finds the whole of each or nothing. */
async function keep({wasm, manifest}: StepImage, path: string): Promise<void> {
	for (const [kind, content] of [
		['json', JSON.stringify(manifest)],
		['wasm', wasm],
	] as const) {
		const unfinished = `${path}.${randomUUID()}.unfinished`;

		try {
			await writeFile(unfinished, content);
			await rename(unfinished, `${path}.${kind}`);
		} catch {
			// A folder that only root may write to: it is made anew each time.
			await rm(unfinished, {force: true}).catch(() => undefined);
		}
	}
}
