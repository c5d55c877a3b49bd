/**
 * Preloaded beside tsx (`--import`): lets ES modules in node_modules load as they are. tsx would look through all of their text
 * for dynamic imports, which takes it eight seconds for Binaryen's 15 MB.
 */
import {register} from 'node:module';

const hook = `
	import {readFile} from 'node:fs/promises';
	export async function load(url, context, next) {
		if (context.format !== 'module' || !url.startsWith('file:') || !url.includes('/node_modules/')) {
			return next(url, context);
		}
		return {format: 'module', source: await readFile(new URL(url)), shortCircuit: true};
	}
`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);
