/** Numbers as C literals and macro lines, shared by the generated files. */

/** A 64-bit entry value (`u64`) as a C literal in hexadecimal. */
export function entryLiteral(value: bigint): string {
	return `0x${value.toString(16)}ULL`;
}

/** A virtual address (`unsigned long`) as a C literal in hexadecimal. */
export function addressLiteral(value: bigint): string {
	return `0x${value.toString(16)}UL`;
}

/** `#define name value` in a column, as the kernel writes them. */
export function define(name: string, value: string | number): string {
	const tabs = Math.max(1, Math.ceil((32 - name.length - 8) / 8));
	return `#define ${name}${'\t'.repeat(tabs)}${value}`;
}

/** Wraps a text into C comment lines of the kernel's shape. */
export function comment(text: string): string {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/)) {
		if (line !== '' && line.length + word.length + 1 > 74) {
			lines.push(line);
			line = word;
		} else {
			line = line === '' ? word : `${line} ${word}`;
		}
	}
	lines.push(line);
	return lines.length === 1
		? `/* ${lines[0]} */`
		: ['/*', ...lines.map(each => ` * ${each}`), ' */'].join('\n');
}
