/** Lines of the built-in C, by the paths that locations have. */
import {existsSync, readFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {archs} from '../arch/index.ts';
import {builtInFolders} from '../compiler/source-tree.ts';
import type {SourceText} from '../report/explore-words.ts';

/** The lines as that architecture is compiled with them: `include/asm/pgtable.h` is its own. Null for files that are not built in. */
export function builtInSourceText(arch: string): SourceText {
	const folders = builtInFolders();
	const family = archs.find(({id}) => id === arch)?.family ?? '';
	const files = new Map<string, string[] | null>();
	const read = (file: string): string[] | null => {
		const path =
			file === 'include/asm/pgtable.h'
				? `${folders.arch}/${family}/pgtable.h`
				: /^(programs|scenarios)\//.test(file)
					? `${dirname(folders.kernel)}/${file}`
					: `${folders.kernel}/${file}`;
		return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : null;
	};

	return (file, line) => {
		// A path of someone else's report could lead anywhere.
		if (!/\.[ch]$/.test(file) || file.startsWith('/') || file.split(/[/\\]/).includes('..')) {
			return null;
		}

		const lines = files.has(file) ? files.get(file) : read(file);
		files.set(file, lines ?? null);
		return lines?.[line - 1] ?? null;
	};
}
