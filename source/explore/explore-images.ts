/** The images that the explorer steps: those of the build, or one made just now from a user's C. */
import {readFile} from 'node:fs/promises';
import type {StepImage} from '../compiler/emit-step.ts';
import {builtFile} from '../machine/built-file.ts';
import type {ExploreImage} from './run-case.ts';

/** Gives the image of an architecture mode; rejects with a one-line reason. Each is read and compiled once. */
export type ExploreImages = (arch: string) => Promise<ExploreImage>;

/** A store that asks `make` once for each architecture, and again only where that failed. */
export function rememberExploreImages(make: (arch: string) => Promise<ExploreImage>): ExploreImages {
	const known = new Map<string, Promise<ExploreImage>>();
	return arch => {
		const image = known.get(arch) ?? make(arch);
		known.set(arch, image);
		image.catch(() => known.delete(arch));
		return image;
	};
}

/** The images of the build; one that it left out is made now, about which `say` gets a line (default: on stderr). */
export function builtExploreImages(
	say: (line: string) => void = line => process.stderr.write(`${line}\n`),
	folder: string = builtFile('explore'),
): ExploreImages {
	return rememberExploreImages(async arch => {
		try {
			const [wasm, json] = await Promise.all([
				readFile(`${folder}/${arch}.wasm`),
				readFile(`${folder}/${arch}.json`, 'utf8'),
			]);
			return {
				module: await WebAssembly.compile(wasm),
				manifest: JSON.parse(json) as StepImage['manifest'],
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
			// Loaded here only: with an image there is no need of a compiler.
			const {makeExploreImage} = await import('./explore-image-maker.ts');
			return compileExploreImage(await makeExploreImage(arch, folder, say));
		}
	});
}

/** Compiles an image in memory. */
export async function compileExploreImage({wasm, manifest}: StepImage): Promise<ExploreImage> {
	return {module: await WebAssembly.compile(new Uint8Array(wasm)), manifest};
}
