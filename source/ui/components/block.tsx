/**
 * Lines of text in a fixed rectangle. What Ink measures is blank and always the same; the lines are put in its place when
 * it is drawn, so that Ink's caches, which never forget a text, do not grow with what changes.
 */
import {Box, Text, Transform} from 'ink';
import {memo, type ReactNode} from 'react';

export interface BlockProps {
	/** Styled lines, each exactly `width` columns. */
	rows: readonly string[];
	width: number;
	height: number;
}

const DrawBlock = ({rows, width, height}: BlockProps): ReactNode => {
	if (height <= 0 || width <= 0) return null;
	const blank = Array.from({length: height}, () => ' '.repeat(width)).join('\n');
	return (
		<Box width={width} height={height} flexShrink={0}>
			<Transform transform={(_line, index) => rows[index] ?? ''}>
				<Text>{blank}</Text>
			</Transform>
		</Box>
	);
};

const isSame = (before: BlockProps, after: BlockProps): boolean =>
	before.width === after.width &&
	before.height === after.height &&
	before.rows.length === after.rows.length &&
	before.rows.every((row, index) => row === after.rows[index]);

/** A block that is drawn again only when one of its lines differs. */
export const Block = memo(DrawBlock, isSame);
