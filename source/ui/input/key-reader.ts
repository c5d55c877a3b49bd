/**
 * Reads the terminal and calls back once for each key. An escape sequence that a slow line delivers in two parts is put
 * together; an Esc that nothing follows within `escapeDelay` is the Esc key.
 */
import type {InputStream} from '../options.ts';
import {finishKeys, type KeyEvent, splitKeys} from './split-keys.ts';

/** Milliseconds after which a lone Esc is a key. */
const escapeDelay = 40;

export interface KeyReader {
	dispose(): void;
}

/** Starts reading; `onKey` gets keys in the order they came. */
export const readKeys = (stdin: InputStream, onKey: (event: KeyEvent) => void): KeyReader => {
	let rest = '';
	let timer: NodeJS.Timeout | undefined;
	const onData = (chunk: string) => {
		clearTimeout(timer);
		const result = splitKeys(rest + chunk);
		rest = result.rest;
		if (rest !== '') timer = setTimeout(finish, escapeDelay);
		for (const event of result.events) onKey(event);
	};
	const finish = () => {
		const events = finishKeys(rest);
		rest = '';
		for (const event of events) onKey(event);
	};
	stdin.setEncoding('utf8');
	stdin.on('data', onData);
	return {
		dispose() {
			clearTimeout(timer);
			stdin.off('data', onData);
		},
	};
};
