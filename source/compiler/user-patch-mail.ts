/** Takes patches out of mail: an mbox with one message or a whole series, as `git format-patch` writes it or as it was sent. */

/** A patch as text: one message's, or the whole of a plain diff. */
export interface PatchText {
	/** Subject of the message, or '' for a plain diff. */
	subject: string;
	text: string;
}

/** The patches of a text, in their order. What is no mail is one patch. */
export function patchTexts(text: string): PatchText[] {
	const normal = text.replaceAll('\r\n', '\n');

	return splitMessages(normal)
		.map(message => readMessage(message))
		.filter(patch => /^(?:diff --git |--- )/m.test(patch.text));
}

/** The messages of an mbox. A single message needs no `From ` line. */
function splitMessages(text: string): string[] {
	const starts = [...text.matchAll(/^From \S+ .*\d{4}$/gm)].map(({index}) => index);

	if (starts.length === 0) {
		return [text];
	}

	return starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
}

interface Part {
	headers: Map<string, string>;
	body: string;
}

function readMessage(message: string): PatchText {
	const headed = message.replace(/^From [^\n]*\n/, '');

	if (!/^[A-Za-z][\w-]*:[^\n]*\n/.test(headed) || headed === '') {
		return {subject: '', text: message};
	}

	const part = splitPart(headed);

	return {subject: subjectOf(part), text: textOf(part)};
}

function splitPart(text: string): Part {
	const end = text.search(/\n\n|^\n/);
	const head = end < 0 ? text : text.slice(0, end);
	const headers = new Map<string, string>();

	for (const line of head.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
		const colon = line.indexOf(':');
		if (colon > 0) {
			headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
		}
	}

	return {headers, body: end < 0 ? '' : text.slice(end).replace(/^\n+/, '')};
}

/** The text of a part: decoded, and of several parts those that are text, one after the other. */
function textOf({headers, body}: Part): string {
	const type = headers.get('content-type') ?? 'text/plain';
	const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];

	if (/^multipart\//i.test(type) && boundary !== undefined) {
		return body
			.split(new RegExp(`^--${boundary.replaceAll(/[^\w]/g, '\\$&')}(?:--)?[ \\t]*$`, 'm'))
			.slice(1)
			.map(part => splitPart(part.replace(/^\n/, '')))
			.filter(part => /^(text\/|application\/(octet|x-patch)|multipart\/)/i.test(typeOf(part)))
			.map(part => textOf(part))
			.join('\n');
	}

	switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
		case 'base64':
			return Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n');
		case 'quoted-printable':
			return decodeQuoted(body);
		default:
			return body;
	}
}

function typeOf({headers}: Part): string {
	return headers.get('content-type') ?? 'text/plain';
}

/** `=3D` is a byte, `=` at the end of a line joins it with the next. */
function decodeQuoted(body: string): string {
	const bytes = body
		.replaceAll(/[ \t]+$/gm, '')
		.replaceAll(/=\n/g, '')
		.replaceAll(/[\u0080-\uffff]+/g, text => Buffer.from(text).toString('latin1'))
		.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

	return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The subject with its encoded words (`=?UTF-8?q?…?=`) read. */
function subjectOf({headers}: Part): string {
	return (headers.get('subject') ?? '').replaceAll(
		/=\?[^?]+\?([bq])\?([^?]*)\?=/gi,
		(_, kind: string, text: string) =>
			kind.toLowerCase() === 'b'
				? Buffer.from(text, 'base64').toString('utf8')
				: decodeQuoted(text.replaceAll('_', ' ')),
	);
}
