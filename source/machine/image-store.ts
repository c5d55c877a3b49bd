/**
 * Where machines get their images from: the folder that the build fills, or an image made just now from a user's C.
 * Each image is read and compiled once a process.
 */
import {readFile} from 'node:fs/promises';
import type {Image, ImageManifest} from '../compiler/image.ts';
import {builtFile} from './built-file.ts';

/** An image ready to be instantiated. */
export interface LoadedImage {
	module: WebAssembly.Module;
	manifest: ImageManifest;
}

/** Gives the image of an architecture mode; rejects with a one-line reason. */
export type ImageStore = (arch: string) => Promise<LoadedImage>;

/** Images in a folder as the build leaves them: `<arch>.wasm` and `<arch>.json`. */
export function imagesInFolder(folder: string): ImageStore {
	return rememberImages(arch => readImage(folder, arch));
}

/** A store that asks another one once for each architecture, and again only where that failed. */
export function rememberImages(store: ImageStore): ImageStore {
	const loaded = new Map<string, Promise<LoadedImage>>();

	return arch => {
		const known = loaded.get(arch);

		if (known !== undefined) {
			return known;
		}

		const image = store(arch);
		loaded.set(arch, image);
		image.catch(() => loaded.delete(arch));

		return image;
	};
}

/** Compiles an image in memory. */
export async function compileImage(image: Image): Promise<LoadedImage> {
	return {module: await WebAssembly.compile(image.wasm), manifest: image.manifest};
}

let shared: ImageStore | undefined;

/** The images that belong to this program. Throws when they are not built. */
export function builtImages(): ImageStore {
	shared ??= imagesInFolder(builtFile('images'));

	return shared;
}

async function readImage(folder: string, arch: string): Promise<LoadedImage> {
	try {
		const [wasm, json] = await Promise.all([
			readFile(`${folder}/${arch}.wasm`),
			readFile(`${folder}/${arch}.json`, 'utf8'),
		]);

		return await compileImage({wasm, manifest: JSON.parse(json) as ImageManifest});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			throw new Error(`no image of ${arch} in ${folder}: run npm run build`);
		}

		throw error;
	}
}
