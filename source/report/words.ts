/** Words for people: the nearest valid word to a mistyped one, and text folded to a width. */

/**
 * The candidate nearest to `word` (letter case aside): one that begins with it or that it begins with, else the one with
 * the fewest single-letter edits. Undefined only when there are no candidates; the first wins a draw.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
	const wanted = word.toLowerCase();
	const cost = (candidate: string) => {
		const other = candidate.toLowerCase();
		const related = wanted !== '' && (other.startsWith(wanted) || wanted.startsWith(other));
		// Among equally many edits, words of like length look more alike.
		const lengthDifference = Math.abs(other.length - wanted.length) / 100;
		return editDistance(wanted, other) + lengthDifference - (related ? 1000 : 0);
	};

	let best: string | undefined;
	let bestCost = Number.POSITIVE_INFINITY;
	for (const candidate of candidates) {
		const candidateCost = cost(candidate);
		if (candidateCost < bestCost) {
			best = candidate;
			bestCost = candidateCost;
		}
	}

	return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function editDistance(from: string, to: string): number {
	const rows: number[][] = [Array.from({length: to.length + 1}, (_, index) => index)];
	const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
	for (let row = 1; row <= from.length; row++) {
		const line = [row];
		rows.push(line);
		for (let column = 1; column <= to.length; column++) {
			const same = from[row - 1] === to[column - 1] ? 0 : 1;
			let distance = Math.min(
				at(row - 1, column) + 1,
				at(row, column - 1) + 1,
				at(row - 1, column - 1) + same,
			);
			if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
				distance = Math.min(distance, at(row - 2, column - 2) + 1);
			}

			line.push(distance);
		}
	}

	return at(from.length, to.length);
}

/** Folds a paragraph at blanks to lines of at most `width` characters; longer words keep a line of their own. */
export function foldText(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/).filter(part => part !== '')) {
		if (line !== '' && line.length + 1 + word.length > width) {
			lines.push(line);
			line = word;
		} else {
			line = line === '' ? word : `${line} ${word}`;
		}
	}

	return line === '' ? lines : [...lines, line];
}
