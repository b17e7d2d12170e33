// The mutex of src/mutex.ts, one Promela step for each call of Atomics. A comment that begins with = quotes the line of
// the source that the step stands for; models.test.ts holds quotes and source together.
//
// spin() tries up to a hundred times before a waiter flags the word. A try that fails changes nothing, and others may
// step between any two steps here, so one try stands for all of them. acquireAsync takes the same steps as acquire.
//
// The word is a byte here: five bits of flags and owner, and LOST is 255.
//
// models: ../src/mutex.ts
// left out: return Atomics.load(this.#words, 0) === LOST; — isLost only tells
// left out: const wait = Atomics.waitAsync(this.#words, 0, word); — the same step as Atomics.wait

#define FREE 0
#define LOST 255
#define OWNER 7
#define CONTENDED 8
#define ORPHANED 16
#define NOT_ASLEEP 0

byte word = FREE;
byte asleepOnWord = 0; // a set of threads: notify() wakes all of them
byte pair[2];          // what the mutex guards: the same number twice, whenever nobody is inside
byte inside = 0;       // who is inside; for the assertions only

#define BIT(thread) (1 << (thread))

// Atomics.wait: looks and lies down in one step; true until somebody notifies.
#define LIE_DOWN(set, isStill, thread) d_step { if :: isStill -> set = set | BIT(thread) :: else fi }
#define SLEEP_WHILE_IN(set, thread) (!(set & BIT(thread)))

#ifdef SLEEPS_ON_ANY_VALUE
#define IS_STILL(seen) true
#else
#define IS_STILL(seen) (word == seen)
#endif

// `seen` and `result` are the caller's own variables. result: 0 not yet, 1 owner, 2 the lock is lost.
inline acquire(me, seen, result) {
  result = 0;
  do
  :: tryOnce(me, seen, result);
    if
    :: result != 0 -> break
    :: else ->
      flagContended(seen);
      if
      :: seen == NOT_ASLEEP
      :: else ->
        //= if (word !== NOT_ASLEEP) Atomics.wait(this.#words, 0, word);
        LIE_DOWN(asleepOnWord, IS_STILL(seen), me);
        d_step { SLEEP_WHILE_IN(asleepOnWord, me) -> seen = 0 }
      fi
    fi
  od
}

inline tryOnce(me, seen, result) {
  //= const word = Atomics.load(this.#words, 0);
  seen = word;
  if
  :: d_step { seen == FREE ->
       //= if (Atomics.compareExchange(this.#words, 0, FREE, this.#threadId) !== FREE) return false;
       if :: word == FREE -> word = me; seen = 0; result = 1 :: else fi
     }
  :: d_step { seen == LOST ->
       //= if (word === LOST) throw new LockLostError('what this mutex guards is lost');
       result = 2
     }
  :: d_step { seen != LOST && (seen & ORPHANED) ->
       //= if (Atomics.compareExchange(this.#words, 0, word, this.#threadId) !== word) return false;
       if :: word == seen -> word = me; result = 3 :: else fi
     }
  :: else
  fi;
  if
  :: result == 3 -> repair(me, seen, result)
  :: else
  fi
}

inline repair(me, seen, result) {
  //= this.#repair(this.#guard.deadOwner);
#ifdef REPAIR_THROWS
  //= assert(this.isMine, 'the mutex is not held by this thread');
  assert(word != LOST && (word & OWNER) == me);
  //= Atomics.store(this.#words, 0, LOST);
  word = LOST;
  //= Atomics.notify(this.#words, 0);
  asleepOnWord = 0;
  result = 2
#elif defined(TAKES_OVER_WITHOUT_REPAIR)
  d_step { inside = 0; seen = 0; result = 1 }
#else
#ifndef NOTHING_TO_REPAIR
  pair[1] = pair[0];
#endif
  d_step { inside = 0; seen = 0; result = 1 }
#endif
}

inline flagContended(seen) {
  //= const word = Atomics.load(this.#words, 0);
  d_step {
    seen = word;
    if
    //= if (word === FREE || word === LOST || (word & ORPHANED) !== 0) return NOT_ASLEEP;
    :: seen == FREE || seen == LOST || (seen & ORPHANED) -> seen = NOT_ASLEEP
    //= if ((word & CONTENDED) !== 0) return word;
    :: else
    fi
  };
  if
  :: seen == NOT_ASLEEP || (seen & CONTENDED)
  :: d_step { else ->
       //= return Atomics.compareExchange(this.#words, 0, word, word | CONTENDED) === word ? word | CONTENDED : NOT_ASLEEP;
       if
       :: word == seen -> word = seen | CONTENDED; seen = seen | CONTENDED
       :: else -> seen = NOT_ASLEEP
       fi
     }
  fi
}

inline enter(me) {
  d_step { assert(inside == 0); inside = me; assert(pair[0] == pair[1]) }
}

inline leave(me) {
  assert(inside == me);
  inside = 0
}

inline release(me, seen) {
  //= const held = Atomics.load(this.#words, 0);
  seen = word;
  //= assert((held & ~CONTENDED) === this.#threadId, 'the mutex is not held by this thread');
  assert((seen & ~CONTENDED) == me);
  //= const word = Atomics.exchange(this.#words, 0, FREE);
#ifdef RELEASE_TRUSTS_ITS_LOOK
  word = FREE;
#else
  d_step { seen = word; word = FREE };
#endif
  if
  //= if ((word & CONTENDED) !== 0) Atomics.notify(this.#words, 0);
#ifdef WAKES_ONE
  :: d_step { seen & CONTENDED ->
       if
       :: asleepOnWord & BIT(1) -> asleepOnWord = asleepOnWord & ~BIT(1)
       :: else ->
         if
         :: asleepOnWord & BIT(2) -> asleepOnWord = asleepOnWord & ~BIT(2)
         :: else -> asleepOnWord = 0
         fi
       fi;
       seen = 0
     }
#else
  :: d_step { seen & CONTENDED -> asleepOnWord = 0; seen = 0 }
#endif
  :: d_step { else -> seen = 0 }
  fi
}

// threadExited(). `tried` is the supervisor's own variable.
inline mutexThreadExited(who, seen, tried) {
#ifndef NO_TAKEOVER
  //= let word = Atomics.load(this.#words, 0);
  seen = word;
  tried = false;
#ifndef NO_ORPHANED_MARK
  do
  //= while (word !== LOST && (word & OWNER) === threadId && (word & ORPHANED) === 0) {
  :: d_step { seen != LOST && (seen & OWNER) == who && !(seen & ORPHANED) && !tried ->
       //= const found = Atomics.compareExchange(this.#words, 0, word, word | ORPHANED);
#ifdef FREES_INSTEAD_OF_ORPHANING
       if :: word == seen -> word = FREE; inside = 0; tried = true :: else -> seen = word fi
#else
       if :: word == seen -> word = seen | ORPHANED; tried = true :: else -> seen = word fi
#endif
     }
  :: else -> break
  od;
#endif
  //= Atomics.notify(this.#words, 0);
#ifdef NOTIFIES_ONLY_IF_HELD
  if
  :: d_step { tried -> asleepOnWord = 0 }
  :: else
  fi
#else
  asleepOnWord = 0
#endif
#else
  skip
#endif
}
