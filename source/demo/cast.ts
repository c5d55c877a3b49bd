/** An asciinema recording, format version 2: a header line and one line for each piece of output. */

export interface CastHeader {
	title: string;
	/** Columns and rows of the recorded terminal. */
	width: number;
	height: number;
	/** Seconds since 1970. */
	timestamp: number;
}

/** Output at a moment. */
export interface CastEvent {
	/** Seconds since the start; never less than that of the event before. */
	seconds: number;
	text: string;
}

/** The text of a `.cast` file. Line ends become those of a terminal in raw mode (CR LF). */
export function castText(header: CastHeader, events: readonly CastEvent[]): string {
	const lines = [
		JSON.stringify({version: 2, ...header}),
		...events.map(({seconds, text}) =>
			JSON.stringify([Math.round(seconds * 1e6) / 1e6, 'o', text.replaceAll(/\r?\n/g, '\r\n')]),
		),
	];
	return `${lines.join('\n')}\n`;
}
