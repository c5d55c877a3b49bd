import type {Property} from './property.ts';

/** No access reaches a page after it was freed, by any route, a stale translation included; at the end no table maps one. */
export const useAfterFree: Property = {
	id: 'use-after-free',
	title: 'No access to a freed page',
	text: 'No access reaches a page after it was freed, by any route, a stale translation included; at the end no table maps one.',
	foundBy: 'c',
	always: true,
};
