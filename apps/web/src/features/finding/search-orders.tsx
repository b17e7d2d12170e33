import type { SearchOrder } from '@skein/protocol/search';
import type { Search } from '../../models/finding/search.ts';
import { lateWords } from '../../words/late/late-words.ts';

const ORDERS: readonly SearchOrder[] = ['newest', 'best'];

export function SearchOrders({ search }: { readonly search: Search }) {
  return (
    <fieldset class="search-orders">
      <legend class="visually-hidden">{lateWords.searchOrder}</legend>
      {ORDERS.map((order) => (
        <label key={order}>
          <input
            type="radio"
            name="search-order"
            checked={search.order.value === order}
            onChange={() => search.sortBy(order)}
          />
          {lateWords.searchOrders[order]}
        </label>
      ))}
    </fieldset>
  );
}
