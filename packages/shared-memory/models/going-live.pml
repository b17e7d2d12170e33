// The rule of delivery: how a hub worker follows a stream without a hole. The ledger commits event after event, reads the
// interest bits after each commit, and appends to the log what somebody is interested in. The worker sets its bit, begins
// a read transaction, takes its cursor from that, and from there on applies only what is next, drops what it knows, and
// reads any other gap from the store. One thread dies at any step: the next ledger tells an epoch, the next worker starts
// over. The log may lap the worker once.
//
//   no assertion fails       events are applied in order, each once; in the end the worker has what is committed
//   every end is valid
//
// Each of these makes one line wrong, and has to fail: BIT_AFTER_READ, BITS_BEFORE_COMMIT, NO_EPOCH, LAPPED_IN_SILENCE,
// DROPS_WHAT_COMES_EARLY (events that come while the cursor is being read).
//
// This models apps/server: hub/streams.ts (#readCursor, event, #fillGap), bus/shared-memory/ledger-bus.ts (publish).

#ifndef EVENTS
#define EVENTS 3
#endif
#define BIT(thread) (1 << (thread))

byte committed = 0;  // the store: the seq of the last event on disk
bool interest = false;    // the worker's interest
// The log, as the worker sees it; its records are never rubbish (broadcast-log.pml).
chan log = [4] of { byte };
#define EPOCH 255
bool mayLap = true;
byte ledgerDeaths = 0;
byte workerDeaths = 0;
bool ledgerIsDone = false;
bool workerIsDone = false;

// Stream.append
inline apply(event) {
  d_step { assert(event == cursor + 1); cursor = event }
}

proctype ledger(byte generation) {
  byte event;
  bool mask;
  {
    // beginEpoch(): whatever came before may have been published only in part
    if
    :: generation > 0 ->
#ifndef NO_EPOCH
      log ! EPOCH
#else
      skip
#endif
    :: else
    fi;
    do
    :: committed == EVENTS -> break
    :: else ->
#ifdef BITS_BEFORE_COMMIT
      mask = interest;
      committed++;
#else
      committed++; // commit, on disk
      mask = interest;  // publish(): this.#interest.maskOf
#endif
      event = committed;
      if
      :: mask -> log ! event // this.#log.append, this.#log.publish
      :: else
      fi
    od;
    ledgerIsDone = true
  } unless { ledgerDeaths > generation }
}

// #fillGap: reads what is committed beyond the cursor, then follows again.
inline fillGap() {
  cursor = committed
}

#define FORGET_WHAT_IS_LOGGED(condition, effect) d_step { condition -> do :: log ? event :: empty(log) -> break od; event = 0; effect }

proctype worker(byte generation) {
  byte cursor, snapshot, event;
  {
    FORGET_WHAT_IS_LOGGED(true, skip); // a new BroadcastReader begins at head
    // #readCursor: the bit first, then a read transaction that begins after it
#ifdef BIT_AFTER_READ
    snapshot = committed;
    interest = true;
#else
    interest = true;         // this.#bus.addInterest
    snapshot = committed; // this.#lastSeq: what the new read transaction sees
#endif
#ifdef DROPS_WHAT_COMES_EARLY
    FORGET_WHAT_IS_LOGGED(true, skip);
#endif
    cursor = snapshot;
    do
    :: log ? event ->
      if
      :: event == EPOCH -> fillGap() // gapsPossible
      :: event < EPOCH && event <= cursor // known
      :: event < EPOCH && event == cursor + 1 -> apply(event)
      :: event < EPOCH && event > cursor + 1 -> fillGap()
      fi
    :: FORGET_WHAT_IS_LOGGED(mayLap && nempty(log), mayLap = false); // read() says 'lapped'
#ifndef LAPPED_IN_SILENCE
       fillGap() // gapsPossible
#endif
    :: atomic { empty(log) && ledgerIsDone -> assert(cursor == committed); workerIsDone = true }; break
    od
  } unless { workerDeaths > generation }
}

active proctype supervisor() {
  atomic { run ledger(0); run worker(0) };
end:
  if
  :: skip // nobody has to die
  :: d_step { !ledgerIsDone -> ledgerDeaths++ }; run ledger(1)
  :: d_step { !workerIsDone -> workerDeaths++ }; interest = false; run worker(1)
  fi
}
