/**
 * Structs that the user's text defines although the lab has them: both are laid on top of each other. The lab's members come
 * first, as the core and the other variants expect them; what the user's text adds follows.
 */
import {lexC, type Token} from './user-unit-lex.ts';
import {lineFinder} from './user-unit-scan.ts';

/** One declaration in a struct. */
export interface Member {
	/** What it declares: more than one for `u32 a, b;`, those inside for an unnamed struct or union. */
	names: readonly string[];
	/** The declaration with its semicolon. */
	text: string;
	/** 1-based line of the text that the struct was taken from. */
	line: number;
}

/** The declarations between the braces of a struct whose `{` stands at `body`. */
export function membersOf(text: string, body: number, end: number): Member[] {
	const members: Member[] = [];
	const lineOf = lineFinder(text);
	let tokens: Token[] = [];
	let depth = 0;

	for (const {kind, text: mark, at} of lexC(text.slice(body + 1, end))) {
		if (kind === 'directive') {
			continue;
		}

		if (mark === '}' && depth === 0) {
			break;
		}

		const token = {kind, text: mark, at: at + body + 1};
		tokens.push(token);
		depth += '{(['.includes(mark) ? 1 : '})]'.includes(mark) ? -1 : 0;
		if (mark === ';' && depth === 0) {
			const start = tokens[0]?.at ?? token.at;
			members.push({names: namesIn(tokens), text: text.slice(start, token.at + 1), line: lineOf(start)});
			tokens = [];
		}
	}

	return members;
}

/** What a declaration names. */
function namesIn(tokens: readonly Token[]): string[] {
	const open = tokens.findIndex(({text}) => text === '{');

	if (open >= 0) {
		const close = tokens.findLastIndex(({text}) => text === '}');
		const outer = declared(tokens.slice(close + 1));
		return outer.length > 0 ? outer : splitAt(tokens.slice(open + 1, close), ';').flatMap(namesIn);
	}

	return declared(tokens);
}

/** The names of `type a, *b, c[4], (*d)(int), e : 3`. */
function declared(tokens: readonly Token[]): string[] {
	return splitAt(tokens, ',').flatMap(part => {
		const pointer = part.findIndex(({text}, index) => text === '(' && part[index + 1]?.text === '*');
		if (pointer >= 0) {
			return part[pointer + 2]?.text ?? [];
		}

		const end = part.findIndex(({text}) => /^([[:;]|__(aligned|attribute__|counted_by|private))$/.test(text));
		const name = part.slice(0, end < 0 ? part.length : end).findLast(({kind}) => kind === 'word');
		return name?.text ?? [];
	});
}

/** The parts between marks that stand outside of all brackets; a part without tokens is left out. */
function splitAt(tokens: readonly Token[], mark: string): Token[][] {
	const parts: Token[][] = [[]];
	let depth = 0;

	for (const token of tokens) {
		if (token.text === mark && depth === 0) {
			parts.push([]);
			continue;
		}

		depth += '{(['.includes(token.text) ? 1 : '})]'.includes(token.text) ? -1 : 0;
		parts.at(-1)?.push(token);
	}

	return parts.filter(part => part.length > 0);
}

/** A struct of the lab and the user's text for it. */
export interface MergeInput {
	name: string;
	lab: readonly Member[];
	user: readonly Member[];
	/** Path of the user's file, for `#line`. */
	path: string;
	/** Member of the lab's struct whose room the added ones get; null where they simply follow. */
	room: string | null;
}

/** Both in one. */
export interface Merge {
	/** The definition, with `#line` in front of what comes from the user. */
	text: string;
	/** Names that only the user's has. */
	added: string[];
	/** Names that only the lab's has. */
	missing: string[];
}

/** Lays the user's struct on the lab's. */
export function mergeStruct({name, lab, user, path, room}: MergeInput): Merge {
	const labNames = new Set(lab.flatMap(({names}) => names));
	const userNames = new Set(user.flatMap(({names}) => names));
	const additions = user.filter(({names}) => names.some(each => !labNames.has(each)));
	const added = additions.flatMap(({names}) => names);
	const own = additions.map(({text, line}) => `\n#line ${line} ${cString(path)}\n\t${text}`).join('');
	const kept = lab.filter(({names}) => room === null || !names.includes(room));
	const roomText = lab.find(({names}) => room !== null && names.includes(room))?.text;
	const rest =
		roomText === undefined || own === ''
			? `${roomText ?? ''}${own}`
			: `union {\n\t${roomText}\n\tstruct {${own}\n\t};\n\t};`;

	return {
		text: `struct ${name} {\n${kept.map(({text}) => `\t${text}\n`).join('')}\t${rest}\n};`,
		added,
		missing: [...labNames].filter(each => !userNames.has(each) && each !== room),
	};
}

/** A string as C writes it. */
export function cString(text: string): string {
	return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
