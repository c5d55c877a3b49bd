/**
 * The headers that a C file can reach, so that a change of one header recompiles the files that include it and no others.
 */
import {posix} from 'node:path';

const includeLine = /^[ \t]*#[ \t]*include[ \t]+([^\n]+)/gm;

/**
 * Paths of the headers that `text` includes, directly or not, conditions aside; sorted. `headers` maps paths to texts, and
 * `<…>` is looked for below `include/`. Headers that are not there (the compiler's own) are left out. An include whose name
 * is a macro reaches all of them.
 */
export function headerClosure(
	name: string,
	text: string,
	headers: Readonly<Record<string, string>>,
): string[] {
	const reached = new Set<string>();
	const waiting = [{name, text}];

	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		for (const [, what = ''] of file.text.matchAll(includeLine)) {
			const path = /^[<"]([^>"]+)[>"]/.exec(what)?.[1];

			if (path === undefined) {
				return Object.keys(headers).sort();
			}

			const beside = posix.join(posix.dirname(file.name), path);
			const places = [what.startsWith('"') ? beside : '', `include/${path}`, path];
			const found = places.find(place => Object.hasOwn(headers, place));

			if (found !== undefined && !reached.has(found)) {
				reached.add(found);
				waiting.push({name: found, text: headers[found] ?? ''});
			}
		}
	}

	return [...reached].sort();
}
