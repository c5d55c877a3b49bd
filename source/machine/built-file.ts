/**
 * Finds what the build made: beside this program when it is the bundle, in `dist/` when it runs from source.
 */
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** Path of a file or folder of the build, such as `images`. Throws when it is not there. */
export function builtFile(name: string): string {
	const places = [`./${name}`, `../../dist/${name}`].map(place =>
		fileURLToPath(new URL(place, import.meta.url)),
	);
	const found = places.find(place => existsSync(place));

	if (found === undefined) {
		throw new Error(`${name} is not built: run npm run build`);
	}

	return found;
}
