/** The store's state in a component, drawn again when it changes. */
import {useSyncExternalStore} from 'react';
import type {Store, TuiState} from '../control/store.ts';

/** The present state; the component is drawn again with each new one. */
export const useTuiState = (store: Store): TuiState => useSyncExternalStore(store.subscribe, store.get);
