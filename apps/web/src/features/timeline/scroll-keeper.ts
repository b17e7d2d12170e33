/** Still counts as being at the end: a few pixels are lost to rounding and to fingers. */
const AT_END_PX = 32;
/** Pages are loaded when the reader is this many heights of the view away from where they are missing. */
const NEAR_VIEWS = 1.5;
const MOST_ANCHORS = 24;

interface Anchor {
  readonly element: Element;
  /** From the top of the view to the element's lower edge, which stays put when its own heading comes or goes. */
  readonly bottom: number;
}

/**
 * Keeps what somebody reads where it is while the list around it changes. At the end it stays at the end; elsewhere the
 * rows that were in view are found again and the view is moved by as much as they were. `capture` before a change and
 * `restore` after it, before the browser paints.
 */
export class ScrollKeeper {
  isAtEnd = true;
  #isHeld = false;
  #view: HTMLElement | undefined;
  #list: HTMLElement | undefined;
  #anchors: readonly Anchor[] = [];
  #top = 0;
  #width = 0;
  #height = 0;

  attach(view: HTMLElement, list: HTMLElement): void {
    this.#view = view;
    this.#list = list;
  }

  get isNearStart(): boolean {
    return this.#view !== undefined && this.#view.scrollTop < this.#view.clientHeight * NEAR_VIEWS;
  }

  get isNearEnd(): boolean {
    return this.#view !== undefined && this.#distanceToEnd < this.#view.clientHeight * NEAR_VIEWS;
  }

  /**
   * The view was scrolled: by the reader, by us, or by the browser because a size has changed. Only the reader's going up
   * leaves the end. A view that has just got another size, and whose `restore` is still to come, may be far from it
   * without anybody having moved.
   */
  scrolled(): void {
    const view = this.#view;
    if (!view) return;
    const isOther = this.#hasOtherSize(view);
    const hasGoneUp = view.scrollTop < this.#top - 1 && !isOther;
    this.isAtEnd = this.#distanceToEnd <= AT_END_PX || (this.isAtEnd && !hasGoneUp);
    this.#top = view.scrollTop;
    if (!isOther) this.capture();
  }

  /** Something was unfolded by the reader, who wants to see it where it is. */
  unfolded(): void {
    this.isAtEnd = this.#distanceToEnd <= AT_END_PX;
    this.capture();
  }

  /** As long as it is held the list stays even where it would follow its end; let go, it catches up. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    if (isHeld) this.capture();
    else this.restore();
  }

  /** Before `scrolled`: whether what has just moved the view was the reader, and neither we nor another size. */
  get isMovedByReader(): boolean {
    const view = this.#view;
    return view !== undefined && view.scrollTop !== this.#top && !this.#hasOtherSize(view);
  }

  capture(): void {
    if (!this.#view || !this.#list) return;
    const top = this.#view.getBoundingClientRect().top;
    const rows = this.#list.children;
    const anchors: Anchor[] = [];
    for (let index = firstBelow(rows, top); index < rows.length && anchors.length < MOST_ANCHORS; index++) {
      const element = rows[index]!;
      // The first day's row goes up to the older messages of that day when they come.
      if (element.classList.contains('row-day')) continue;
      anchors.push({ element, bottom: element.getBoundingClientRect().bottom - top });
    }
    this.#anchors = anchors;
  }

  restore(): void {
    if (!this.#view) return;
    if (this.isAtEnd && !this.#isHeld) this.#view.scrollTop = this.#view.scrollHeight;
    else this.#restoreAnchor(this.#view);
    this.#remember(this.#view);
  }

  goToEnd(): void {
    this.isAtEnd = true;
    this.restore();
  }

  /** What is at the end is not the end: more comes, and the reader stays where they are. */
  leaveEnd(): void {
    this.isAtEnd = false;
  }

  /** The index of the first row that is so many heights of the view below what is in view. */
  firstRowBelow(views: number): number {
    const { bottom, height } = this.#view!.getBoundingClientRect();
    return firstBelow(this.#list!.children, bottom + height * views) + 1;
  }

  /** The index of the last row that is so many heights of the view above what is in view. */
  lastRowAbove(views: number): number {
    const { top, height } = this.#view!.getBoundingClientRect();
    return firstBelow(this.#list!.children, top - height * views) - 1;
  }

  /** Puts a row a quarter down the view, or goes to the end where that is in view then. */
  goTo(row: Element): void {
    const view = this.#view!;
    const above = row.getBoundingClientRect().top - view.getBoundingClientRect().top;
    view.scrollTop += above - view.clientHeight / 4;
    this.#remember(view);
    this.unfolded();
  }

  isInView(row: Element): boolean {
    const [{ top, bottom }, view] = [row.getBoundingClientRect(), this.#view!.getBoundingClientRect()];
    return bottom > view.top && top < view.bottom;
  }

  #remember(view: HTMLElement): void {
    this.#top = view.scrollTop;
    this.#width = view.clientWidth;
    this.#height = view.clientHeight;
  }

  #hasOtherSize(view: HTMLElement): boolean {
    return view.clientHeight !== this.#height || view.clientWidth !== this.#width;
  }

  get #distanceToEnd(): number {
    return this.#view ? this.#view.scrollHeight - this.#view.scrollTop - this.#view.clientHeight : 0;
  }

  #restoreAnchor(view: HTMLElement): void {
    const anchor = this.#anchors.find(({ element }) => element.isConnected);
    if (!anchor) return;
    const bottom = anchor.element.getBoundingClientRect().bottom - view.getBoundingClientRect().top;
    if (Math.abs(bottom - anchor.bottom) >= 0.5) view.scrollTop += bottom - anchor.bottom;
  }
}

/** The first row whose lower edge is below `top`; rows are in order, so a binary search finds it. */
function firstBelow(rows: HTMLCollection, top: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.getBoundingClientRect().bottom > top) high = middle;
    else low = middle + 1;
  }
  return low;
}
